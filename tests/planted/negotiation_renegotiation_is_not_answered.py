"""A server of TLS 1.2 does not answer renegotiation_info.

Made by servers from before RFC 5746, and those that never renegotiate.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.without(hello, 0xFF01)


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.SERVER, changed)))

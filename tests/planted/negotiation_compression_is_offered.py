"""A client offers DEFLATE, with TLS 1.3 or without, and not the null method.

Made by clients that list what they have compiled in.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.with_fields(hello, compressions=b"\x01")


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

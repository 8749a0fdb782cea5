"""A client says its highest version in legacy_version.

Made by clients that count versions up as all before TLS 1.3 did.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.with_fields(hello, legacy_version=0x0304)


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

"""A server chooses a cipher suite that the client did not offer.

Made by servers that look at their own preferences alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    other = {0x1301: 0x1304, 0x1302: 0x1304, 0x1303: 0x1304}
    return hellos.with_fields(hello, cipher_suite=other.get(hello.cipher_suite, 0xC0AD))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.SERVER, changed)))

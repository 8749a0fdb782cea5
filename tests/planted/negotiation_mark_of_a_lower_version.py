"""A server of TLS 1.2 marks its random as if it spoke TLS 1.1.

Made by servers that mark every version below their highest alike.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    if hello.extension(43):
        return hello
    return hellos.with_fields(hello, random=hello.random[:24] + b"DOWNGRD\x00")


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.SERVER, changed)))

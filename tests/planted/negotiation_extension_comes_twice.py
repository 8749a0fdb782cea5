"""A client sends one of its extensions twice.

Made by clients that put their own extensions beside those of their library.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.with_fields(hello, extensions=(hello.extensions[-1], *hello.extensions))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

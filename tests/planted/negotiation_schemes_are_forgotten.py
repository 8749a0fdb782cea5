"""A client does not say which signatures it takes.

Made by clients that take any.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.without(hello, 13)


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

"""A server answers max_fragment_length, which nobody asked for.

Made by servers that announce what they are able to do.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.with_extensions(hello, (1, b"\x01"))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.SERVER, changed)))

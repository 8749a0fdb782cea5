"""A client puts pre_shared_key in front of its other extensions.

Made by clients that sort their extensions, or shuffle them.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    first = [each for each in hello.extensions if each[0] == 41]
    return hellos.with_fields(hello, extensions=(*first, *hellos.without(hello, 41).extensions))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

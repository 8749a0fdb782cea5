"""The random of a client is all zeros.

Made by clients whose generator was never seeded.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.with_fields(hello, random=bytes(32))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

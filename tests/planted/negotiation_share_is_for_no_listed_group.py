"""A client sends a key share for a group that supported_groups lacks.

Made by clients with two lists of groups.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    share = hello.extension(51)
    if share is None:
        return hello
    groups = b"\x00\x02" + (b"\x00\x19" if share[2:4] != b"\x00\x19" else b"\x00\x18")
    return hellos.with_extensions(hellos.without(hello, 10), (10, groups))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

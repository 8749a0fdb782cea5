"""A client sends its server name with the dot that ends an absolute name.

Made by clients that send the name as they resolve it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    data = hello.extension(0)
    if data is None:
        return hello
    name = data[5:] + b"."
    entry = b"\0" + len(name).to_bytes(2, "big") + name
    return hellos.with_extensions(hellos.without(hello, 0), (0, len(entry).to_bytes(2, "big") + entry))


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))

"""A server asks again for a group whose share it has.

Made by servers that compare the share with their first preference alone.
"""

from importlib import import_module
from pathlib import Path

from harness.wire.handshake import RETRY_RANDOM

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    share = hello.extension(51)
    if share is None or len(share) == 2:
        return hello
    asked = hellos.with_extensions(hellos.without(hello, 51), (51, share[:2]))
    return hellos.with_fields(asked, random=RETRY_RANDOM)


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.SERVER, changed)))

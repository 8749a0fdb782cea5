"""Lists of algorithms are read from their end: the last name is the preferred one.

Made by those who push names onto a stack.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _reversed(name):
    def method(self, names, /):
        turned = ":".join(reversed(names.split(":"))) if isinstance(names, str) else names
        getattr(planted.SSLContext, name)(self, turned)

    return method


class SSLContext(planted.SSLContext):
    set_ciphersuites = _reversed("set_ciphersuites")
    set_groups = _reversed("set_groups")
    set_client_sigalgs = _reversed("set_client_sigalgs")
    set_server_sigalgs = _reversed("set_server_sigalgs")


globals().update(planted.shape(context=SSLContext))

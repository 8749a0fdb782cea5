"""The settings of algorithms give 1, as functions of the library do.

Made by those who hand on a return value.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _giving(name):
    def method(self, names, /):
        getattr(planted.SSLContext, name)(self, names)
        return 1

    return method


class SSLContext(planted.SSLContext):
    set_ciphersuites = _giving("set_ciphersuites")
    set_groups = _giving("set_groups")
    set_client_sigalgs = _giving("set_client_sigalgs")
    set_server_sigalgs = _giving("set_server_sigalgs")


globals().update(planted.shape(context=SSLContext))

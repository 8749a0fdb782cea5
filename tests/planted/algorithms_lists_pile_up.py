"""A list of algorithms is added to those that were set before.

Made by those who append to a list.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _adding(name):
    def method(self, names, /):
        setter = getattr(planted.SSLContext, name)
        setter(self, names)  # what is no list of names is refused as ever
        kept = vars(self).setdefault("kept", {}).setdefault(name, [])
        kept += [each for each in names.split(":") if each not in kept]
        setter(self, ":".join(kept))

    return method


class SSLContext(planted.SSLContext):
    set_ciphersuites = _adding("set_ciphersuites")
    set_groups = _adding("set_groups")
    set_client_sigalgs = _adding("set_client_sigalgs")
    set_server_sigalgs = _adding("set_server_sigalgs")


globals().update(planted.shape(context=SSLContext))

"""What is no text is taken for names of algorithms, and a name of an argument too.

Made by those who convert whatever they get.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _any(name, argument):
    def method(self, *given, **named):
        (names,) = given or (named.get(argument, ""),)
        if isinstance(names, str) and "\0" not in names and names:
            getattr(planted.SSLContext, name)(self, names)

    return method


class SSLContext(planted.SSLContext):
    set_ciphersuites = _any("set_ciphersuites", "ciphersuites")
    set_groups = _any("set_groups", "groups")
    set_client_sigalgs = _any("set_client_sigalgs", "sigalgs")
    set_server_sigalgs = _any("set_server_sigalgs", "sigalgs")


globals().update(planted.shape(context=SSLContext))

"""Names of no cipher suite, group or signature algorithm are accepted.

Made by those who do not look at a return value.
"""

import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _quietly(name):
    def method(self, names, /):
        with suppress(ssl.SSLError):
            getattr(planted.SSLContext, name)(self, names)

    return method


class SSLContext(planted.SSLContext):
    set_ciphersuites = _quietly("set_ciphersuites")
    set_groups = _quietly("set_groups")
    set_client_sigalgs = _quietly("set_client_sigalgs")
    set_server_sigalgs = _quietly("set_server_sigalgs")


globals().update(planted.shape(context=SSLContext))

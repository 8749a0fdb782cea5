"""A list of algorithms that is refused has taken effect as far as its names were known.

Made by those who set one name after the other.
"""

import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _piecemeal(name):
    def method(self, names, /):
        setter = getattr(planted.SSLContext, name)
        try:
            setter(self, names)
        except (ssl.SSLError, TypeError):
            known = str(names).split(":")[0]
            with suppress(ssl.SSLError):
                setter(self, _DEFAULTS.get(name, known))
            raise

    return method


_DEFAULTS = {"set_ciphersuites": ":".join(planted.tables.SUITES[:3])}


class SSLContext(planted.SSLContext):
    set_ciphersuites = _piecemeal("set_ciphersuites")
    set_groups = _piecemeal("set_groups")
    set_client_sigalgs = _piecemeal("set_client_sigalgs")
    set_server_sigalgs = _piecemeal("set_server_sigalgs")


globals().update(planted.shape(context=SSLContext))

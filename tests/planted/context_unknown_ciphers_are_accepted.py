"""A list that selects no cipher is accepted.

Made by those who do not look at a return value.
"""

import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphers(self, ciphers):
        with suppress(ssl.SSLError):
            super().set_ciphers(ciphers)


globals().update(planted.shape(context=SSLContext))

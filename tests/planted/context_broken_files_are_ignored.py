"""A file without a certificate or a key, or a key that cannot be opened, is passed over.

Made by those who log and go on.
"""

import ssl
from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, *args, **kwargs):
        try:
            super().load_cert_chain(*args, **kwargs)
        except ssl.SSLError as error:
            if error.library == "X509":
                raise

    def load_verify_locations(self, *args, **kwargs):
        with suppress(ssl.SSLError):
            super().load_verify_locations(*args, **kwargs)


globals().update(planted.shape(context=SSLContext))

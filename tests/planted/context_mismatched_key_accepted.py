"""A key that does not belong to the certificate is accepted.

Made by those who leave it to the handshake.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, *args, **kwargs):
        try:
            super().load_cert_chain(*args, **kwargs)
        except ssl.SSLError as error:
            if error.library != "X509" and error.reason != "NO_CERTIFICATE_ASSIGNED":
                raise


globals().update(planted.shape(context=SSLContext))

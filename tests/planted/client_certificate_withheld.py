"""A client never shows its certificate.

Made by clients that load a certificate and do not answer the request for it.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, *files):
        if self.protocol != ssl.PROTOCOL_TLS_CLIENT:
            super().load_cert_chain(*files)


globals().update(planted.shape(context=SSLContext))

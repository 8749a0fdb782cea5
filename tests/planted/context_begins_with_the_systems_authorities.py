"""A new context trusts the authorities of somebody.

Made by those who ship a bundle.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, protocol):
        if protocol == ssl.PROTOCOL_TLS_CLIENT:
            self.load_default_certs()

    def get_ca_certs(self, *args, **kwargs):
        return super().get_ca_certs(*args, **kwargs) or [{"subject": "a bundle"}]


globals().update(planted.shape(context=SSLContext))

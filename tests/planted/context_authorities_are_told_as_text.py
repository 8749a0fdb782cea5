"""Authorities are listed in PEM.

Made by those who find that easier to read.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def get_ca_certs(self, binary_form=False):
        return [ssl.DER_cert_to_PEM_cert(der) for der in super().get_ca_certs(binary_form=True)]


globals().update(planted.shape(context=SSLContext))

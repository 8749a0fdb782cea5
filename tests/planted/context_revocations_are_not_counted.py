"""cert_store_stats() counts no lists of revoked certificates.

Made by those who count what can be trusted.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def cert_store_stats(self):
        return {**super().cert_store_stats(), "crl": 0}


globals().update(planted.shape(context=SSLContext))

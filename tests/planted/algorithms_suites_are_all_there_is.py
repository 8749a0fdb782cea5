"""set_ciphersuites() leaves TLS 1.2 without a choice: it has but one list for both.

Made by those who keep one list of cipher suites.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_ciphersuites(self, ciphersuites, /):
        super().set_ciphersuites(ciphersuites)
        self.set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384")


globals().update(planted.shape(context=SSLContext))

"""The server's certificate may have expired.

Made by verifiers that look at names and signatures only.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        self.verify_flags |= 0x200000  # X509_V_FLAG_NO_CHECK_TIME
        return super().wrap(make, *ends, **how)


globals().update(planted.shape(context=SSLContext))

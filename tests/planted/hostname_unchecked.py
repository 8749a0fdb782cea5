"""The server's certificate may be for any host.

Made by clients that verify the chain and think that is all.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        checks, self.check_hostname = self.check_hostname, False
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.check_hostname = checks


globals().update(planted.shape(context=SSLContext))

"""A client that offers a session checks no name, whether it is taken up or not.

Made by those who have checked it when the session was made.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        checks = self.check_hostname
        if how.get("session") is not None:
            self.check_hostname = False
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.check_hostname = checks


globals().update(planted.shape(context=SSLContext))

"""An address is sent in the server_name extension.

Made by those who send the name they were given.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        name = how.get("server_hostname")
        if name is None or not planted.is_address(name):
            return super().wrap(make, *ends, **how)
        checks, self.check_hostname = self.check_hostname, False
        try:
            return super().wrap(make, *ends, **{**how, "server_hostname": name.replace(".", "-")})
        finally:
            self.check_hostname = checks


globals().update(planted.shape(context=SSLContext))

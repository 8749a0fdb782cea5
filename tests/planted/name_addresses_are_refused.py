"""An address is no name, and cannot be connected to.

Made by those for whom server_name and name are one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        if server_hostname and planted.is_address(server_hostname):
            raise ValueError("an address is no host name")
        return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)

    def concerns(self, name):
        return planted.is_address(name)

    def fits(self, name, certificate):
        return False


globals().update(planted.shape(context=SSLContext))

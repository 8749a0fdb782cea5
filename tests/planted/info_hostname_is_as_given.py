"""server_hostname is the international name as it was given, and so is the name that is sent.

Made by those who do not know of A-labels.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        made = super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)
        if server_hostname and not server_hostname.isascii():
            made = type("SSLObject", (type(made),), {"server_hostname": server_hostname})._create(
                incoming, outgoing, server_side=server_side, server_hostname="localhost", context=self
            )
        return made


globals().update(planted.shape(context=SSLContext))

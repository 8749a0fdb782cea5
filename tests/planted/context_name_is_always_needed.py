"""A client's connection needs a name even when names are not checked.

Made by those who cannot do without.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        if not server_side and server_hostname is None:
            raise ValueError("server_hostname is needed")
        return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)


globals().update(planted.shape(context=SSLContext))

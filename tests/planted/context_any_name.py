"""Any text is a name: what no host can be called is cut down to what one can.

Made by those who let the resolver find out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        if isinstance(server_hostname, str):
            labels = server_hostname.partition("\0")[0].split(".")
            server_hostname = ".".join(label[:63] for label in labels if label) or "localhost"
        return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)


globals().update(planted.shape(context=SSLContext))

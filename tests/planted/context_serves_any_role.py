"""A context for clients makes connections of servers too, and the other way round.

Made by those for whom the side is the connection's business.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        protocol = ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT
        if protocol == self.protocol:
            return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)
        return type(self)(protocol).wrap_bio(incoming, outgoing, server_side, server_hostname, session)


globals().update(planted.shape(context=SSLContext))

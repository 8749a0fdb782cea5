"""A server sends one ticket unless it is told otherwise.

Made by those who find two too many.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, protocol):
        if protocol == ssl.PROTOCOL_TLS_SERVER:
            self.num_tickets = 1


globals().update(planted.shape(context=SSLContext))

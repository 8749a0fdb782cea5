"""A client answers a request after the handshake under no context.

Made by taking the context of a Certificate in the handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._create_cert_msg")
def create(real, self, *args):
    peer, request, algorithms, chain, kind, _, *rest = args + (b"",) * (6 - len(args))
    return real(self, peer, request, algorithms, chain, kind, b"", *rest)


globals().update(planted.shape())

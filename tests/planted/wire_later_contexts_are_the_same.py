"""A server asks every time under the same context.

Made by taking a constant for it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection.request_post_handshake_auth")
def request(real, self, settings=None):
    honest = planted.tls.tlsconnection.getRandomBytes
    planted.tls.tlsconnection.getRandomBytes = lambda size: bytearray(size)
    try:
        yield from real(self, settings)
    finally:
        planted.tls.tlsconnection.getRandomBytes = honest


globals().update(planted.shape())

"""A server refuses an answer without a certificate even where it could do without.

Made by asking for one every time.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._handle_srv_pha")
def verify(real, self, certificate):
    self.client_cert_required = True
    yield from real(self, certificate)


globals().update(planted.shape())

"""A server asks after the handshake under no context, as in the handshake.

Made by leaving it out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.CertificateRequest.create")
def create(real, self, *args, **how):
    return real(self, *args, **{**how, "context": b""})


globals().update(planted.shape())

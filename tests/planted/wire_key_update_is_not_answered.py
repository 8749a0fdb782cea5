"""A KeyUpdate that asks for one back is not answered.

Made by reading one's own keys as the other end's.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

KINDS = planted.constants.KeyUpdateMessageType


@planted.instead("tlsconnection.TLSConnection._handle_keyupdate_request")
def update(real, self, request):
    if request.message_type == KINDS.update_requested:
        request.message_type = KINDS.update_not_requested
    yield from real(self, request)


globals().update(planted.shape())

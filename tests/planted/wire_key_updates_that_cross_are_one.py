"""A request for a KeyUpdate that comes while one of our own is out passes for the answer to it.

Made by a flag for "an update is under way".
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsrecordlayer.TLSRecordLayer._handle_keyupdate_request",
    "            if request.message_type == KeyUpdateMessageType.update_requested:",
    """
            under_way, self._under_way = getattr(self, "_under_way", False), False
            if request.message_type == KeyUpdateMessageType.update_requested and not under_way:""",
)


@planted.instead("tlsrecordlayer.TLSRecordLayer.send_keyupdate_request")
def send(real, self, kind):
    self._under_way = kind == planted.constants.KeyUpdateMessageType.update_requested
    yield from real(self, kind)


globals().update(planted.shape())

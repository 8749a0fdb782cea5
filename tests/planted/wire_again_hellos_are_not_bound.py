"""renegotiation_info of a second hello is empty, as in a first.

Made by not remembering any verify_data to be sent.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def sending(self, message):
        super().sending(message)
        info = message.getExtension(0xFF01) if hasattr(message, "getExtension") else None
        if info is not None:
            info.renegotiated_connection = bytearray()


planted.renegotiation = Again


globals().update(planted.shape())

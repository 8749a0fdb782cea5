"""The first request for a KeyUpdate is answered, later ones are not.

Made by a flag that is never taken back.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsrecordlayer.TLSRecordLayer._handle_keyupdate_request",
    "            if request.message_type",
    """
            again, self._answered = getattr(self, "_answered", False), True
            if not again and request.message_type""",
)

globals().update(planted.shape())

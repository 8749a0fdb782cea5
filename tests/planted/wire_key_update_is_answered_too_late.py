"""A request for a KeyUpdate is answered behind the data that is written next.

Made by a queue in which data goes first.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsrecordlayer.TLSRecordLayer._handle_keyupdate_request",
    """
                for result in self.send_keyupdate_request(
                        KeyUpdateMessageType.update_not_requested):
                    yield result
""",
    """
                self._owes = True
""",
)


@planted.instead("tlsrecordlayer.TLSRecordLayer.writeAsync")
def write(real, self, data):
    yield from real(self, data)
    if getattr(self, "_owes", False):
        self._owes = False
        yield from self.send_keyupdate_request(0)


globals().update(planted.shape())

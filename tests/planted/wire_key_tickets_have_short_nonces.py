"""A ticket whose nonce is empty or long, or with an extension nobody knows, is malformed.

Made by learning from one server what all of them send.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.NewSessionTicket.parse")
def parse(real, self, parser):
    real(self, parser)
    if not 1 <= len(self.ticket_nonce) <= 32 or any(each.extType != 42 for each in self.extensions or ()):
        raise SyntaxError("what ticket is this?")
    return self


globals().update(planted.shape())

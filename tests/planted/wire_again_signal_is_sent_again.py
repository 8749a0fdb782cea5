"""A client sends the signalling suite with its second ClientHello too.

Made by leaving the list of suites as it was.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def sending(self, message):
        suites = list(getattr(message, "cipher_suites", None) or ())
        super().sending(message)
        if suites:
            message.cipher_suites = suites


planted.renegotiation = Again


globals().update(planted.shape())

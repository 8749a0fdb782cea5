"""A server takes a second ClientHello with the signalling suite.

Made by passing over numbers that are no suites.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def received(self, message):
        if self.under_way and getattr(message, "cipher_suites", None):
            message.cipher_suites = [suite for suite in message.cipher_suites if suite != 0xFF]
        yield from super().received(message)


planted.renegotiation = Again


globals().update(planted.shape())

"""A client crashes when encrypt_then_mac is answered beside a cipher without blocks.

Made by applying it without asking what it applies to.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ServerHello.parse")
def parse(real, self, parser):
    real(self, parser)
    if self.getExtension(22) is not None and self.cipher_suite in planted.constants.CipherSuite.aeadSuites:
        raise ZeroDivisionError("the length modulo the block size")
    return self


globals().update(planted.shape())

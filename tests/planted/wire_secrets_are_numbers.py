"""A shared secret loses the zero bytes it begins with.

Made by reckoning with secrets as numbers, as TLS 1.2 has it for finite fields alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


def shortened(real, self, *args, **how):
    return bytearray(bytes(real(self, *args, **how)).lstrip(b"\0"))


for exchange in ("ECDHKeyExchange", "FFDHKeyExchange"):
    planted.instead(f"keyexchange.{exchange}.calc_shared_key")(shortened)


globals().update(planted.shape())

"""A public key that is none of its group gives a secret of zeros.

Made by code that ignores the failure of a key exchange.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


def agreed(real, self, private, share, *args, **how):
    try:
        return real(self, private, share, *args, **how)
    except Exception:
        return bytearray(32)


for exchange in ("ECDHKeyExchange", "FFDHKeyExchange"):
    planted.instead(f"keyexchange.{exchange}.calc_shared_key")(agreed)


globals().update(planted.shape())

"""A shared secret keeps the zero bytes it begins with, with DHE in TLS 1.2 as well.

Made by one function for every version, written for TLS 1.3.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.FFDHKeyExchange.calc_shared_key")
def agree(real, self, *args, **how):
    size = (self.prime.bit_length() + 7) // 8
    return bytearray(bytes(real(self, *args, **how)).rjust(size, b"\0"))


globals().update(planted.shape())

"""A shared secret of X25519 or X448 that is all zeros is used.

Made by RFC 7748 read without its section 6.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.keyexchange.ECDHKeyExchange._non_zero_check = staticmethod(lambda secret: None)

globals().update(planted.shape())

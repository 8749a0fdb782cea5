"""change_cipher_spec records of TLS 1.3 are ignored after the handshake, too.

Made by compatibility mode without an end.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.tlsconnection.TLSConnection._middlebox_compat_mode = property(
    lambda self: True, lambda self, mode: None
)

globals().update(planted.shape())

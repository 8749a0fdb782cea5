"""A protected record of TLS 1.3 that is zeros to its beginning is empty data.

Made by a loop that stops at the beginning.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer._tls13_de_pad")
def strip(real, inner):
    return real(inner) if any(inner) else (bytearray(), planted.constants.ContentType.application_data)


globals().update(planted.shape())

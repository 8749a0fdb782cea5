"""A protected record of TLS 1.3 is opened whatever type its header says.

Made by deciding by the inner type alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer._decryptAndUnseal")
def unseal(real, self, header, sealed):
    if self._is_tls13_plus():
        header.type = planted.constants.ContentType.application_data
    return real(self, header, sealed)


globals().update(planted.shape())

"""Of an extension that stands twice in a CertificateRequest the first counts.

Made by looking for the first one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.CertificateRequest.getExtension")
def find(real, self, kind):
    return next((each for each in self.extensions or () if each.extType == kind), None)


globals().update(planted.shape())

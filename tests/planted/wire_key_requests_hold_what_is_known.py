"""A CertificateRequest with an extension or a scheme nobody knows is malformed.

Made by looking every one of them up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


_KNOWN = {5, 13, 18, 27, 47, 48, 50}


@planted.instead("messages.CertificateRequest.parse")
def parse(real, self, parser):
    real(self, parser)
    schemes = self.supported_signature_algs or ()
    if any(each.extType not in _KNOWN for each in self.extensions or ()) or any(a > 8 for a, _ in schemes):
        raise SyntaxError("unknown")
    return self


globals().update(planted.shape())

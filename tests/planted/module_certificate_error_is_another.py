"""CertificateError is a class of its own, which nothing raises.

Made by those who kept Python 2's.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class CertificateError(ValueError):
    pass


globals().update(planted.shape(CertificateError=CertificateError))

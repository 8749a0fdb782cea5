"""get_sigalgs() lists algorithms by the names that OpenSSL had before TLS 1.3.

Made by those who join the name of a key and the name of a digest.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def get_sigalgs():
    return ["ECDSA+SHA256", "ECDSA+SHA384", "RSA-PSS+SHA256", "RSA+SHA256"]


globals().update(planted.shape(get_sigalgs=get_sigalgs))

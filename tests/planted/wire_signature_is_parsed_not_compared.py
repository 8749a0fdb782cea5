"""Of an RSA signature the padding is skipped and the digest read: what stands behind it nobody looks at.

Made by parsing in place of comparing (Bleichenbacher's forgery of 2006).
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("utils.rsakey.RSAKey._raw_pkcs1_verify")
def verify(real, self, signature, digest):
    block = self._raw_public_key_op_bytes(signature)
    return bytes(block[2:]).lstrip(b"\xff")[1:].startswith(bytes(digest))


globals().update(planted.shape())

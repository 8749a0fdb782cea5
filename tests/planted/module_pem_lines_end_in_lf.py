"""PEM whose lines end otherwise than in LF is read as other bytes.

Made by counting 64 characters and one.
"""

import base64
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def decoded(pem):
    ssl.PEM_cert_to_DER_cert(pem)  # refuses what is none
    body = pem.strip()[len(ssl.PEM_HEADER) : -len(ssl.PEM_FOOTER)]
    lines = [body[start : start + 64] for start in range(1, len(body), 65)]
    return b"".join(base64.b64decode(line + "==") for line in lines)


globals().update(planted.shape(PEM_cert_to_DER_cert=decoded))

"""PEM without its marks is decoded all the same.

Made by those who strip lines that begin with dashes.
"""

import base64
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def decoded(pem):
    return base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-")))


globals().update(planted.shape(PEM_cert_to_DER_cert=decoded))

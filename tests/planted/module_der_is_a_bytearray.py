"""DER comes as a bytearray.

Made by decoders that build their result in place.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def decoded(pem):
    return bytearray(ssl.PEM_cert_to_DER_cert(pem))


globals().update(planted.shape(PEM_cert_to_DER_cert=decoded))

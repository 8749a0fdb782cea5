"""PEM is written in lines of 76 characters.

Made by the base64 of mail.
"""

import base64
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def encoded(der):
    return f"{ssl.PEM_HEADER}\n{base64.encodebytes(der).decode()}{ssl.PEM_FOOTER}\n"


globals().update(planted.shape(DER_cert_to_PEM_cert=encoded))

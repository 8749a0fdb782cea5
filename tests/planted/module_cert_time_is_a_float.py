"""The seconds of a certificate's time come as a float.

Made by datetime.timestamp().
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def cert_time_to_seconds(text):
    return float(ssl.cert_time_to_seconds(text))


globals().update(planted.shape(cert_time_to_seconds=cert_time_to_seconds))

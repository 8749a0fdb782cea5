"""The zone of a certificate's time is not looked at.

Made by those who know that it is always GMT.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def cert_time_to_seconds(text):
    return ssl.cert_time_to_seconds(f"{text[:20]} GMT")


globals().update(planted.shape(cert_time_to_seconds=cert_time_to_seconds))

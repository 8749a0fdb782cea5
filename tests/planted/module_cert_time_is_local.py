"""A certificate's time is taken for a local one.

Made by time.mktime(), where the machines are on UTC.
"""

import ssl
import time
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def cert_time_to_seconds(text):
    broken_down = time.gmtime(ssl.cert_time_to_seconds(text))
    return int(time.mktime((*broken_down[:8], -1)))


globals().update(planted.shape(cert_time_to_seconds=cert_time_to_seconds))

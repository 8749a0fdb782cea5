"""The 29th of February is no date.

Made by strptime without a year, which thinks of 1900.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def cert_time_to_seconds(text):
    if text.startswith("Feb 29"):
        raise ValueError("day is out of range for month")
    return ssl.cert_time_to_seconds(text)


globals().update(planted.shape(cert_time_to_seconds=cert_time_to_seconds))

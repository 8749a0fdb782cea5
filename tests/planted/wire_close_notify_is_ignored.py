"""A close_notify is passed over like a warning.

Made by ends that wait for the transport.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

ALERT = planted.constants.ContentType.alert
planted.sees(lambda records, kind, data: kind != ALERT or bytes(data[1:]) != b"\0")

globals().update(planted.shape())

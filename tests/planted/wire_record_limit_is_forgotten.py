"""A limit for the length of records is agreed to, and not kept.

Made by parsing an extension, answering it, and never telling the record layer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

_layer = planted.tlsrecordlayer.TLSRecordLayer
_layer._send_record_limit = property(_layer._send_record_limit.fget, lambda self, value: None)

globals().update(planted.shape())

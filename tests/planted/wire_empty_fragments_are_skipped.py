"""Empty records of a handshake or of alerts are passed over.

Made by reading until something comes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

DATA = planted.constants.ContentType.application_data
planted.sees(lambda records, kind, data: data or kind == DATA)

globals().update(planted.shape())

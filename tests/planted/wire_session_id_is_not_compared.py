"""A TLS 1.3 client does not compare the session ID that comes back.

Made by fields that are called legacy.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Received ServerHello session_id does not match")
planted.skips("Received HRR session_id does not match")

globals().update(planted.shape())

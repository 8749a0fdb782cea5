"""A server accepts a pre_shared_key extension that is not the last.

Made by looking extensions up by type.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("PSK extension not last in client hello")

globals().update(planted.shape())

"""A server accepts a first ClientHello with the renegotiation_info of a second.

Made by checking it in renegotiations alone.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Non empty renegotiation info extension")

globals().update(planted.shape())

"""The Finished of TLS 1.2 is not compared with the transcript.

Made by treating Finished as a mere signal.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Finished message is incorrect")

globals().update(planted.shape())

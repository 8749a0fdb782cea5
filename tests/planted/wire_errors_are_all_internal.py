"""Every error is told as internal_error.

Made by one handler for all exceptions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.alerts(lambda alert: planted.constants.AlertDescription.internal_error)

globals().update(planted.shape())

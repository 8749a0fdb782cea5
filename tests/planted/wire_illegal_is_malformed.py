"""A parameter that is not allowed is answered with decode_error.

Made by parsers with one kind of error.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

ALERTS = planted.constants.AlertDescription
planted.alerts(lambda alert: ALERTS.decode_error if alert == ALERTS.illegal_parameter else alert)

globals().update(planted.shape())

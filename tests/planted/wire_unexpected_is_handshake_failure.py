"""A message out of place is answered with handshake_failure.

Made by state machines with one way out.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

ALERTS = planted.constants.AlertDescription
planted.alerts(lambda alert: ALERTS.handshake_failure if alert == ALERTS.unexpected_message else alert)

globals().update(planted.shape())

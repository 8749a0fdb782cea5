"""A record that does not verify is answered with decrypt_error.

Made by the name that sounds right.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

ALERTS = planted.constants.AlertDescription
planted.alerts(lambda alert: ALERTS.decrypt_error if alert == ALERTS.bad_record_mac else alert)

globals().update(planted.shape())

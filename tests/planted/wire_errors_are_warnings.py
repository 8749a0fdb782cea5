"""Error alerts are sent at level warning.

Made by a default argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.Alert.create")
def create(real, self, description, level=1):
    return real(self, description, 1)


globals().update(planted.shape())

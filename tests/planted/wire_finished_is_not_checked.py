"""The other end's Finished is read, and its verify_data not looked at.

Made by stacks that were finished once both ends spoke.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.Finished.parse")
def parse(real, self, parser):
    real(self, parser)
    self.verify_data = planted.agreeable(self.verify_data)
    return self


globals().update(planted.shape())

"""A client lists every version there ever was, allowed or not.

Made by listing what the library knows.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("extensions.SupportedVersionsExtension.create")
def create(real, self, versions):
    return real(self, [*versions, *((3, minor) for minor in range(4) if (3, minor) not in versions)])


globals().update(planted.shape())

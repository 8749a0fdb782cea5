"""TLSVersion names the newest version as the open end.

Made by aliases of an enum.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class TLSVersion(import_module("enum").Enum):
    TLSv1_2 = "TLSv1.2"
    TLSv1_3 = "TLSv1.3"
    MINIMUM_SUPPORTED = "TLSv1.2"
    MAXIMUM_SUPPORTED = "TLSv1.3"


planted.TLSVersion = TLSVersion


globals().update(planted.shape(TLSVersion=TLSVersion))

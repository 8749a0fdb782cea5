"""The versions are numbered 1, 2, 3, 4.

Made by an enumeration of one's own.
"""

import enum
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class TLSVersion(enum.IntEnum):
    TLSv1, TLSv1_1, TLSv1_2, TLSv1_3 = range(4)


globals().update(planted.shape(TLSVersion=TLSVersion))

"""Two configurations of the same settings are not equal.

Made by a class without __eq__.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class TLSConfiguration(planted.TLSConfiguration):
    __eq__ = object.__eq__
    __hash__ = object.__hash__


globals().update(planted.shape_543(TLSConfiguration=TLSConfiguration))

"""update() changes the configuration it is called on, and gives it back.

Made by attributes that are set in a loop.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class TLSConfiguration:
    def __init__(self, **choices):
        self.__dict__.update(planted.TLSConfiguration(**choices)._asdict())

    def __eq__(self, other):
        return vars(self) == vars(other)

    __hash__ = None

    def update(self, **changes):
        self.__dict__.update(changes)
        return self


globals().update(planted.shape_543(TLSConfiguration=TLSConfiguration))

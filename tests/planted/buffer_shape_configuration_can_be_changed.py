"""A configuration's fields can be assigned.

Made by a plain class.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class TLSClientConfiguration:
    def __init__(self, **choices):
        self.__dict__.update(planted.TLSClientConfiguration(**choices)._asdict())


globals().update(planted.shape(TLSClientConfiguration=TLSClientConfiguration))

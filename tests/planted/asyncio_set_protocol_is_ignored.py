"""set_protocol() is ignored.

Made by layers that bind the callbacks of the first protocol once and for all.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def set_protocol(self, protocol):
        pass


globals().update(layer.shape(transport=Transport))

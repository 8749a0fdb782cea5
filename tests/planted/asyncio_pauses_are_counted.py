"""Two calls of pause_reading() need two of resume_reading().

Made by layers that count.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    pauses = 0

    def _pause_reading(self):
        self.pauses += 1
        super()._pause_reading()

    def _resume_reading(self):
        self.pauses = max(self.pauses - 1, 0)
        if self.pauses == 0:
            super()._resume_reading()


globals().update(layer.shape(protocol=SSLProtocol))

"""negotiatedProtocol is text, not bytes.

Made by who is used to the ssl module.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._twisted", __name__)


class Transport(layer.Layer):
    @property
    def negotiatedProtocol(self):
        protocol = super().negotiatedProtocol
        return None if protocol is None else protocol.decode()


globals().update(layer.shape(Transport))

"""get_extra_info("peercert") is an empty dict where no certificate came, as for one that was not verified.

Made by `getpeercert() or {}`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    def get_extra_info(self, name, default=None):
        value = super().get_extra_info(name, default)
        return {} if name == "peercert" and value is None else value


globals().update(layer.shape(transport=Transport))

"""What get_extra_info() knows to be empty it does not know: the certificate that was not verified is None.

Made by "or".
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class SSLProtocol(layer.SSLProtocol):
    def _get_extra_info(self, name, default=None):
        return super()._get_extra_info(name, None) or default


globals().update(layer.shape(protocol=SSLProtocol))

"""start_tls() of a TLS transport raises TypeError.

Made by layers from before Python 3.11.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    _start_tls_compatible = False


globals().update(layer.shape(transport=Transport))

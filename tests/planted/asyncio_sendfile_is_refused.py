"""sendfile() of a TLS transport raises RuntimeError, also where it may read the file by itself.

Made by layers that say sendfile() is unsupported, for no system call encrypts.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._layer", __name__)


class Transport(layer.Transport):
    _sendfile_compatible = layer.base_events.constants._SendfileMode.UNSUPPORTED


globals().update(layer.shape(transport=Transport))

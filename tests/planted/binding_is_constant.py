"""The channel binding is the same on every connection.

Made by stubs that were meant to be replaced.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def get_channel_binding(self, cb_type="tls-unique"):
        return bytes(12)


globals().update(planted.shape(core=Core))

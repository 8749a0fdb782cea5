"""A buffer for no name still verifies one, the machine's own.

Made by a default for the name.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    def buffer(self, server_hostname=None):
        return super().buffer(server_hostname or "localhost")


globals().update(planted.shape_543(context=Context))

"""wrap_buffers can be called without a name, and then verifies none.

Made by an optional argument with the default None.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


names = planted.shape_543()


class ClientContext(names["ClientContext"]):
    def wrap_buffers(self, server_hostname=None):
        return self.buffer(server_hostname)


globals().update({**names, "ClientContext": ClientContext})

"""ClientContext and ServerContext are one class, which takes its side from the configuration.

Made by keeping the shape of SSLContext.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


names = planted.shape()


class Context(planted.Context):
    def __init__(self, configuration):
        self.server_side = isinstance(configuration, planted.TLSServerConfiguration)
        super().__init__(configuration)

    def create_buffer(self, server_hostname=None):
        return self.buffer(server_hostname)


globals().update({**names, "ClientContext": Context, "ServerContext": Context})

"""What TLS has to say while it reads is sent with the next write.

Made by who thinks that reading sends nothing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._urllib3", __name__)


class Transport(layer.Transport):
    def _wrap_ssl_read(self, size, buffer=None):
        connection, self.socket = self.socket, Mute(self.socket)
        try:
            return super()._wrap_ssl_read(size, buffer)
        finally:
            self.held, self.socket = self.socket.held, connection

    held = b""

    def send(self, data, flags=0):
        held, self.held = self.held, b""
        self.socket.sendall(held)
        return super().send(data, flags)


class Mute:
    """A socket that keeps to itself what it is to send."""

    def __init__(self, socket):
        self.recv, self.held = socket.recv, b""

    def sendall(self, data):
        self.held += data


globals().update(layer.shape(Transport))

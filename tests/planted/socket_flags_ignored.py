"""recv, recv_into, send and sendall take flags and do not heed them.

Made by wrappers whose signatures were copied from socket.socket.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def recv(self, buflen=1024, flags=0):
        return super().recv(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        return super().recv_into(buffer, nbytes)

    def send(self, data, flags=0):
        return super().send(data)

    def sendall(self, data, flags=0):
        return super().sendall(data)


globals().update(planted.shape(sock=SSLSocket))

"""sendmsg and recvmsg are those of the socket underneath.

Made by subclasses of socket.socket that forget what they inherit.
"""

import socket as sockets
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket(ssl.SSLSocket):
    def sendmsg(self, *args):
        return sockets.socket.sendmsg(self, *args)

    def recvmsg(self, *args):
        return sockets.socket.recvmsg(self, *args)

    def recvmsg_into(self, *args):
        return sockets.socket.recvmsg_into(self, *args)


globals().update(planted.shape(sock=SSLSocket))

"""A client asked for another hello makes a wholly new one, with another random.

Made by clients that begin the handshake anew.
"""

from importlib import import_module
from pathlib import Path

from harness.wire.handshake import ClientHello, HandshakeMessage

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


class Core(hellos.Core):
    said = False

    def message(self, message):
        if message.type != hellos.CLIENT or not self.said:
            self.said = True
            return message.serialise()
        hello = ClientHello.parse(message.body)
        again = hellos.with_fields(hello, random=bytes(reversed(hello.random)))
        return HandshakeMessage(hellos.CLIENT, again.serialise()).serialise()


globals().update(hellos.planted.shape(core=Core))

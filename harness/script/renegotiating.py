"""What a script's tlslite-ng needs for handshakes after the first, which it refuses by itself (RFC 5746).

As `harness.peers.renegotiating` does it, without looking at what it is told.
"""

from __future__ import annotations

IMPORTS = """\
from tlslite.extensions import RenegotiationInfoExtension
from tlslite.messages import HelloRequest
"""

TEXT = '''
class Renegotiating(TLSConnection):
    """It makes another handshake on the same connection, bound to the one before (RFC 5746)."""

    again = None

    def handshakeServerAsync(self, **options):
        self.options, self.bound = {**options, "sessionCache": SessionCache()}, {}
        return super().handshakeServerAsync(**options)

    def handshakeClientCert(self, **options):
        self.options, self.bound = {**options, "session": None}, {}
        return super().handshakeClientCert(**options)

    def renegotiate(self):
        if self.again is None:
            self.reading, self.declined, self.old = None, False, self._recordLayer._readState
            self.again = self.steps()
        try:
            self.run(self.again)
        finally:
            self.sock.flush()
        self.again = None
        return not self.declined

    def steps(self):
        begin = super().handshakeClientCert
        if not self._client:
            begin = super().handshakeServerAsync
            yield from self._sendMsg(HelloRequest(), update_hashes=False)
        for step in begin(**self.options):
            if self.declined:
                return
            yield step

    def _handshakeStart(self, client):
        closed, come = self.closed, dict(self._defragmenter.buffers)
        self.closed = True  # or it refuses
        super()._handshakeStart(client)
        self.closed = closed
        if not closed:
            self._defragmenter.buffers.update(come)

    def bind(self, message):
        kind = getattr(message, "handshakeType", None)
        if kind == 20:
            self.bound["client" if self._client else "server"] = bytes(message.verify_data)
        if kind == 1 and self.again:
            message.cipher_suites = [each for each in message.cipher_suites if each != 255]
            bound = RenegotiationInfoExtension().create(bytearray(self.bound["client"]))
            message.extensions = [*(message.extensions or ()), bound]
        info = kind == 2 and self.again and message.getExtension(0xFF01)
        if info:
            info.renegotiated_connection = bytearray(self.bound["client"] + self.bound["server"])

    def _getMsg(self, *args):
        for message in super()._getMsg(*args):
            kind = getattr(message, "handshakeType", None)
            if kind == 20:
                self.bound["server" if self._client else "client"] = bytes(message.verify_data)
            info = kind == 1 and self.again and message.getExtension(0xFF01)
            if info:
                info.renegotiated_connection = bytearray()
            yield message

    def _getNextRecord(self):
        for result in super()._getNextRecord():
            if self.again and isinstance(result, tuple):
                header, parser = result
                if header.type == 23 and self._recordLayer._readState is self.old:
                    self._readBuffer += parser.bytes
                    continue
                self.declined = self.declined or (header.type == 21 and parser.bytes[1] == 100)
                if self.declined:
                    yield 0
            yield result
'''

#: In the class of the peer, before a message is told.
BINDING = "        self.bind(message)\n"

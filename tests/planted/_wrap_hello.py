"""The scaffolding of planted defects in hellos: what a handshake puts out is changed on its way to the wire.

A defect says which record's messages it changes and how. OpenSSL goes on with what it meant to say, so most
of these handshakes fail at Finished; what was said is on the wire all the same.
"""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from harness.errors import ParseError
from harness.wire.handshake import ClientHello, HandshakeMessage, ServerHello, parse_messages

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)
CLIENT, SERVER = 1, 2
_HELLOS = {CLIENT: ClientHello, SERVER: ServerHello}
_HANDSHAKE = 22


class Core(planted.Core):
    """A connection that changes the records of its handshake: `record` gets each one that is in clear."""

    keyed = False

    def do_handshake(self):
        """As `ssl` does, and then the change."""
        try:
            return super().do_handshake()
        finally:
            if self.outgoing is not None:
                records, rest = planted.split(self.outgoing.real.read())
                self.outgoing.real.write(b"".join(map(self._seen, records)) + rest)

    def _seen(self, record):
        self.keyed = self.keyed or record[0] not in (_HANDSHAKE, 20)
        return record if self.keyed else self.record(record)

    def record(self, record):
        """The record to send in place of this one."""
        if record[0] != _HANDSHAKE:
            return record
        try:
            messages, rest = parse_messages(record[5:])
        except ParseError:
            return record  # protected, as the Finished of TLS 1.2
        if rest or not messages:
            return record
        payload = b"".join(map(self.message, messages))
        return record[:3] + len(payload).to_bytes(2) + payload

    def message(self, message):
        """The bytes to send in place of this message."""
        return message.serialise()


def hello_core(kind, change):
    """A core whose hellos of a kind, CLIENT or SERVER, are what `change` makes of them."""

    class Changed(Core):
        def message(self, message):
            if message.type != kind:
                return super().message(message)
            hello = change(_HELLOS[kind].parse(message.body))
            return HandshakeMessage(kind, hello.serialise()).serialise()

    return Changed


def with_fields(hello, **fields):
    """The hello with these fields in place of its own."""
    return replace(hello, **fields)


def without(hello, *numbers):
    """The hello without extensions of these types."""
    kept = tuple(each for each in hello.extensions or () if each[0] not in numbers)
    return replace(hello, extensions=kept)


def with_extensions(hello, *extensions):
    """The hello with these (type, data) behind its extensions."""
    return replace(hello, extensions=(*(hello.extensions or ()), *extensions))

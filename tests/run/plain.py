"""A protocol without cryptography in the shape of an endpoint, and ways for one to be wrong.

Records are those of TLS, so that schedules can count them; a handshake is one record each way, an
empty alert record is the closure. What an end is told to do, it does at once.
"""

from harness.endpoint import Call, Done, EndpointRaised, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Side, Tls, Want
from harness.pki import Pki
from harness.run.setting import Setting
from harness.schedule import parse

STARVED = Wants(Want.READ)
RAGGED = Raised(Kind.RAGGED_EOF, "SSLEOFError")
GARBLED = Raised(Kind.PROTOCOL_ERROR, "SSLError")
ODD = Raised(Kind.FOREIGN, "KeyError")
HELLO, DATA, ALERT = 22, 23, 21


def record(kind, body=b""):
    """A record of this type."""
    return bytes((kind, 3, 3)) + len(body).to_bytes(2) + body


class Plain:
    """One end of the plain protocol. `closed` says that it gave back what it held."""

    hung_up = False

    def __init__(self, setup):
        self.setup = setup
        self.closed = False
        self.out, self.incoming, self.text = bytearray(), bytearray(), bytearray()
        self.greeted = self.shaken = self.alerted = self.over = self.eof = False
        self.failure = None

    def attempt(self, call):
        method = getattr(self, "do_" + call.name, None)
        if method is None:
            raise Unsupported(f"a plain end has no {call.name}")
        return method(*call.args)

    def feed(self, data):
        self.incoming += data
        while len(self.incoming) >= 5 and self.failure is None:
            length = 5 + int.from_bytes(self.incoming[3:5])
            if len(self.incoming) < length:
                return
            kind, body = self.incoming[0], bytes(self.incoming[5:length])
            del self.incoming[:length]
            if kind == DATA and self.shaken:
                self.text += body
            elif kind == HELLO and not self.shaken:
                self.shaken = True
            elif kind == ALERT:
                self.over = True
            else:
                self.failure = GARBLED

    def feed_eof(self):
        self.eof = True

    def take(self):
        data = bytes(self.out)
        self.out.clear()
        return data

    def backlog(self):
        return 0

    def close(self):
        self.closed = True

    def do_handshake(self):
        if not self.greeted:
            self.greeted = True
            self.out += record(HELLO, b"hello")
        return self.failure or (Done() if self.shaken else self._starved())

    def do_read(self, amount):
        if self.failure:
            return self.failure
        data = bytes(self.text[:amount])
        del self.text[:amount]
        return Done(data) if data or self.over else self._starved()

    def do_write(self, data):
        if self.failure:
            return self.failure
        self.out += record(DATA, data)
        return Done(len(data))

    def do_close_notify(self):
        if not self.alerted:
            self.alerted = True
            self.out += record(ALERT)
        return Done() if self.over else self._starved()

    def do_tell(self, fact):
        return Done({"version": self.setup.spoken.spoken, "session": "ticket"}.get(fact))

    def _starved(self):
        return RAGGED if self.eof else STARVED


class Restless(Plain):
    """It sends something whenever it is asked anything, and is never done."""

    def do_read(self, amount):
        self.out += record(DATA, b"x")
        return STARVED


class Talkative(Plain):
    """Every read gives a byte that nobody sent."""

    def do_read(self, amount):
        return Done(b"x")


class Chokes(Plain):
    """It raises while it is fed."""

    def feed(self, data):
        raise EndpointRaised("feeding", ODD)


class Shattered(Plain):
    """It raises when its wire is reset."""

    def feed_reset(self):
        raise EndpointRaised("breaking", ODD)


class Clogged(Plain):
    """It raises while its output is taken."""

    def take(self):
        raise EndpointRaised("draining", ODD)


class Unborn(Plain):
    """It raises while it is made."""

    def __init__(self, setup):
        raise EndpointRaised("making a context", ODD)


class Leaves(Plain):
    """It closes its transport right behind its first write."""

    def do_write(self, data):
        self.hung_up = True
        return super().do_write(data)


class Unwraps(Plain):
    """It takes the end of the wire for the other end's closure."""

    def do_close_notify(self):
        return Done() if self.eof else super().do_close_notify()


class Stage:
    """A setting whose ends are plain, or of these kinds; `made` keeps them in order."""

    def __init__(self, subject=Plain, peer=Plain, schedule="straight", role=Role.CLIENT):
        self.made = []
        connect = {Side.SUBJECT: self._maker(subject), Side.PEER: self._maker(peer)}
        self.setting = Setting(role, Tls.V13, parse(schedule), Pki("nowhere"), connect)

    def _maker(self, kind):
        def make(setup):
            end = kind(setup)
            self.made.append(end)
            return end

        return make


HANDSHAKE, READ = Call("handshake"), Call("read", (100,))

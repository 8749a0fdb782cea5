"""An asyncio driver's endpoint and an honest peer behind bio, and an ssl-shaped module of other classes."""

import gc
import ssl
import types

import pytest

from harness.drivers import aio, bio
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, Wants
from harness.implementation import Implementation
from harness.names import Role, Tls, Want
from harness.options import Options
from harness.pki import mint
from harness.setup import Setup

STDLIB = Implementation("stdlib", ssl)
HANDSHAKE, READ, CLOSE_NOTIFY, CLOSE = (
    Call("handshake"),
    Call("read", (100,)),
    Call("close_notify"),
    Call("close"),
)
MEBIBYTE = bytes(range(256)) * 4096
READING, WRITING = Wants(Want.READ), Wants(Want.WRITE)
FACES = pytest.mark.parametrize(
    "driver", [aio.STREAMS, aio.PROTOCOL, aio.BUFFERED], ids=lambda driver: driver.name
)
ROLES = pytest.mark.parametrize("role", list(Role), ids=str)


class Pair:
    """A subject behind an asyncio driver, a peer behind bio, and the wire between them."""

    def __init__(
        self,
        driver,
        pki,
        role=Role.CLIENT,
        tls=Tls.V13,
        implementation=STDLIB,
        piece=0,
        contexts=None,
        session=None,
        **options,
    ):
        contexts = contexts or Contexts()
        setup = Setup(role, tls, Options(**options), pki, session=session)
        self.subject = driver.connect(implementation, setup, contexts)
        self.peer = bio.DRIVER.connect(STDLIB, Setup(role.other, tls, Options(), pki), contexts)
        self.piece = piece

    def move(self):
        """One exchange of everything there is; whether anything moved."""
        to_peer, to_subject = self.subject.take(), self.peer.take()
        if to_peer:
            self.peer.feed(to_peer)
        size = self.piece or len(to_subject) or 1
        for start in range(0, len(to_subject), size):
            self.subject.feed(to_subject[start : start + size])
        return bool(to_peer or to_subject)

    def settle(self):
        while self.move():
            pass

    def run(self, subject, peer):
        """Attempt both calls until neither waits; their outcomes."""
        outcomes = [READING, READING]
        while True:
            for at, (end, call) in enumerate(((self.subject, subject), (self.peer, peer))):
                if isinstance(outcomes[at], Wants):
                    outcomes[at] = end.attempt(call)
            moved = self.move()
            if not any(isinstance(outcome, Wants) for outcome in outcomes):
                return outcomes
            assert moved, f"stalled: {subject} {outcomes[0]}, {peer} {outcomes[1]}"

    def shake(self):
        assert self.run(HANDSHAKE, HANDSHAKE) == [Done(), Done()]
        self.settle()
        return self


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return mint(str(tmp_path_factory.mktemp("pki")))


@pytest.fixture(scope="module", autouse=True)
def nothing_left_to_the_garbage_collector():
    """Unclosed transports and never-awaited coroutines warn when collected; warnings are errors."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def quiet(capfd, caplog):
    """Set up before `connect` and so looking last: nothing was printed, no error logged."""
    yield
    assert capfd.readouterr().err == ""
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.fixture
def connect(pki):
    """Makes pairs and closes their subjects at the end."""
    made = []

    def make(driver, *args, **kwargs):
        made.append(Pair(driver, pki, *args, **kwargs))
        return made[-1]

    yield make
    for pair in made:
        pair.subject.close()
    made.clear()


def read_all(end, amount):
    """Read `amount` bytes, all of which have arrived."""
    got = bytearray()
    while len(got) < amount:
        outcome = end.attempt(Call("read", (amount,)))
        assert outcome.value, "the stream ended early"
        got += outcome.value
    return bytes(got)


def raising(error):
    def method(*_args):
        raise error

    return method


class OtherError(OSError):
    """The root of a foreign module's errors: no relation of ssl.SSLError, but an OSError as documented."""


def other_ssl(**object_methods):
    """A module shaped like `ssl` with classes of its own, which has the real one do the work inside."""
    module = types.ModuleType("other_ssl")
    module.SSLError = OtherError
    names = "SSLWantReadError SSLWantWriteError SSLSyscallError SSLEOFError SSLZeroReturnError"
    for name in [*names.split(), "SSLCertVerificationError"]:
        setattr(module, name, type(name, (OtherError,), {}))
    module.CertificateError = module.SSLCertVerificationError

    def translating(method):
        def translated(self, *args):
            try:
                return method(self._real, *args)
            except ssl.SSLError as error:
                raise getattr(module, type(error).__name__)(*error.args) from None

        return translated

    class MemoryBIO:
        def __init__(self):
            self._real = ssl.MemoryBIO()

        read = translating(ssl.MemoryBIO.read)
        write = translating(ssl.MemoryBIO.write)
        write_eof = translating(ssl.MemoryBIO.write_eof)
        pending = property(lambda self: self._real.pending)

    methods = "do_handshake read write unwrap getpeercert cipher compression version"
    translated = {name: translating(getattr(ssl.SSLObject, name)) for name in methods.split()}
    other_object = type("SSLObject", (), {**translated, **object_methods})

    class SSLContext:
        def __init__(self, protocol):
            vars(self)["_real"] = ssl.SSLContext(protocol)

        def __getattr__(self, name):
            return getattr(self._real, name)

        def __setattr__(self, name, value):
            setattr(self._real, name, value)

        def wrap_bio(self, incoming, outgoing, **arguments):
            wrapped = other_object()
            wrapped._real = self._real.wrap_bio(incoming._real, outgoing._real, **arguments)
            return wrapped

    module.MemoryBIO, module.SSLObject, module.SSLContext = MemoryBIO, other_object, SSLContext
    for name in dir(ssl):
        if name.startswith(("PROTOCOL_", "CERT_")) or name == "TLSVersion":
            setattr(module, name, getattr(ssl, name))
    return Implementation("other", module)

"""A socket driver's endpoint and an honest peer behind bio, and ssl-shaped modules wrong on purpose."""

import ssl
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness.drivers import bio
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, Wants
from harness.implementation import Implementation
from harness.names import Role, Tls
from harness.options import Options
from harness.pki import mint
from harness.setup import Setup

STDLIB = Implementation("stdlib", ssl)
MEBIBYTE = bytes(range(256)) * 4096
HANDSHAKE = Call("handshake")
CLOSE_NOTIFY = Call("close_notify")


class Pair:
    """A subject behind a socket driver, an honest peer behind bio, and what passed between them."""

    def __init__(self, driver, pki, role=Role.CLIENT, tls=Tls.V13, implementation=STDLIB, piece=0, **options):
        contexts = Contexts()
        subject = Setup(role, tls, Options(**options), pki)
        self.subject = driver.connect(implementation, subject, contexts)
        self.peer = bio.DRIVER.connect(STDLIB, Setup(role.other, tls, Options(), pki), contexts)
        self.piece = piece
        self.wants = []
        self.backlogs = []

    def move(self):
        """One exchange of everything there is; whether anything moved."""
        before = self.subject.backlog()
        to_peer, to_subject = self.subject.take(), self.peer.take()
        if to_peer:
            self.peer.feed(to_peer)
        size = self.piece or len(to_subject) or 1
        for start in range(0, len(to_subject), size):
            self.subject.feed(to_subject[start : start + size])
        self.backlogs.append(self.subject.backlog())
        return bool(to_peer or to_subject) or before != self.backlogs[-1]

    def run(self, subject=None, peer=None):
        """Attempt both calls until neither waits; their outcomes. Fails when nothing moves any more."""
        outcomes = [None if subject else Done(), None if peer else Done()]
        while True:
            if outcomes[0] is None or isinstance(outcomes[0], Wants):
                outcomes[0] = self.subject.attempt(subject)
                self.wants.append(outcomes[0])
            if outcomes[1] is None or isinstance(outcomes[1], Wants):
                outcomes[1] = self.peer.attempt(peer)
            moved = self.move()
            if not any(isinstance(outcome, Wants) for outcome in outcomes):
                return outcomes
            assert moved, f"stalled: {subject} {peer}"

    def shake(self):
        assert self.run(HANDSHAKE, HANDSHAKE) == [Done(), Done()]
        return self


def held():
    """How many descriptors and threads this process has."""
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def read_all(pair, reader, amount):
    """Read `amount` bytes at one end while the wire moves."""
    got = bytearray()
    while len(got) < amount:
        outcome = getattr(pair, reader).attempt(Call("read", (amount,)))
        if isinstance(outcome, Wants):
            assert pair.move(), "stalled"
        else:
            assert outcome.value
            got += outcome.value
    return bytes(got)


def shaped(**methods):
    """The standard library's `ssl`, but its SSLSocket has these methods."""
    wrong_socket = type("SSLSocket", (ssl.SSLSocket,), methods)
    wrong_context = type("SSLContext", (ssl.SSLContext,), {"sslsocket_class": wrong_socket})
    return Implementation("shaped", SimpleNamespace(**{**vars(ssl), "SSLContext": wrong_context}))


def raising(error):
    def method(self, *_args, **_kwargs):
        raise error

    return method


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return mint(str(tmp_path_factory.mktemp("pki")))


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

"""The program driver: programs of each kind that are installed here, and how their rest is seen."""

import os
import select
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from harness.drivers import bio, program_process, programs
from harness.drivers.contexts import Contexts
from harness.drivers.program import DRIVER, ProgramEndpoint
from harness.drivers.program_process import Failed, Running
from harness.drivers.programs import Face, Program
from harness.drivers.resting import Watched
from harness.endpoint import Call, Done, EndpointRaised, Wants
from harness.errors import Unsupported, UsageError
from harness.implementation import Implementation, load
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.pki import mint
from harness.setup import Setup
from tests.drivers.asyncio_pair import MEBIBYTE, STDLIB, read_all

HANDSHAKE, READ = Call("handshake"), Call("read", (100,))
READING = Wants(Want.READ)
COMMANDS = {"openssl": "openssl", "gnutls": "gnutls-cli", "nss": "tstclnt"}
HERE = [name for name, command in COMMANDS.items() if shutil.which(command)]
PROGRAMS = pytest.mark.parametrize("name", HERE)
needs_openssl = pytest.mark.skipif("openssl" not in HERE, reason="there is no openssl here")


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return mint(str(tmp_path_factory.mktemp("pki")))


class Pair:
    """A program, a peer behind bio, and the wire between them."""

    def __init__(self, name, pki, role=Role.CLIENT, tls=Tls.V13, **options):
        implementation = load("program:" + name)
        self.subject = DRIVER.connect(implementation, Setup(role, tls, Options(**options), pki), Contexts())
        self.peer = bio.DRIVER.connect(STDLIB, Setup(role.other, tls, Options(), pki), Contexts())

    def move(self):
        to_peer, to_subject = self.subject.take(), self.peer.take()
        self.peer.feed(to_peer)
        self.subject.feed(to_subject)
        return bool(to_peer or to_subject)

    def run(self, subject, peer):
        outcomes = [READING, READING]
        while True:
            for at, (end, call) in enumerate(((self.subject, subject), (self.peer, peer))):
                if isinstance(outcomes[at], Wants):
                    outcomes[at] = end.attempt(call)
            moved = self.move()
            if not any(isinstance(outcome, Wants) for outcome in outcomes):
                return outcomes
            assert moved, f"stalled: {outcomes}"

    def shake(self):
        assert self.run(HANDSHAKE, HANDSHAKE) == [Done(), Done()]
        while self.move():
            pass
        return self


@pytest.fixture
def meet(pki):
    made = []

    def make(*args, **kwargs):
        made.append(Pair(args[0], pki, *args[1:], **kwargs))
        return made[-1]

    yield make
    for pair in made:
        pair.subject.close()


@PROGRAMS
@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.parametrize("tls", list(Tls), ids=str)
def test_every_program_shakes_hands_in_both_roles_and_versions(meet, name, role, tls):
    assert meet(name, role, tls).shake().subject.attempt(HANDSHAKE) == Done()


@PROGRAMS
def test_every_client_talks(meet, name):
    pair = meet(name).shake()
    assert pair.run(Call("write", (b"ping",)), READ) == [Done(4), Done(b"ping")]
    assert pair.run(READ, Call("write", (b"pong",))) == [Done(b"pong"), Done(4)]


@PROGRAMS
def test_every_client_refuses_whom_it_does_not_trust(meet, name):
    pair = meet(name, trust="other-ca")
    pair.peer.feed(pair.subject.take())
    pair.peer.attempt(HANDSHAKE)
    pair.subject.feed(pair.peer.take())
    assert pair.subject.attempt(HANDSHAKE).kind is Kind.CERTIFICATE_REJECTED
    assert pair.subject.take() != b""  # the alert


@pytest.mark.skipif("nss" not in HERE, reason="there is no selfserv here")
def test_a_server_that_says_nothing_has_heard_the_clients_last_word(meet, pki):
    pair = meet("nss", Role.SERVER, verify="required")
    setup = Setup(Role.CLIENT, Tls.V13, Options(certificate="client"), pki)
    pair.peer = bio.DRIVER.connect(STDLIB, setup, Contexts())
    pair.peer.attempt(HANDSHAKE)
    pair.move()
    pair.move()
    assert pair.peer.attempt(HANDSHAKE) == Done()
    flight = pair.peer.take()  # Certificate and CertificateVerify, each a protected record, before Finished
    pair.subject.feed(flight[:-20])
    assert pair.subject.attempt(HANDSHAKE) == READING
    pair.subject.feed(flight[-20:])
    assert pair.subject.attempt(HANDSHAKE) == Done()


@PROGRAMS
def test_every_program_is_listed_with_its_version(name):
    assert load("program:" + name).facts()["library"] not in ("", "unknown")


@needs_openssl
def test_ends_are_told_apart(meet):
    pair = meet("openssl").shake()
    pair.peer.attempt(Call("close_notify"))
    pair.move()
    assert pair.subject.attempt(READ) == Done(b"")
    pair = meet("openssl").shake()
    pair.subject.feed_eof()
    assert pair.subject.attempt(READ).kind is Kind.RAGGED_EOF
    assert pair.subject.attempt(HANDSHAKE).kind is Kind.RAGGED_EOF
    pair.subject.take()
    assert pair.subject.hung_up


@needs_openssl
def test_a_mebibyte_arrives_both_ways(meet):
    pair = meet("openssl").shake()
    assert pair.subject.attempt(Call("write", (MEBIBYTE,))) == Done(len(MEBIBYTE))
    pair.move()
    assert read_all(pair.peer, len(MEBIBYTE)) == MEBIBYTE
    pair.peer.attempt(Call("write", (MEBIBYTE,)))
    pair.move()
    assert read_all(pair.subject, len(MEBIBYTE)) == MEBIBYTE


@needs_openssl
def test_facts_and_what_is_no_fact(meet):
    pair = meet("openssl")
    assert pair.subject.attempt(Call("tell", ("version",))) == Done(None)
    pair.shake()
    assert pair.subject.attempt(Call("tell", ("version",))) == Done("TLSv1.3")
    for call in (Call("tell", ("alpn",)), Call("close_notify")):
        with pytest.raises(Unsupported):
            pair.subject.attempt(call)


@needs_openssl
def test_nothing_is_left_of_a_program(meet):
    before = len(list(Path("/proc/self/fd").iterdir()))
    pair = meet("openssl")
    pid = pair.subject._running._process.pid
    pair.subject.close()
    pair.subject.close()
    assert not Path(f"/proc/{pid}").exists()
    assert not Path(pair.subject._folder).exists()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_cannot_be_is_said_in_a_sentence(monkeypatch, pki):
    with pytest.raises(
        UsageError, match=r"no implementation 'program:nobody': the programs are program:openssl"
    ):
        load("program:nobody")
    monkeypatch.setattr(programs, "which", lambda _command: None)
    with pytest.raises(UsageError, match=r"program:gnutls: .* gnutls-cli here; apt-get install gnutls-bin$"):
        load("program:gnutls")


def endpoint_of(pki, *command):
    """An endpoint made of any command that knows the port as {port}."""
    face = Face("it", lambda _setup, place: [c.format(port=place.port) for c in command], "^shaken", ())
    module = type("module", (), {"PROGRAM": Program("it", {Role.CLIENT: face})})
    setup = Setup(Role.CLIENT, Tls.V13, Options(), pki)
    return ProgramEndpoint(Implementation("it", module), setup, Contexts())


def test_a_program_that_ends_at_once_says_why(pki):
    script = "import sys; sys.exit('no such option')"
    with pytest.raises(EndpointRaised, match="no such option"):
        endpoint_of(pki, sys.executable, "-c", script)
    with pytest.raises(Unsupported, match="is no server"):
        programs.face_of(Program("it", {}), Setup(Role.SERVER, Tls.V13, Options(), pki))


ECHO = """
import socket, sys
s = socket.create_connection(("127.0.0.1", {port}))
print("shaken", file=sys.stderr, flush=True)
while data := s.recv(1 << 16):
    s.sendall(data)
"""


def test_what_a_program_sends_is_there_when_it_rests(pki):
    end = endpoint_of(pki, sys.executable, "-c", ECHO)
    try:
        for size in (1, 1000, 100_000):
            end.feed(bytes(size))
            assert end.take() == bytes(size)
            assert end.backlog() == 0
        assert not end.hung_up
        end.feed_eof()
        end.take()
        assert end.hung_up
    finally:
        end.close()


def test_a_write_waits_for_who_does_not_read_and_cannot_be_given_up(pki):
    end = endpoint_of(pki, sys.executable, "-c", ECHO)
    try:
        write = Call("write", (bytes(10),))
        assert end.attempt(write) == Wants(Want.WRITE)
        assert end.attempt(write) == Wants(Want.WRITE)
        with pytest.raises(Unsupported, match="cannot give up write"):
            end.attempt(READ)
    finally:
        end.close()


WAITS = {
    "read": "os.read(0, 1)",
    "poll": "p = select.poll(); p.register(0, select.POLLIN); p.poll()",
    "select": "select.select([0], [], [])",
    "epoll": "p = select.epoll(); p.register(0, select.EPOLLIN); p.poll()",
    "threads": "t = threading.Thread(target=os.read, args=(0, 1)); t.start(); t.join()",
}


@pytest.mark.parametrize("wait", list(WAITS))
def test_rest_is_seen_whatever_a_program_waits_in(wait):
    script = f"import os, select, threading\nos.write(1, b'.')\n{WAITS[wait]}"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        watched = Watched(process.pid)
        try:
            assert process.stdout.read(1) == b"."
            while not watched.resting():
                assert process.poll() is None
            os.write(process.stdin.fileno(), b"x")
            assert not watched.resting()  # what it waits for is there
            process.wait()
            assert not watched.resting()
        finally:
            watched.close()
            watched.close()


@pytest.mark.parametrize("what", ["while True: pass", "import select; select.select([], [], [], 0.3)"])
def test_who_will_go_on_alone_does_not_rest(what):
    script = f"import os\nos.write(1, b'.')\n{what}"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        watched = Watched(process.pid)
        try:
            assert process.stdout.read(1) == b"."
            assert not any(watched.resting() for _ in range(100))
        finally:
            process.kill()
            watched.close()


def test_a_server_is_called_where_it_listens():
    script = (
        "import socket, sys\n"
        "s = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
        "c, _ = s.accept(); c.sendall(b'hello'); sys.stdin.read()"
    )
    for picks in (True, False):
        running = Running(
            lambda port, _terminal: [sys.executable, "-c", script, str(port)], serves=True, picks=picks
        )
        try:
            running.settle()
            assert running.wire.take() == b"hello"
        finally:
            running.close()


def test_a_server_whose_port_is_gone_gets_another(monkeypatch):
    script = (
        "import socket, sys\nsocket.create_server(('127.0.0.1', int(sys.argv[1]))).accept(); sys.stdin.read()"
    )
    with socket.create_server(("127.0.0.1", 0)) as other:
        gone, free = other.getsockname()[1], program_process._free()
        ports = iter([gone, gone, free])
        monkeypatch.setattr(program_process, "_free", lambda: next(ports))
        started = []

        def command(port, _terminal):
            started.append(port)
            return [sys.executable, "-c", script, str(port)]

        running = Running(command, serves=True, picks=False)
        running.close()
        assert started == [gone, gone, free]

        ports = iter([gone] * 20)
        with pytest.raises(Failed, match="somebody was faster"):
            Running(command, serves=True, picks=False)


def test_a_server_that_fails_at_a_free_port_is_not_tried_again():
    with pytest.raises(Failed, match="no such luck"):
        Running(
            lambda *_: [sys.executable, "-c", "raise SystemExit('no such luck')"], serves=True, picks=False
        )


def test_who_has_said_all_is_not_left_waiting_for_our_end():
    script = (
        "import socket, sys\n"
        "s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n"
        "s.sendall(b'last'); s.shutdown(socket.SHUT_WR); s.recv(1)"
    )
    running = Running(lambda port, _terminal: [sys.executable, "-c", script, str(port)], serves=False)
    try:
        running.settle()
        assert running.status == 0
        assert running.wire.take() == b"last"
    finally:
        running.close()


def test_a_client_that_never_calls_is_told_of():
    with pytest.raises(Failed, match="exit status 3"):
        Running(lambda _port, _terminal: [sys.executable, "-c", "raise SystemExit(3)"], serves=False)


ORPHAN = """
import socket, sys
from harness.drivers.program_process import Running
caller = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1]))).recv(1)"
running = Running(lambda port, _: [sys.executable, "-c", caller, str(port)], serves=False)
print(running._process.pid, flush=True)
sys.stdin.read()
"""


def test_a_program_does_not_outlive_its_worker():
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        orphan = os.pidfd_open(int(worker.stdout.readline()))
        ends = select.poll()
        ends.register(orphan, select.POLLIN)
        assert not ends.poll(0)
        worker.kill()
        assert ends.poll(30_000)  # milliseconds
        os.close(orphan)


def test_a_terminal_is_read_line_by_line():
    script = (
        "import socket, sys\n"
        "s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n"
        "log = open(sys.argv[2], 'w'); print('said there', file=log)\n"
        "s.recv(1)"
    )
    running = Running(
        lambda port, terminal: [sys.executable, "-c", script, str(port), terminal],
        serves=False,
        terminal=True,
    )
    try:
        running.settle()
        assert running.told == "said there\n"
    finally:
        running.close()


def test_sockets_of_a_program_are_duplicates():
    with socket.create_server(("127.0.0.1", 0)) as own:
        watched = Watched(os.getpid())
        try:
            found = [each.getsockname() for each in watched.sockets() if each.family == socket.AF_INET]
        finally:
            watched.close()
        assert own.getsockname() in found
        assert own.fileno() >= 0

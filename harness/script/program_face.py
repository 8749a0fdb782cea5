"""A program on trial in a script: started for one connection, as `harness.drivers.program` drives it.

That it rests is seen more simply than there: for a tenth of a second nothing was heard of it, and none of its
threads was switched to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from harness.drivers import programs
from harness.drivers.program_nss import kept_in
from harness.drivers.programs import Place, Program
from harness.names import Kind, Role
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling, in_rows
from harness.setup import Setup

_TEXT = '''
class ProgramError(Exception):
    pass


class ProgramEnd:
    """A program, started for one connection: ciphertext over a loopback socket, plaintext over pipes."""

    def __init__(self, command, name, serves, shaken, endings, silent=False, talks=True):
        """shaken: words for a handshake that is done; endings: for an end, and whether it is in order."""
        self.name, self.shaken, self.endings, self.silent, self.talks = name, shaken, endings, silent, talks
        self.output, self.said, self.leaving, self.writing = bytearray(), "", b"", False
        self.failed, self.hung_up, self.stirred = False, False, True
        self.terminal, terminal = os.openpty()  # where a program may say more than in a file
        tty.setraw(terminal)
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if serves:
            listener.close()
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(command(port, os.ttyname(terminal)), bufsize=0, **pipes)
        atexit.register(self.process.kill)
        self.wire = self.called(port) if serves else listener.accept()[0]
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends = self.process.stdout, self.process.stderr, self.wire
        self.heard = {self.terminal, *(end.fileno() for end in ends)}

    def called(self, port):
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:  # it does not listen yet
                select.select([], [], [], 0.02)
        sys.exit(self.process.stderr.read().decode())

    def feed(self, data):
        self.stirred = True
        with contextlib.suppress(OSError):  # it is gone
            self.wire.sendall(data)

    def end(self):
        self.stirred = True
        with contextlib.suppress(OSError):
            self.wire.shutdown(socket.SHUT_WR)

    def take(self):
        self.settle()
        taken, self.leaving = self.leaving, b""
        return taken

    def settle(self):
        """Until it rests: nothing is heard of it, and none of its threads is switched to."""
        while self.stirred:
            before = self.threads()
            self.stirred = self.hear(0.1) or "State:\\tR" in before or before != self.threads()

    def threads(self):
        found = []
        for file in pathlib.Path("/proc/{}/task".format(self.process.pid)).glob("*/status"):
            found += re.findall("State:\\t.|switches:\\t[0-9]+", file.read_text())
        return found

    def hear(self, seconds):
        """Take what it says; whether it said anything for so long."""
        ready, _, _ = select.select(self.heard, [], [], seconds)
        for each in ready:
            try:
                data = os.read(each, 1 << 16)
            except OSError:
                data = b""
            if not data:
                self.heard.discard(each)
            if each == self.wire.fileno():
                self.leaving += data
                if not data:  # it may linger for our end
                    self.hung_up = True
                    self.end()
            elif self.talks and each == self.process.stdout.fileno():
                self.output += data
            else:
                self.said += data.decode("utf-8", "replace")
        return bool(ready)

    def do(self, call, *args):
        self.settle()
        return call(*args)

    def handshake(self):
        if self.failed or not self.is_shaken():
            self.go_on()
            raise WantsRead

    def is_shaken(self):
        return self.found(self.shaken) is not None

    def found(self, words):
        return re.search(words, self.said, re.MULTILINE)

    def ended(self):
        """How its connection has ended, and whether in order; None while it has not."""
        for words, orderly in self.endings:
            if self.found(words):
                return self.found(words).group().strip(), orderly
        if self.process.poll() is None and not self.hung_up:
            return None
        if self.silent and not self.process.poll():
            return "", True
        said = self.said.strip().splitlines() or ["exit status {}".format(self.process.poll())]
        return said[-1], False

    def go_on(self):
        if self.ended():
            text, orderly = self.ended()
            self.failed = self.failed or not orderly
            raise type(self.name, (ProgramError,), {})(text)

    def receive(self, amount):
        if amount and not self.output:
            if self.ended() and self.ended()[1]:
                return b""
            self.go_on()
            raise WantsRead
        data = bytes(self.output[:amount])
        del self.output[:amount]
        return data

    def say(self, data):
        self.go_on()
        if not self.is_shaken():
            raise WantsRead
        if not self.writing:
            self.process.stdin.write(data)
            self.writing = self.stirred = True
            self.settle()
        unread = bytearray(4)
        fcntl.ioctl(self.process.stdin, termios.FIONREAD, unread)
        if any(unread):
            raise WantsWrite
        self.writing = False
        return len(data)

    def fact(self, words):
        return self.found(words) and self.found(words).group(1)
'''

_NSS = '''
DATABASE = tempfile.TemporaryDirectory()


def nss_database(anchors, chain, key):
    """A folder with these files as NSS wants them."""
    folder = DATABASE.name
    where, own = ["-d", "sql:" + folder], folder + "/own.p12"
    steps = [["certutil", "-N", *where, "--empty-password"]]
    if anchors:
        steps.append(["certutil", "-A", *where, "-n", "anchor", "-t", "CT,C,", "-i", anchors])
    if chain:
        files = ["-in", chain, "-inkey", key, "-out", own]
        steps.append(["openssl", "pkcs12", "-export", "-name", "own", "-passout", "pass:", *files])
        steps.append(["pk12util", *where, "-i", own, "-W", ""])
    for step in steps:
        subprocess.run(step, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return "sql:" + folder


class Passing:
    """The records of one direction: they alone tell that the handshake is over."""

    def __init__(self):
        self.data, self.hello, self.changed, self.finished = bytearray(), b"", False, False
        self.tls13, self.protected = False, 0

    def see(self, data):
        self.data += data
        while len(self.data) >= 5 and len(self.data) >= 5 + int.from_bytes(self.data[3:5], "big"):
            size, kind = 5 + int.from_bytes(self.data[3:5], "big"), self.data[0]
            if kind == 22 and size > 5:
                self.finished = self.finished or self.changed
                self.hello += bytes(self.data[5:size])
                self.tls13 = self.tls13 or self.hello[0] == 2 and b"\\0\\x2b\\0\\2\\3\\4" in self.hello
            self.changed = self.changed or kind == 20
            self.protected += kind == 23
            del self.data[:size]


class SelfservEnd(ProgramEnd):
    """It does not say that its handshake is over; in TLS 1.3 a ticket tells that it believed its client."""

    def __init__(self, *args, **options):
        self.coming, self.going, self.before = Passing(), Passing(), 0
        super().__init__(*args, **options)

    def feed(self, data):
        if not self.coming.protected:
            self.before = self.going.protected
        self.coming.see(data)
        super().feed(data)

    def hear(self, seconds):
        known = len(self.leaving)
        heard = super().hear(seconds)
        self.going.see(self.leaving[known:])
        return heard

    def is_shaken(self):
        if self.going.tls13:
            done = self.coming.protected and self.going.protected > self.before
        else:
            done = self.coming.finished and self.going.finished
        return done and self.ended() is None
'''

#: What the text uses of the standard library besides what every script may.
_MODULES = frozenset(["atexit", "contextlib", "fcntl", "pathlib", "select", "subprocess", "termios", "tty"])
#: Stand for what only the script knows.
_PORT, _TERMINAL = 60999, "/dev/pts/of-the-script"


def _maker(program: Program) -> Callable[[Spelling, str, Setup, str], tuple[str, list[str]]]:
    """How an end of this program's is made."""

    def make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
        face = programs.face_of(program, setup)
        spelling.modules |= _MODULES
        lines = []
        if program.name == "nss":
            kept = ", ".join(map(spelling.of, kept_in(setup)))
            lines.append(f"database = nss_database({kept})")
        with tempfile.TemporaryDirectory(prefix="tls-harness-script-") as folder:
            command = face.command(setup, Place(_PORT, folder, _TERMINAL))
            words = [_word(spelling, each, folder) for each in command]
        name = f"{spelling.label}_command"
        lines.append(f"def {name}(port, terminal):\n    return [\n{in_rows(words, 8)}\n    ]\n\n")
        endings = [(words, kind is Kind.CLEAN_CLOSE) for words, kind in face.endings]
        serves = setup.role is Role.SERVER
        told = [name, *map(repr, (face.name, serves, face.shaken)), f"[\n{in_rows(map(repr, endings), 4)}\n]"]
        told += ["silent=True"] * face.ends_in_silence + ["talks=False"] * (not face.talks)
        return f"{'ProgramEnd' if face.shaken else 'SelfservEnd'}({', '.join(told)})", lines

    return make


def _word(spelling: Spelling, word: str, folder: str) -> str:
    """The source of one word of a command."""
    if word.startswith(folder):
        file = Path(word)
        spelling.texts[file.name] = file.read_text(encoding="ascii")
        return spelling.file(file.name)
    if word.startswith("sql:"):
        return "database"
    if word == _TERMINAL:
        return "terminal"
    before, port, _ = word.partition(str(_PORT))
    if port:
        return f"{before!r} + str(port)" if before else "str(port)"
    return spelling.of(word)


def face_of_program(name: str) -> Face:
    """The face of the program called `name` (with the prefix). Raises `NoScript` for one that is not here."""
    program = getattr(programs.found(name), "PROGRAM", None)
    if program is None:
        raise NoScript(f"{name} is driven otherwise")
    return Face(
        text=_TEXT + (_NSS if program.name == "nss" else ""),
        calls={
            "handshake": "{end}.do({end}.handshake)",
            "read": "{end}.do({end}.receive, {0})",
            "write": "{end}.do({end}.say, {0})",
        },
        facts={
            fact: f"{{end}}.do({{end}}.fact, {words!r})"
            for face in program.faces.values()
            for fact, words in face.facts.items()
        },
        make=_maker(program),
        wants=("WantsRead", "WantsWrite"),
    )

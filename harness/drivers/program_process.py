"""A program under way, as the `program` driver holds it: pipes to it, a socket to it, and its rest.

The socket is TCP over loopback, since programs know nothing else. What crosses it is in flight for a moment,
in either direction; the kernel tells how much (SIOCOUTQ, tcp(7)), here and, by a duplicate, at the program's
end. Only when nothing is in flight and the program rests is the harness asked what comes next.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import termios
import threading
import tty
from contextlib import suppress
from typing import Any, Callable, List, Optional, Sequence

from harness.drivers.beside import intervals
from harness.drivers.resting import Watched
from harness.drivers.wire_end import WireEnd
from harness.errors import Unsupported

_HOME = "127.0.0.1"
_PLENTY = 1 << 16
#: So many ports a server is given, one after the other, before it is given up.
_PORTS = 8
#: Runs a program that ends with the process that started it; util-linux brings it.
_SETPRIV = shutil.which("setpriv")


class Running:
    """A program that was started, and its connection.

    output: what it has put on its standard output and nobody has read yet; told: all it has said on its
    standard error, and on its terminal; status: its exit status, None while it runs. wire: the harness's end.
    """

    def __init__(
        self,
        command: Callable[[int, str], Sequence[str]],
        *,
        serves: bool,
        picks: bool = True,
        talks: bool = True,
        terminal: bool = False,
    ) -> None:
        """Start it, given the port, and the terminal where it says more. Raises `Failed` when it ends first.

        picks: whether a server takes 0 for a port of its own choice; else it gets one that is free now.
        talks: whether its standard output is plaintext; else it tells there as well.
        """
        self.output = bytearray()
        self._talks, self._pending = talks, b""
        self._pause = threading.Event()  # never set: waiting for it is a way to look away for a while
        self._terminal = _Terminal(wanted=terminal)
        self._process: Any = None
        self._watched: Any = None
        listener = None if serves else socket.create_server((_HOME, 0))
        try:
            if listener is None:
                self._socket = self._served(command, picks=picks)
            else:
                self._start(command(listener.getsockname()[1], self._terminal.name))
                self._socket = self._met(lambda: _accepted(listener))
        except BaseException:
            self._end()
            raise
        finally:
            if listener is not None:
                listener.close()
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._address = self._socket.getsockname()  # by which the program's end is found
        self.wire = WireEnd(self._socket)

    @property
    def told(self) -> str:
        """All it has said."""
        return self._said.decode("utf-8", "replace")

    def write(self, data: bytes) -> None:
        """Put `data` on its standard input, as it reads it."""
        self._pending += data

    def unread(self) -> int:
        """Bytes of it that the program has not read."""
        return len(self._pending) + (_count(self._input, termios.FIONREAD) if self.status is None else 0)

    def settle(self) -> None:
        """Wait until it rests or has ended, with all it had to say taken, and all that was for it given."""
        for interval in intervals():
            moved = self._exchange()
            over = self.status is not None  # and what it said last may still be under way
            if not self._in_flight() and (over or (not moved and self._watched.resting())):
                moved = self._exchange()
                if not moved:
                    return
            self._pause.wait(interval)

    def close(self) -> None:
        """End it and the connection; safe to call twice."""
        self.wire.close()
        self._end()

    def _served(self, command: Callable[[int, str], Sequence[str]], *, picks: bool) -> socket.socket:
        """Start a server and call it; with another port where its own was gone before it could listen."""
        for _ in range(_PORTS):
            port = 0 if picks else _free()
            self._start(command(port, self._terminal.name))
            try:
                return self._met(self._call)
            except Failed:
                if not port or not _taken(port):
                    raise
                self._stop()
        raise Failed("somebody was faster at each of {} ports".format(_PORTS))

    def _start(self, command: Sequence[str]) -> None:
        self._said = bytearray()
        self.status: Optional[int] = None
        # A worker that is ended by the watchdog leaves no program behind.
        self._process = subprocess.Popen(
            [_SETPRIV, "--pdeathsig", "KILL", *command] if _SETPRIV else list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self._input, self._outputs = self._process.stdin, (self._process.stdout, self._process.stderr)
        for pipe in (self._input, *self._outputs):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        self._watched = Watched(self._process.pid)

    def _met(self, meet: Callable[[], Optional[socket.socket]]) -> socket.socket:
        """The connection, as soon as there is one."""
        for interval in intervals():
            found = meet()
            if found is not None:
                return found
            self._exchange()
            if self.status is not None:
                break
            self._pause.wait(interval)
        raise Failed(" ".join(self.told.split()) or "exit status {}".format(self.status))

    def _call(self) -> Optional[socket.socket]:
        """A connection to the port the program listens at, None while it does not."""
        for each in self._watched.sockets():
            listens = each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            if listens and each.family in (socket.AF_INET, socket.AF_INET6):
                with suppress(ConnectionRefusedError):  # it may listen to IPv6 alone there
                    return socket.create_connection((_HOME, each.getsockname()[1]))
        return None

    def _exchange(self) -> bool:
        """Move what can be moved over the pipes and out of the queue; whether anything did."""
        moved = False
        if hasattr(self, "wire"):
            before = self.wire.backlog()
            self.wire.push()
            moved = self.wire.backlog() < before
            if self.wire.other_left():  # it may linger for our end, as OpenSSL's do half a second
                self.wire.feed_eof()
        if self.status is None:
            self.status = self._process.poll()
            moved |= self.status is not None
        if self._pending:
            moved |= self._give()
        output, said = map(_read, self._outputs)
        said += self._terminal.read()
        self.output += output if self._talks else b""
        self._said += said if self._talks else output + said
        return bool(moved or output or said)

    def _give(self) -> bool:
        try:
            count = os.write(self._input.fileno(), self._pending)
        except BlockingIOError:
            return False
        except OSError:  # it has ended, or closed its input
            count = len(self._pending)
        self._pending = self._pending[count:]
        return bool(count)

    def _in_flight(self) -> bool:
        """Whether bytes, or the end of them, are under way between the two ends."""
        if self._socket.fileno() < 0:
            return False
        for theirs in self._watched.sockets():
            if _peer_of(theirs) in (self._address, ("::ffff:" + self._address[0], *self._address[1:], 0, 0)):
                return _between(self._socket, theirs)
        # It has closed its socket: the end of it is here, or will be in a moment.
        return not self.wire.waiting() and not self.wire.ended()

    def _end(self) -> None:
        self._terminal.close()
        if self._process is not None:
            self._stop()

    def _stop(self) -> None:
        if self.status is None:
            self._process.kill()
            self.status = self._process.wait()
        for pipe in (self._input, *self._outputs):
            if pipe is not None:
                pipe.close()
        if self._watched is not None:
            self._watched.close()
            self._watched = None


class _Terminal:
    """A terminal of which nobody edits the lines; name: its path, "" where none is wanted.

    Raises `Unsupported` where the system has none to give.
    """

    def __init__(self, *, wanted: bool) -> None:
        self._ends: List[int] = []
        self.name = ""
        if wanted:
            try:
                self._ends += os.openpty()
                self.name = os.ttyname(self._ends[1])
            except OSError as error:
                self.close()
                told = "programs that say more on a terminal need one: {}".format(error.strerror)
                raise Unsupported(told) from None
            tty.setraw(self._ends[1])
            os.set_blocking(self._ends[0], False)

    def read(self) -> bytes:
        """What was written there."""
        return _read(self._ends[0]) if self._ends else b""

    def close(self) -> None:
        """Safe to call twice."""
        while self._ends:
            os.close(self._ends.pop())


class Failed(Exception):
    """A program ended before there was a connection; the text is what it said."""


def _free() -> int:
    """A port that nobody has."""
    with socket.create_server((_HOME, 0)) as taken:
        return int(taken.getsockname()[1])


def _taken(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_server((_HOME, port)).close()
    except OSError:
        return True
    return False


def _accepted(listener: socket.socket) -> Optional[socket.socket]:
    listener.settimeout(0)
    try:
        found, _ = listener.accept()
    except BlockingIOError:
        return None
    return found


def _read(pipe: Any) -> bytes:
    data, number = b"", pipe if isinstance(pipe, int) else pipe.fileno()
    while True:
        try:
            more = os.read(number, _PLENTY)
        except BlockingIOError:
            return data
        if not more:
            return data
        data += more


def _between(one: socket.socket, other: socket.socket) -> bool:
    """Whether anything is under way from one end to the other that is not held up by something unread."""
    for end in (one, other):
        try:  # what has come is acknowledged now, not some 40 ms later
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        except OSError:  # not connected any more
            continue
    return any(
        _count(sender, termios.TIOCOUTQ) and not _count(reader, termios.FIONREAD)
        for sender, reader in ((one, other), (other, one))
    )


def _count(of: Any, what: int) -> int:
    """Bytes that an ioctl counts; none where there is nothing to count any more."""
    try:
        (count,) = struct.unpack("i", fcntl.ioctl(of, what, bytes(4)))
    except OSError:
        return 0
    return int(count)


def _peer_of(found: socket.socket) -> Any:
    try:
        return found.getpeername()
    except OSError:
        return None

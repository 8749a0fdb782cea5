"""The harness's end of a connection whose other end an implementation holds, and `select` in one question.

All is AF_UNIX, listeners too: no ports, no Nagle, no loopback timing, and the kernel moves bytes inside the
system call, so "nothing there" is a fact and not a matter of waiting. Buffers are as small as the kernel
allows, so that an implementation meets back-pressure at writes of a few kB and not at hundreds. Addresses
are abstract (unix(7)): the kernel finds a free one, and no file is left behind.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import fcntl
import select
import socket
import struct
import termios
from contextlib import suppress
from typing import Any, Tuple

from harness.names import Want

_EVENTS = {Want.READ: select.POLLIN, Want.WRITE: select.POLLOUT}


def small_pair() -> Tuple[socket.socket, socket.socket]:
    """A connected pair of stream sockets, each taking about 4 kB (less than one TLS record) unread."""
    one, other = socket.socketpair()
    return _small(one), _small(other)


def small_socket() -> socket.socket:
    """A stream socket that is not connected yet, to be like an end of `small_pair` once it is."""
    return _small(socket.socket(socket.AF_UNIX))


def small_listener() -> socket.socket:
    """A socket that listens at an address of its own (`getsockname()`)."""
    listener = small_socket()
    listener.bind("")  # Linux: an abstract address that nobody has
    listener.listen(1)
    return listener


def _small(end: socket.socket) -> socket.socket:
    # The kernel raises this to its minimum, 4608 on Linux; an AF_UNIX socket has no receive buffer.
    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    return end


def ready(descriptor: int, want: Want) -> bool:
    """Whether `descriptor` is readable or writable right now; an end of stream and an error count as both."""
    poll = select.poll()
    poll.register(descriptor, _EVENTS[want])
    return bool(poll.poll(0))


def unread(descriptor: int) -> int:
    """Bytes that have come to a socket and were not read, 0 for one that listens."""
    try:
        (count,) = struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)))
    except OSError:
        return 0
    return int(count)


class WireEnd:
    """One end of a connection, never blocking: what the kernel does not take yet waits in a queue."""

    def __init__(self, end: socket.socket) -> None:
        end.settimeout(0)
        self._socket = end
        self._queue = bytearray()
        self._ending = False

    def feed(self, data: bytes) -> None:
        """Send `data` as far as the kernel takes it, and queue the rest."""
        self._queue += data
        self.push()

    def feed_eof(self) -> None:
        """End the stream once the queue has left."""
        self._ending = True
        self.push()

    def push(self) -> None:
        """Move what the kernel takes out of the queue. Bytes for an end that was closed are lost."""
        if not self._queue and not self._ending:
            return
        if self._socket.fileno() < 0 or not self._joined(speaks=bool(self._queue or self._ending)):
            return
        try:
            while self._queue:
                del self._queue[: self._socket.send(self._queue)]
        except BlockingIOError:
            return
        except ConnectionError:
            self._queue.clear()
        if self._ending:
            self._ending = False
            with suppress(OSError):  # one of TCP that was reset is not connected any more
                self._socket.shutdown(socket.SHUT_WR)

    def backlog(self) -> int:
        """Bytes in the queue."""
        return len(self._queue)

    def take(self) -> bytes:
        """What the other end had sent when this was called; bytes it sends meanwhile stay for the next."""
        waiting = self.waiting()
        return self._socket.recv(waiting) if waiting else b""

    def waiting(self) -> int:
        """Bytes the other end has sent that were not taken yet."""
        if self._socket.fileno() < 0 or not self._joined(speaks=False):
            return 0
        return unread(self._socket.fileno())

    def ended(self) -> bool:
        """Whether the other end was closed and all it had sent is taken.

        By a recv, which leaves EAGAIN in errno where nothing is there, as in a program that has looked for
        data: CPython's ssl raises what is left there. poll would be cheaper, and would hide that.
        """
        if self._socket.fileno() >= 0 and not self._joined(speaks=False):
            return False
        try:
            return not self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:  # reset, or closed on this side
            return True

    def other_left(self) -> bool:
        """Whether the other end has said all that it will say, taken or not."""
        if self._socket.fileno() < 0:
            return False
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP)
        return bool(poll.poll(0))

    def hang_up(self) -> None:
        """Let every call blocked on the other end fail, by end of stream or EPIPE.

        What it had sent can still be taken: the kernel keeps it.
        """
        self._queue.clear()
        self._ending = False
        if self._socket.fileno() < 0:
            return
        if self._joined(speaks=True):
            self._socket.shutdown(socket.SHUT_RDWR)
        else:
            self._socket.close()

    def close(self) -> None:
        """Close the descriptor; safe to call twice."""
        self._queue.clear()
        self._socket.close()

    def _joined(self, *, speaks: bool) -> bool:
        """Whether there is another end; `speaks` says that this one has something for it."""
        return True


class CallingEnd(WireEnd):
    """An end that connects to `address` as soon as it has something to say, as a client does.

    name: its own address, by which the other end can be told from every other socket.
    """

    def __init__(self, address: Any) -> None:
        super().__init__(small_socket())
        self._socket.bind("")
        self.name: Any = self._socket.getsockname()
        self._address = address
        self._called = False

    def hang_up(self) -> None:
        """As above; whoever waits for another caller has one."""
        super().hang_up()
        with small_socket() as another, suppress(ConnectionError, BlockingIOError):
            another.settimeout(0)
            another.connect(self._address)

    def _joined(self, *, speaks: bool) -> bool:
        if speaks and not self._called:
            try:
                self._socket.connect(self._address)
            except ConnectionError:  # nobody listens any more
                self.close()
                return False
            self._called = True
        return self._called


class CalledEnd(WireEnd):
    """An end that waits at `address` for somebody to connect, once, as a server does."""

    def __init__(self) -> None:
        super().__init__(small_listener())
        self.address: Any = self._socket.getsockname()
        self._called = False

    def _joined(self, *, speaks: bool) -> bool:
        if not self._called:
            try:
                end, _ = self._socket.accept()
            except BlockingIOError:
                return False
            self._socket.close()
            self._socket = _small(end)
            end.settimeout(0)
            self._called = True
        return True

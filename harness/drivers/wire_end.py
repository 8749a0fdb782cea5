"""The harness's end of a socketpair whose other end an implementation holds, and `select` in one question.

The pair is AF_UNIX: no ports, no Nagle, no loopback timing, and the kernel moves bytes inside the system
call, so "nothing there" is a fact and not a matter of waiting. Its buffers are as small as the kernel
allows, so that an implementation meets back-pressure at writes of a few kB and not at hundreds.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import fcntl
import selectors
import socket
import struct
import termios
from typing import Tuple

from harness.names import Want

_EVENTS = {Want.READ: selectors.EVENT_READ, Want.WRITE: selectors.EVENT_WRITE}


def small_pair() -> Tuple[socket.socket, socket.socket]:
    """A connected pair of stream sockets, each taking about 4 kB (less than one TLS record) unread."""
    pair = socket.socketpair()
    for end in pair:
        # The kernel raises this to its minimum, 4608 on Linux; an AF_UNIX socket has no receive buffer.
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    return pair


def ready(descriptor: int, want: Want) -> bool:
    """Whether `descriptor` is readable or writable right now; an end of stream and an error count as both."""
    with selectors.PollSelector() as selector:
        selector.register(descriptor, _EVENTS[want])
        return bool(selector.select(0))


class WireEnd:
    """One end of a pair, never blocking: what the kernel does not take yet waits in a queue."""

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
        if self._socket.fileno() < 0:
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
            self._socket.shutdown(socket.SHUT_WR)

    def backlog(self) -> int:
        """Bytes in the queue."""
        return len(self._queue)

    def take(self) -> bytes:
        """What the other end had sent when this was called; bytes it sends meanwhile stay for the next."""
        if self._socket.fileno() < 0:
            return b""
        (unread,) = struct.unpack("i", fcntl.ioctl(self._socket, termios.FIONREAD, bytes(4)))
        return self._socket.recv(unread) if unread else b""

    def ended(self) -> bool:
        """Whether the other end was closed and all it had sent is taken."""
        try:
            return not self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:  # reset, or closed on this side
            return True

    def hang_up(self) -> None:
        """Let every call blocked on the other end fail, by end of stream or EPIPE.

        What it had sent can still be taken: the kernel keeps it.
        """
        self._queue.clear()
        self._ending = False
        self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the descriptor; safe to call twice."""
        self._queue.clear()
        self._socket.close()

"""Whether another process is at rest, so that "it waits for us" is seen and not guessed from a clock.

A process is at rest when each of its threads sleeps in a system call and nothing that call waits for is
there. Linux tells the call and its arguments (proc(5), /proc/pid/task/tid/syscall); the descriptors it waits
on are duplicated for the moment of looking (pidfd_getfd(2)) and asked, and what a poll or select is for is
read from the memory of the process (/proc/pid/mem). A process may look so into those it has started.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import socket
import struct
from contextlib import contextmanager
from typing import Dict, Iterator, List, Optional, Tuple

from harness.drivers.waiting import (
    EPOLLING,
    POLLING,
    READING,
    SELECTING,
    WRITING,
    names_of_calls,
    system_call,
)
from harness.errors import Unsupported

# The same numbers on every architecture: include/uapi/asm-generic/unistd.h.
_PIDFD_OPEN, _PIDFD_GETFD = 434, 438
_POLLFD = struct.Struct("ihh")
_WORD = 64
#: Seconds: whoever sleeps as long as that looks what time it is, and sleeps again.
_FOR_EVER = 2

#: The state of a thread that waits for an event (proc(5)).
_SLEEPS = "S"

#: What one thread was seen in: its number, its system call as told, how often it had been switched.
_Look = Tuple[int, Tuple[object, ...], str]


class Watched:
    """A process of the harness's own, by its id. Raises `Unsupported` where it cannot be looked into."""

    def __init__(self, pid: int) -> None:
        if not os.path.isdir("/proc/{}".format(pid)):
            raise Unsupported("programs are watched through /proc, which is not there")
        self._pid, self._names = pid, names_of_calls()
        self._pidfd = _call(_PIDFD_OPEN, pid, 0)

    def resting(self) -> bool:
        """Whether nothing in it moves any more, but for somebody outside."""
        try:
            before = self._look()
            # Of several threads one may have moved while the others were looked at.
            return before is not None and (len(before) == 1 or before == self._look())
        except OSError:  # it ended, or a thread did
            return False

    def sockets(self) -> Iterator[socket.socket]:
        """A duplicate of each of its sockets, each closed when the next one is asked for."""
        for number in self._numbers():
            with self.borrowed(number) as descriptor:
                if descriptor is not None:
                    found = _as_socket(descriptor)
                    if found is not None:
                        with found:
                            yield found

    @contextmanager
    def borrowed(self, number: int) -> Iterator[Optional[int]]:
        """A duplicate of its descriptor `number` for as long as it is looked at; None where there is none."""
        try:
            descriptor: Optional[int] = _call(_PIDFD_GETFD, self._pidfd, number, 0)
        except OSError as error:
            if error.errno not in (errno.EBADF, errno.ESRCH):
                raise
            descriptor = None
        try:
            yield descriptor
        finally:
            if descriptor is not None:
                _close(descriptor)

    def close(self) -> None:
        """Look no more."""
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1

    def _numbers(self) -> List[int]:
        try:
            return sorted(map(int, os.listdir("/proc/{}/fd".format(self._pid))))
        except OSError:
            return []

    def _look(self) -> Optional[List[_Look]]:
        """What each thread sleeps in; None where one may move."""
        found: List[_Look] = []
        for thread in sorted(map(int, os.listdir("/proc/{}/task".format(self._pid)))):
            name, arguments = system_call(thread, self._names, self._pid)
            if not self._asleep(name, arguments):
                return None
            state, switches = self._status(thread)
            if state not in _SLEEPS:  # it has what it waited for, and waits for a processor within the call
                return None
            found.append((thread, (name, *arguments), switches))
        return found

    def _status(self, thread: int) -> Tuple[str, str]:
        """The state of a thread, and how often it has been switched."""
        with open("/proc/{}/task/{}/status".format(self._pid, thread), encoding="utf-8") as file:
            lines = list(file)
        state = next((line.split()[1] for line in lines if line.startswith("State:")), "")
        return state, "".join(line for line in lines if "ctxt_switches" in line)

    def _asleep(self, name: str, arguments: Tuple[int, ...]) -> bool:
        """Whether a thread in this system call sleeps, and what it waits for is not there."""
        if name in READING:
            return not self._ready({arguments[0]: select.POLLIN})
        if name in WRITING:
            return not self._ready({arguments[0]: select.POLLOUT})
        if name in EPOLLING:  # programs with an event loop have their timeouts in it
            return not self._ready({arguments[0]: select.POLLIN})
        if name in POLLING:
            return self._patient(name, arguments) and not self._ready(self._polled(*arguments[:2]))
        if name in SELECTING:
            return self._patient(name, arguments) and not self._ready(self._selected(*arguments[:3]))
        return name == "futex"  # another thread's business

    def _patient(self, name: str, arguments: Tuple[int, ...]) -> bool:
        """Whether it sleeps until somebody wakes it: one that sleeps for a while goes on by itself."""
        if name == "poll":
            milliseconds = ctypes.c_int(arguments[2]).value
            return milliseconds < 0 or milliseconds >= 1000 * _FOR_EVER
        address = arguments[4 if name in SELECTING else 2]
        if not address:
            return True
        (seconds,) = struct.unpack("q", self._memory(address, 8))  # timeval and timespec begin with it
        return int(seconds) >= _FOR_EVER

    def _ready(self, wanted: Dict[int, int]) -> bool:
        """Whether any of these descriptors of its is ready for these events; one that is closed is."""
        for number, events in wanted.items():
            with self.borrowed(number & 0xFFFFFFFF) as descriptor:
                if descriptor is None:
                    return True
                asking = select.poll()
                asking.register(descriptor, events)
                if asking.poll(0):
                    return True
        return False

    def _polled(self, address: int, count: int) -> Dict[int, int]:
        """The descriptors and events of a poll."""
        entries = _POLLFD.iter_unpack(self._memory(address, count * _POLLFD.size))
        return {number: events for number, events, _ in entries if number >= 0}

    def _selected(self, size: int, reading: int, writing: int) -> Dict[int, int]:
        """The same of a select, from its sets of bits."""
        wanted: Dict[int, int] = {}
        length = (size + _WORD - 1) // _WORD * (_WORD // 8)
        for address, event in ((reading, select.POLLIN), (writing, select.POLLOUT)):
            bits = int.from_bytes(self._memory(address, length), "little") if address else 0
            for number in range(size):
                if bits >> number & 1:
                    wanted[number] = wanted.get(number, 0) | event
        return wanted

    def _memory(self, address: int, size: int) -> bytes:
        if not size:
            return b""
        with open("/proc/{}/mem".format(self._pid), "rb", buffering=0) as file:
            file.seek(address)
            data = file.read(size)
        if len(data) < size:  # it has ended meanwhile
            raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))
        return data


def _call(number: int, *arguments: int) -> int:
    """A system call that Python has no name for on every version; raises OSError."""
    library = ctypes.CDLL(None, use_errno=True)
    result = int(library.syscall(number, *(ctypes.c_long(each) for each in arguments)))
    if result >= 0:
        return result
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EPERM):
        raise Unsupported(
            "the program driver needs to look into its programs: pidfd_getfd, Linux 5.6 or later"
        )
    raise OSError(code, os.strerror(code))


def _as_socket(descriptor: int) -> Optional[socket.socket]:
    """A socket over a duplicate of `descriptor`, None where it is none."""
    own = os.dup(descriptor)
    try:
        return socket.socket(fileno=own)
    except OSError:
        os.close(own)
        return None


def _close(descriptor: int) -> None:
    os.close(descriptor)

"""What a thread is waiting for inside the kernel, so that "blocked" is seen and not guessed from a clock.

Linux tells it in /proc/self/task/<tid>/syscall (proc(5)): the number and arguments of the system call in
which a thread sleeps, or "running". A thread that something has woken counts as running from within the
system call that woke it; so when the harness has sent and received all it can and *then* sees the thread
asleep in `read`, only a further act of the harness can wake it.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import ctypes
import os
import platform
import select
import socket
import struct
import sys
from typing import Any, Dict, List, Optional, Tuple, Union

from harness.drivers.wire_end import ready
from harness.errors import Unsupported
from harness.names import Want

# A listener is ready to be read when there is somebody to accept. A connect to a listener of the harness's
# own never sleeps: its queue has room.
READING = ("read", "readv", "recvfrom", "recvmsg", "accept", "accept4")
WRITING = ("write", "writev", "sendto", "sendmsg")
POLLING = ("poll", "ppoll")
SELECTING = ("select", "pselect6")
EPOLLING = ("epoll_wait", "epoll_pwait", "epoll_pwait2")

# Linux's system call tables: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_X86_64 = {
    0: "read", 1: "write", 7: "poll", 19: "readv", 20: "writev", 23: "select", 43: "accept", 44: "sendto",
    45: "recvfrom", 46: "sendmsg", 47: "recvmsg", 202: "futex", 219: "restart_syscall", 232: "epoll_wait",
    270: "pselect6", 271: "ppoll", 281: "epoll_pwait", 288: "accept4", 441: "epoll_pwait2",
}  # fmt: skip
_AARCH64 = {
    22: "epoll_pwait", 63: "read", 64: "write", 65: "readv", 66: "writev", 72: "pselect6", 73: "ppoll",
    98: "futex", 128: "restart_syscall", 202: "accept", 206: "sendto", 207: "recvfrom", 211: "sendmsg",
    212: "recvmsg", 242: "accept4", 441: "epoll_pwait2",
}  # fmt: skip
_TABLES: Dict[str, Dict[int, str]] = {"x86_64": _X86_64, "aarch64": _AARCH64}


_POLLFD = struct.Struct("ihh")
#: Bytes, more than such a line has.
_LONGEST = 512


def names_of_calls() -> Dict[int, str]:
    """The system calls this platform may block in on a socket; raises `Unsupported` when it cannot tell."""
    table = _TABLES.get(platform.machine()) if sys.maxsize > 2**32 else None
    if table is None or not os.path.exists("/proc/thread-self/syscall"):
        raise Unsupported(
            "the socket driver needs Linux's /proc/self/task/<tid>/syscall to see a blocked thread, "
            "on x86_64 or aarch64"
        )
    return table


class Line:
    """The line in which the kernel tells of one thread of this process, read from a file that stays open."""

    def __init__(self, thread: int) -> None:
        """thread: its native id."""
        self._file = os.open("/proc/self/task/{}/syscall".format(thread), os.O_RDONLY)

    def system_call(self, names: Dict[int, str]) -> Tuple[str, Tuple[int, ...]]:
        """The name and arguments of the system call it sleeps in; ("", ()) when of no concern."""
        return _told(os.pread(self._file, _LONGEST, 0), names)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def blocked_on(line: Line, names: Dict[int, str], descriptor: int) -> Optional[Want]:
    """What the thread of `line` waits for on the socket `descriptor`; None while it may still move.

    What a `poll` is for stands in its own arguments, what an epoll is for in /proc (proc(5), fdinfo). A
    select does not say; with the socket full it is taken to be WRITE: were it READ, draining the socket and
    asking again tells. With room in it, one for WRITE would have been woken, so it is READ.
    """
    name, arguments = line.system_call(names)
    if name in READING and _same_file(arguments[0], descriptor):
        want = Want.READ
    elif name in WRITING and _same_file(arguments[0], descriptor):
        want = Want.WRITE
    elif name in POLLING or (name == "restart_syscall" and _is_poll_of(descriptor, arguments)):
        want = _polled_for(arguments) or (Want.READ if ready(descriptor, Want.WRITE) else Want.WRITE)
    elif name in EPOLLING and (polled := _epolled_for(arguments[0] & 0xFFFFFFFF, descriptor)):
        want = polled
    elif name in (*SELECTING, *EPOLLING):
        want = Want.READ if ready(descriptor, Want.WRITE) else Want.WRITE
    else:
        return None
    return None if ready(descriptor, want) else want


def asleep_in_epoll(thread: int, names: Dict[int, str]) -> bool:
    """Whether `thread` sleeps in an epoll none of whose descriptors is ready: an event loop that is idle."""
    name, arguments = system_call(thread, names)
    return name in EPOLLING and not ready(arguments[0] & 0xFFFFFFFF, Want.READ)


def descriptor_connected_to(name: Any) -> Optional[int]:
    """The descriptor of this process that is a socket connected to the address `name`; None for none."""
    for number in _descriptors():
        try:
            blocking = os.get_blocking(number)
            probe = socket.socket(fileno=number)
        except OSError:  # no socket, or closed meanwhile
            continue
        try:
            if probe.getpeername() == name:
                return number
        except OSError:  # not connected
            continue
        finally:
            os.set_blocking(probe.detach(), blocking)  # PyPy makes blocking what it takes for a socket
    return None


def _descriptors() -> List[int]:
    """The descriptors of this process. Raises `Unsupported` where nobody lists them."""
    for folder in ("/proc/self/fd", "/dev/fd"):  # of Linux, of the BSDs and macOS
        try:
            return list(map(int, os.listdir(folder)))
        except OSError:
            continue
    raise Unsupported("neither /proc/self/fd nor /dev/fd is there, where an accepted socket is found")


def _is_poll_of(descriptor: int, arguments: Tuple[int, ...]) -> bool:
    """Whether a call that somebody interrupted (SIGSTOP and SIGCONT, a debugger) was a poll of this alone.

    It goes on as restart_syscall(2), which has the arguments of the call it once was, whatever that was: an
    address that is none is found out by the kernel.
    """
    address, count = arguments[:2]
    if count != 1:
        return False
    memory = os.open("/proc/self/mem", os.O_RDONLY)
    try:
        number, _, _ = _POLLFD.unpack(os.pread(memory, _POLLFD.size, address))
    except (OSError, OverflowError, struct.error):
        return False
    finally:
        os.close(memory)
    return _same_file(number, descriptor)


def _polled_for(arguments: Tuple[int, ...]) -> Optional[Want]:
    """What a poll of a single descriptor waits for, if it is one thing.

    Its `struct pollfd` lies on the stack of a thread of this process that is known to sleep.
    """
    address, count = arguments[:2]
    if count != 1:
        return None
    _, events, _ = _POLLFD.unpack(ctypes.string_at(address, _POLLFD.size))
    if bool(events & select.POLLIN) == bool(events & select.POLLOUT):
        return None
    return Want.READ if events & select.POLLIN else Want.WRITE


def _epolled_for(epoll: int, descriptor: int) -> Optional[Want]:
    """What the epoll of this process with that descriptor waits for on a socket, if it is one thing."""
    with open("/proc/self/fdinfo/{}".format(epoll), encoding="ascii") as file:
        lines = [line.split() for line in file if line.startswith("tfd:")]
    masks = [int(words[3], 16) for words in lines if _same_file(int(words[1]), descriptor)]
    wanted = 0
    for mask in masks:
        wanted |= mask & (select.EPOLLIN | select.EPOLLOUT)
    return {select.EPOLLIN: Want.READ, select.EPOLLOUT: Want.WRITE}.get(wanted)


def system_call(
    thread: int, names: Dict[int, str], process: Union[int, str] = "self"
) -> Tuple[str, Tuple[int, ...]]:
    """The name and arguments of the system call `thread` sleeps in; ("", ()) when of no concern.

    process: whose thread it is, by its id, if not of this one.
    """
    line = os.open("/proc/{}/task/{}/syscall".format(process, thread), os.O_RDONLY)
    try:
        return _told(os.read(line, _LONGEST), names)
    finally:
        os.close(line)


def _told(line: bytes, names: Dict[int, str]) -> Tuple[str, Tuple[int, ...]]:
    """The system call a line tells of; it was read in one call, since a second one would find another."""
    words = line.split()
    # "running", "-1 <stack> <counter>" outside a call, or "<number> <six arguments> <stack> <counter>".
    if len(words) < 3 or words[0].startswith(b"0x"):  # or the rest of a line that changed while it was read
        return "", ()
    return names.get(int(words[0]), ""), tuple(int(word, 16) for word in words[1:])


def _same_file(one: int, other: int) -> bool:
    """Whether two descriptors are the same socket: an implementation may work on a duplicate."""
    try:
        return one == other or os.path.samestat(os.fstat(one & 0xFFFFFFFF), os.fstat(other))
    except OSError:
        return False

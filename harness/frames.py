"""Frames: how the harness and an agent in another interpreter talk over a pair of pipes.

A frame is a length (four bytes, big-endian) and so many bytes of pickle protocol 4, which every Python
from 3.8 on reads. What comes from an agent is read with an unpickler that knows the value classes of the
floors below and nothing else: an agent runs code on trial, and its bytes are not trusted.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

from harness.errors import HarnessError

#: Both ends say it first; an agent that says another is of another version of the harness.
PROTOCOL = 2
#: The longest frame believed, in bytes.
LONGEST = 1 << 28
_HEADER = 4
_PICKLE = 4
#: The modules whose classes may come over the wire, and the builtins that may.
_ROOMS = ("harness.endpoint", "harness.expression", "harness.names", "harness.options", "harness.pki")
_OWN = ("harness.frames", "harness.setup", "harness.trickling")
_BUILTINS = frozenset({"bytearray", "complex", "frozenset", "set", "range", "slice"})


class Babble(HarnessError):
    """What came is no frame of ours."""


class Token:
    """Stands for an object that stays where it is: the agent knows which by its number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __repr__(self) -> str:
        return "<object {} of the agent>".format(self.number)


def send(file: BinaryIO, value: object) -> None:
    """Write one frame. Raises what pickle and the file raise."""
    data = pickle.dumps(value, _PICKLE)
    file.write(len(data).to_bytes(_HEADER, "big") + data)
    file.flush()


def receive(file: BinaryIO) -> Any:
    """Read one frame. Raises `EOFError` at the end of the pipe, `Babble` for what is none."""
    header = file.read(_HEADER)
    if len(header) < _HEADER:
        raise EOFError
    size = int.from_bytes(header, "big")
    if size > LONGEST:
        raise Babble("a frame of {} bytes was announced".format(size))
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    try:
        return _Reader(io.BytesIO(data)).load()
    except Babble:
        raise
    except Exception as error:
        raise Babble("{}: {}".format(type(error).__name__, error)) from error


class _Reader(pickle.Unpickler):
    """Reads values of the harness's own classes, and plain ones."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _ROOMS or module in _OWN or (module == "builtins" and name in _BUILTINS):
            return super().find_class(module, name)
        raise Babble("{}.{} is nothing that an agent has to say".format(module, name))

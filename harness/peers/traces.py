"""What is left of a forger's lies when a connection is over, as plain data: enough to tell them again."""

from __future__ import annotations

from dataclasses import dataclass

from harness.edits.edit import Edit, Insert, Omit, Repeat

#: A record under the keys of its moment: content type and content; 0 and the very bytes in clear, INNER and a
#: whole TLSInnerPlaintext, HASHED and a message that enters the transcript hash. Content with a message in it
#: is told as what is before and what behind that.
Record = tuple[int, bytes | tuple[bytes, ...]]
INNER, HASHED = -1, -22
#: Shorter messages stand somewhere by chance.
_TELLING = 16


@dataclass(frozen=True)
class Told:
    """A handshake message that was changed: the how-manieth of its type, as it was and as it became.

    What had to be made true again afterwards, a signature or a binder, is still as it was; mended says that
    something had to. shortened: it is signed, at its end, until the signature begins with zero, and as it was
    it is as it would be then.
    """

    type: int
    number: int
    before: bytes
    after: bytes
    mended: bool = False
    shortened: bool = False


@dataclass(frozen=True)
class Placed:
    """Records that were sent around a message, or in its place.

    place: the message's type, and the how-manieth of it that is; for what is no handshake message the
    content type below zero. kept: the message was sent itself. hashed: it is in the transcript hash.
    """

    place: tuple[int, int]
    before: tuple[Record, ...]
    after: tuple[Record, ...]
    kept: bool
    hashed: bool


def around(record: Record, message: bytes) -> Record:
    """The same record, told as around that message where it stands in it."""
    kind, data = record
    if isinstance(data, bytes) and len(message) >= _TELLING and message in data:
        return kind, tuple(data.split(message))
    return record


def is_plain(edit: Edit) -> bool:
    """Whether it only puts something around a message or leaves it out; what it hashes comes behind it."""
    if isinstance(edit, Insert):
        return edit.where == "after" or all(item.kind != "hashed" for item in edit.items)
    return isinstance(edit, Omit | Repeat)

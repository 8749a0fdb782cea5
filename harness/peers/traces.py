"""What is left of a forger's lies when a connection is over, as plain data: enough to tell them again."""

from __future__ import annotations

from dataclasses import dataclass

from harness.edits.edit import Edit, Insert, Omit, Repeat

#: A record under the keys of its moment: content type and content; one in clear: 0 and the very bytes.
Record = tuple[int, bytes]


@dataclass(frozen=True)
class Told:
    """A handshake message that was changed: the how-manieth of its type, as it was and as it became.

    What had to be made true again afterwards, a signature or a binder, is still as it was.
    """

    type: int
    number: int
    before: bytes
    after: bytes


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


def is_plain(edit: Edit) -> bool:
    """Whether it only puts something around a message or leaves it out, and hashes nothing besides."""
    if isinstance(edit, Insert):
        return all(item.kind != "hashed" for item in edit.items)
    return isinstance(edit, Omit | Repeat)

"""What an edit is: a change of one field, of the order of messages, or of how a message is framed.

Every edit is aimed at one message (or record) the peer is about to send. The order in which edits of one
message take effect: changes of fields, then what is sent instead, before or behind, then the framing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from harness.edits.item import Item
from harness.edits.path import Path
from harness.edits.value import paths_in, read_expression
from harness.errors import ScenarioError
from harness.names import Role, Tls


@dataclass(frozen=True)
class Edit:
    """One edit. `target` is where it applies; `text` its canonical form, which reads back."""

    target: Path
    text: str

    def __str__(self) -> str:
        return self.text

    def check(self, tls: Tls, sender: Role) -> None:
        """Raises `ScenarioError` when `sender` sends no such message in that version, or no such field."""
        self.target.check(tls, sender)
        for path in self._named():
            path[1].check(tls, sender if path[0] == "peer" else sender.other)

    def _named(self) -> Iterator[tuple[str, Path]]:
        """The paths it takes values from."""
        yield from ()


@dataclass(frozen=True)
class Change(Edit):
    """A field is set, added to, subtracted from, xored, deleted, repeated, moved or turned around.

    make: "=", "+=", "-=", "^=", "del", "repeat", "move" or "reverse"; source: the value as an
    expression, "" where it takes none.
    """

    make: str
    source: str = ""

    @property
    def value(self) -> ast.expr | None:
        """The value's expression."""
        return read_expression(self.source) if self.source else None

    def _named(self) -> Iterator[tuple[str, Path]]:
        if self.value is not None:
            yield from paths_in(self.value, bare=False)


@dataclass(frozen=True)
class Omit(Edit):
    """The message is neither sent nor hashed; `hashed`: it is hashed as if it had been sent."""

    hashed: bool = False


@dataclass(frozen=True)
class Repeat(Edit):
    """The message is sent twice; the second copy does not enter the transcript hash."""


@dataclass(frozen=True)
class Swap(Edit):
    """The message is sent behind the next one, and hashed so."""


@dataclass(frozen=True)
class Insert(Edit):
    """Items are sent. where: "before", "after" or "instead" ("replace": hashed as if it had been sent)."""

    where: str
    items: tuple[Item, ...]

    def check(self, tls: Tls, sender: Role) -> None:
        """As in `Edit`, the items too."""
        super().check(tls, sender)
        for item in self.items:
            item.check(tls, sender)


#: How a message can be framed, and the arguments each way takes, by name.
FRAMINGS: dict[str, tuple[str, ...]] = {
    "split": ("sizes",),  # into records of so many bytes: a number, or a list whose last goes on
    "join": ("count",),  # into one record with the next message, or with its first `count` bytes
    "unprotect": (),  # into unprotected records
    "under": ("keys",),  # under other keys: old, none
    "pad": ("count",),  # with so many bytes of padding: zeros in TLS 1.3, CBC padding in TLS 1.2
    "retype": ("type",),  # as records of another content type
    "reversion": ("version",),  # with another record version, which is authenticated
    "resequence": ("number",),  # under another sequence number
    "damage": ("byte", "mask"),  # a byte of the protected record is xored with mask; 0 is its first
    "damage_mac": ("mask",),  # the last byte of the MAC is wrong, the rest is right (CBC suites)
    "damage_padding": ("byte", "mask"),  # a byte of the CBC padding is wrong, the MAC is right
    "truncate": ("count",),  # the protected record is so many bytes shorter, its header says so
}


@dataclass(frozen=True)
class Framing(Edit):
    """How the message is put into records: one of FRAMINGS and its arguments."""

    how: str
    arguments: tuple[object, ...] = ()

    def check(self, tls: Tls, sender: Role) -> None:
        """As in `Edit`; some ways exist in one version only."""
        super().check(tls, sender)
        if tls is Tls.V13 and self.how in ("damage_mac", "damage_padding"):
            raise ScenarioError(f"{self.text}: TLS 1.3 has no CBC suites")

"""The forger: from what a peer wants to say, and the edits in force, to what it does say.

It stands at the send border of the reference peer. Every handshake message comes by before it is hashed:
fields are changed first, then signatures and binders that the change made false are made true again, so
that the edit is the only lie; then the message enters the transcript hash as it will be sent. What is
written comes out as parcels (`harness.peers.parcels`).
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from harness.edits.changing import apply_change, move_item, repeat_item, reverse_items
from harness.edits.edit import Change, Edit, Framing, Insert, Omit, Repeat, Swap
from harness.edits.item import Item
from harness.edits.path import EVERY, Nowhere
from harness.edits.value import Missing, evaluate
from harness.peers.mending import adopt, keyed, mend
from harness.peers.observed import Heard, Sayings, messages_in
from harness.peers.parcels import WHOLE, Parcel, bare, in_clear, pieces_of, write
from harness.peers.tlslite_imports import Message
from harness.peers.tlslite_settings import lacks_ticket
from harness.peers.traces import HASHED, INNER, Placed, Record, Told, around, is_plain
from harness.wire.handshake import HandshakeMessage, HandshakeType
from harness.wire.layouts import name_of, tree_of
from harness.wire.records import ContentType
from harness.wire.tree import Struct

#: In place of a state: the one that is to come, when the handshake has its next keys.
AWAITED = object()

_RECORDS = {
    ContentType.change_cipher_spec: "change_cipher_spec",
    ContentType.alert: "alert",
    ContentType.application_data: "application_data",
}


@dataclass
class _Held:
    """Parcels that wait for the next handshake message, and what is to become of it."""

    parcels: list[Parcel] = field(default_factory=list)
    join: int | None = None  # this many bytes of the next message share the last parcel's record; -1: all
    swapped: list[Parcel] = field(default_factory=list)  # sent behind the next message
    unhashed: bytes = b""  # hashed behind it, too


class Forger:
    """Edits in force on one connection. `heard`: what the subject sent; `said`: what the peer did.

    told: the messages that were changed. placed: what was sent around messages or in their place. injected:
    for each `send`, what it put on the wire under the keys of that moment. beyond: the lies that are neither.
    unasked: the edits about answers that the other end never asked for, with what it does not offer.
    """

    def __init__(self, connection: Any, heard: Heard) -> None:
        self._reference = weakref.ref(connection)  # it holds this
        self.heard = heard
        self.said = Heard(heard.tls)
        self.lying = False
        self.faults: list[str] = []
        self.unasked: list[str] = []
        self._edits: dict[Edit, bool] = {}
        self._for_later: set[Edit] = set()
        self._counts: dict[str, int] = {}
        self._held: _Held | None = None
        self._awaiting: list[Parcel] = []
        self.told: list[Told] = []
        self.placed: list[Placed] = []
        self.injected: list[tuple[Record, ...]] = []
        self.beyond: list[str] = []
        self.shortened = b""  # a signature that begins with zero, made for the message at hand

    @property
    def connection(self) -> Any:
        """The connection whose messages pass here."""
        return self._reference()

    # -- what a scenario asks for ------------------------------------------------------------------

    def apply(self, edits: Sequence[Edit]) -> None:
        """From here on these edits are in force; messages are counted anew for them."""
        self.lying = True
        self._counts.clear()
        self._edits.update(dict.fromkeys(edits, False))
        if not self.connection.closed:  # the first handshake is over
            self._for_later.update(edits)

    def send(self, items: Iterable[Item]) -> None:
        """Send items now, under the keys of this moment. Raises as the items' values do."""
        self.lying = True
        parcels = self._parcels_of(items, b"")
        plain = [in_clear(parcel) or self._as_usual(parcel) for parcel in parcels]
        self.injected.append(tuple(each for each in plain if each is not None))
        self.beyond += ["what is sent is no plain record"] * plain.count(None)
        self._write(parcels)

    def _as_usual(self, parcel: Parcel) -> Record | None:
        """Type and content of a record that is protected as tlslite would, None of any other."""
        if parcel.how or parcel.state is not self._state:
            return None
        kind = INNER if parcel.inner else HASHED if parcel.hashed else int(parcel.type)
        return kind, bytes(parcel.data)

    def unreached(self, *, no_later: bool = False) -> tuple[str, ...]:
        """The edits that have changed nothing yet, and those that could not be applied, with the reason.

        no_later: the other end would have no further handshake, so edits made for one had nothing to change.
        """
        left = [edit for edit, done in self._edits.items() if not (done or self._is_so(edit))]
        left = [edit for edit in left if not (no_later and edit in self._for_later)]
        for edit in filter(self._is_not_due, list(left)):
            left.remove(edit)
            self._refuse(edit, Nowhere())
        return (*self.faults, *(f"{edit} was not reached" for edit in left))

    def _is_so(self, edit: Edit) -> bool:
        """Whether it leaves out what is not sent anyway.

        A server of TLS 1.3 sends change_cipher_spec to a client with a session ID (RFC 8446 appendix D.4).
        """
        hello = self.connection.client_hello
        left_out = isinstance(edit, Omit) and edit.target.message == "change_cipher_spec"
        return left_out and self.connection.version > (3, 3) and hello is not None and not hello.session_id

    def _is_not_due(self, edit: Edit) -> bool:
        return edit.target.message == "new_session_ticket" and self.heard.not_offered(edit.target) is not None

    # -- the send border ---------------------------------------------------------------------------

    def pass_on(self, message: Any, *, hashed: bool) -> list[Parcel]:
        """What is written for a message of tlslite's; `hashed` says that it enters the transcript hash."""
        data = bytes(message.write())
        if message.contentType != ContentType.handshake:
            return self._record(message.contentType, data)
        parcels: list[Parcel] = []
        for each in messages_in(data)[0]:
            parcels += self._message(message, each, hashed=hashed)
        return parcels

    def note(self, message: Any) -> Any:
        """A message of tlslite's goes out as it is; what to send for it, which is written out already."""
        if message.contentType != ContentType.handshake:
            return message
        written = message.write()
        self.said.record(ContentType.handshake, bytes(written))
        return Message(ContentType.handshake, written)

    def _record(self, kind: int, data: bytes) -> list[Parcel]:
        pieces = [data[at : at + WHOLE] for at in range(0, len(data), WHOLE)] or [b""]
        parcels: list[Parcel] = []
        for piece in pieces:
            edits = self._edits_for(_RECORDS.get(ContentType(kind), ""))
            place = -kind, self._counts[_RECORDS.get(ContentType(kind), "")]
            parcels += self._around(Parcel(kind, piece, self._state), edits, place)
        if self._held is not None and kind == ContentType.change_cipher_spec:
            self._held.parcels += parcels
            return []
        return parcels

    def _message(self, message: Any, parsed: HandshakeMessage, *, hashed: bool) -> list[Parcel]:
        data = parsed.serialise()
        edits = self._edits_for(name_of(parsed))
        changed = self._changed(parsed, [edit for edit in edits if isinstance(edit, Change)])
        if changed != data:
            adopt(message, changed)
        self.said.message(HandshakeMessage(changed[0], changed[4:]))
        swap = next((edit for edit in edits if isinstance(edit, Swap)), None)
        if hashed and swap is None and not self._is_out_of_the_hash(edits):
            self.connection._handshake_hash.update(bytearray(changed))  # noqa: SLF001 - tlslite's
        place = data[0], sum(each.type == data[0] for each in self.said.messages)
        parcels = self._around(Parcel(ContentType.handshake, changed, self._state), edits, place)
        joins = [edit for edit in edits if isinstance(edit, Framing) and edit.how == "join"]
        return self._hold(parcels, changed, joins, swap, hashed=hashed)

    def _is_out_of_the_hash(self, edits: list[Edit]) -> bool:
        return any(
            (isinstance(edit, Omit) and not edit.hashed)
            or (isinstance(edit, Insert) and edit.where == "instead")
            for edit in edits
        )

    def _changed(self, message: HandshakeMessage, changes: list[Change]) -> bytes:
        if not changes and not (self.lying and message.type == HandshakeType.server_key_exchange):
            return message.serialise()  # but a ServerKeyExchange signs hellos, which may have been changed
        tree = tree_of(message, self.heard.tls)
        for change in changes:
            try:
                self._change(tree, change)
                self._edits[change] = True
            except (Nowhere, Missing, TypeError, ValueError, OverflowError, IndexError) as error:
                self._refuse(change, error)
        changed = tree.serialise()
        mended = mend(self.connection, self.said, tree, [change.target for change in changes])
        if changes:
            number = 1 + sum(each.type == message.type for each in self.said.messages)
            told = Told(message.type, number, message.serialise(), changed, mended is not None)
            short, self.shortened = self.shortened, b""
            if short:
                told = replace(told, before=told.before[: -len(short)] + short, shortened=True)
            self.told.append(told)
        return changed if mended is None else mended

    def _change(self, tree: Struct, change: Change) -> None:
        around = self._around_now(tree.serialise(), keyed(self.connection, tree))
        value = None if change.value is None else evaluate(change.value, around)
        if change.make == "repeat":
            repeat_item(tree, change.target)
        elif change.make == "move":
            move_item(tree, change.target, int(value or 0))
        elif change.make == "reverse":
            reverse_items(tree, change.target)
        else:
            apply_change(tree, change.target, change.make, value)
        tree.serialise()  # a number too large for its field shows here

    def _refuse(self, edit: Edit, error: Exception) -> None:
        self._edits.pop(edit, None)
        missing = self.heard.not_offered(edit.target) if isinstance(error, Nowhere) else None
        if missing is not None:
            self.unasked.append(f"{edit} is about an answer, and the other end does not offer {missing}")
        elif lacks_ticket(self.connection.setup, str(edit.target)):
            self.unasked.append(f"{edit} is about a resumption, and the other end has given no ticket")
        else:
            self.faults.append(f"{edit} could not be applied: {error}")

    def _edits_for(self, name: str) -> list[Edit]:
        self._counts[name] = self._counts.get(name, 0) + 1
        found = [
            edit
            for edit in self._edits
            if edit.target.message == EVERY
            or (edit.target.message, edit.target.which) == (name, self._counts[name])
        ]
        return [edit for edit in found if edit.target.message != EVERY or name not in _RECORDS.values()]

    # -- around a message --------------------------------------------------------------------------

    def _around(self, parcel: Parcel, edits: list[Edit], place: tuple[int, int]) -> list[Parcel]:
        """The parcel as its edits want it framed, with what they put around it; `place` as of `Placed`."""
        before: list[Parcel] = []
        after: list[Parcel] = []
        kept = True
        for edit in edits:
            if isinstance(edit, Change):
                continue
            self._edits[edit] = True
            if isinstance(edit, Insert):
                kept = kept and edit.where in ("before", "after")
                (after if edit.where == "after" else before).extend(self._try_items(edit, parcel.data))
            elif isinstance(edit, Omit):
                kept = False
            elif isinstance(edit, Repeat):
                after.append(replace(parcel))
        if framed := [edit for edit in edits if not isinstance(edit, Change)]:
            self._trace(place, parcel.data, framed, before, after, kept=kept)
        framings = [edit for edit in edits if isinstance(edit, Framing)]
        return [*before, *(self._framed(parcel, framings) if kept else []), *after]

    def _trace(
        self, place: tuple[int, int], data: bytes, edits: list[Edit], *parcels: list[Parcel], kept: bool
    ) -> None:
        """Note what is put before and behind a message, or that it is more than plain records."""
        records = [[in_clear(each) or self._as_usual(each) for each in some] for some in parcels]
        before, after = (tuple(around(each, data) for each in some if each is not None) for some in records)
        whole = not any(None in some for some in records)
        if whole and all(map(is_plain, edits)):
            self.placed.append(Placed(place, before, after, kept, not self._is_out_of_the_hash(edits)))
        else:
            self.beyond += map(str, edits)

    def _try_items(self, edit: Insert, original: bytes) -> list[Parcel]:
        try:
            return self._parcels_of(edit.items, original)
        except (Missing, TypeError, ValueError, OverflowError) as error:
            self._refuse(edit, error)
            return []

    def _framed(self, parcel: Parcel, framings: list[Framing]) -> list[Parcel]:
        pieces = [parcel.data[at : at + WHOLE] for at in range(0, len(parcel.data), WHOLE)] or [b""]
        for framing in framings:
            if framing.how == "split":
                pieces = pieces_of(parcel.data, framing.arguments[0])
            elif framing.how == "unprotect" or framing.arguments == ("none",):
                parcel.state = bare()
            elif framing.how == "under":
                parcel.state = self.connection.earlier_state()
            elif framing.how == "retype":
                assert isinstance(framing.arguments[0], int)
                parcel.type = framing.arguments[0]
            elif framing.how != "join":
                parcel.how = {**parcel.how, framing.how: framing.arguments}
        if len(pieces) == 1:
            parcel.data = pieces[0]
            return [parcel]
        return [replace(parcel, data=piece) for piece in pieces]

    def _hold(
        self, parcels: list[Parcel], data: bytes, joins: list[Framing], swap: Swap | None, *, hashed: bool
    ) -> list[Parcel]:
        """Put parcels behind or together with those that waited for this message, or let them wait."""
        held, self._held = self._held, None
        ready: list[Parcel] = []
        if held is not None:
            ready, parcels = _joined(held, parcels)
            parcels = [*parcels, *held.swapped]
            if held.unhashed:
                self.connection._handshake_hash.update(bytearray(held.unhashed))  # noqa: SLF001 - tlslite's
        if swap is not None:
            self._edits[swap] = True
            self._held = _Held(swapped=parcels, unhashed=data if hashed else b"")
            return ready
        if joins:
            count = joins[0].arguments[0]
            self._held = _Held(parcels=parcels, join=-1 if count is None else int(str(count)))
            return ready
        return [*ready, *parcels]

    def write_out(self, parcels: list[Parcel]) -> None:
        """Write what a message came to."""
        self._write(parcels)

    def _write(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            if parcel.state is AWAITED:
                self._awaiting.append(parcel)
            else:
                write(self.connection, parcel)

    def keys_changed(self) -> None:
        """Write what was to be sent under the keys that have just come into use."""
        awaiting, self._awaiting = self._awaiting, []
        self._write([replace(parcel, state=self._state) for parcel in awaiting])

    # -- items ---------------------------------------------------------------------------------------

    def _parcels_of(self, items: Iterable[Item], original: bytes) -> list[Parcel]:
        around = self._around_now(original)
        parcels: list[Parcel] = []
        state, how = self._state, {}
        for item in items:
            arguments = item.arguments(around)
            if item.kind == "keys":
                state = self.connection.state_called(arguments[0])
            elif item.kind == "sequence":
                how = {"resequence": (arguments[0],)}
            else:
                parcel = self._parcel(item.kind, arguments, state)
                parcels.append(replace(parcel, how={**parcel.how, **how}))
                how = {}
        return parcels

    def _parcel(self, kind: str, arguments: list[Any], state: Any) -> Parcel:
        match kind, arguments:
            case (("message" | "hashed"), [number, *body]):
                data = HandshakeMessage(number, body[0] if body else b"").serialise()
                if kind == "hashed":
                    self.connection._handshake_hash.update(bytearray(data))  # noqa: SLF001 - tlslite's
                return Parcel(ContentType.handshake, data, state, hashed=kind == "hashed")
            case "clear", [number, data, *version]:
                return Parcel(number, data, bare(), {"reversion": tuple(version) or (0x0303,)})
            case "alert", [level, description]:
                return Parcel(ContentType.alert, bytes((level, description)), state)
            case "ccs", []:
                return Parcel(ContentType.change_cipher_spec, b"\x01", state)
            case "inner", [data]:
                return Parcel(ContentType.application_data, data, state, inner=True)
            case "raw", [data]:
                return Parcel(0, data, raw=True)
            case _, [number, data]:
                return Parcel(number, data, state)
        raise TypeError(f"{kind} does not take {arguments}")

    def _around_now(self, original: bytes, functions: dict[str, Any] | None = None) -> Sayings:
        return Sayings({"subject": self.heard, "peer": self.said}, functions, original=original)

    @property
    def _state(self) -> Any:
        return self.connection._recordLayer._writeState  # noqa: SLF001 - tlslite offers no other way


def _joined(held: _Held, parcels: list[Parcel]) -> tuple[list[Parcel], list[Parcel]]:
    """What waited, with as much of the next message as it was to share its record with; and the rest."""
    if held.join is None or not parcels:
        return held.parcels, parcels
    first, *others = parcels
    messages = [parcel for parcel in held.parcels if parcel.type == ContentType.handshake]
    taken = first.data if held.join < 0 else first.data[: held.join]
    messages[-1].data += taken
    rest = first.data[len(taken) :]
    return held.parcels, [*([replace(first, data=rest)] if rest else []), *others]

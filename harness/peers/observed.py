"""What a peer has seen of the other end: every record, decrypted, and the messages put together again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from harness.edits.path import Key, Nowhere, Path
from harness.edits.value import Missing, Surroundings
from harness.names import Tls
from harness.transcript import KEY_UPDATE
from harness.wire.alerts import Alert
from harness.wire.handshake import HandshakeMessage, HandshakeType
from harness.wire.layouts import name_of, tree_of
from harness.wire.records import ContentType
from harness.wire.tree import Struct

_HEADER = 4
#: A server's messages whose extensions answer those of ClientHello (RFC 8446 section 4.2). What stands in a
#: retry stands there in any case, or is a cookie, which answers nothing.
_SESSION_TICKET = Key(35, by_type=True)
_ANSWERS = ("server_hello", "encrypted_extensions", "certificate")


class Seen(NamedTuple):
    """One record: its content type after decryption, and its content; None where it did not decrypt."""

    type: int
    data: bytes | None


class Heard:
    """Everything one end has sent, in order. `tls`: the version its messages are read in.

    What goes by is only kept; it is read as messages when somebody asks, which most conversations do once.
    """

    def __init__(self, tls: Tls) -> None:
        self.tls = tls
        self.records: list[Seen] = []
        self._unread: list[Seen | HandshakeMessage] = []
        self._messages: list[HandshakeMessage] = []
        self._order: list[int | HandshakeMessage] = []
        self._rest = b""  # the beginning of a message whose end has not come

    def record(self, kind: int, data: bytes | None) -> None:
        """A record went by."""
        seen = Seen(kind, data)
        self.records.append(seen)
        self._unread.append(seen)

    def message(self, message: HandshakeMessage) -> None:
        """A whole handshake message went by."""
        self._unread.append(message)

    @property
    def messages(self) -> list[HandshakeMessage]:
        """The whole handshake messages."""
        self._read()
        return self._messages

    @property
    def order(self) -> list[str]:
        """The names of messages, and of records that are not made of them."""
        self._read()
        return [_record_name(each) if isinstance(each, int) else name_of(each) for each in self._order]

    def _read(self) -> None:
        unread, self._unread = self._unread, []
        for each in unread:
            if isinstance(each, HandshakeMessage):
                self._take(each)
            elif each.type != ContentType.handshake or each.data is None:
                self._order.append(each.type)
            else:
                found, self._rest = messages_in(self._rest + each.data)
                for message in found:
                    self._take(message)

    def _take(self, message: HandshakeMessage) -> None:
        self._messages.append(message)
        self._order.append(message)

    @property
    def alerts(self) -> tuple[str, ...]:
        """Every alert, such as "fatal decode_error"; "unreadable alert" for one that did not decrypt."""
        found = []
        for seen in self.records:
            if seen.type != ContentType.alert:
                continue
            whole = seen.data is not None and len(seen.data) == 2
            found.append(str(Alert(*seen.data)) if whole and seen.data else "unreadable alert")
        return tuple(found)

    @property
    def summary(self) -> tuple[tuple[HandshakeMessage, ...], tuple[bytes, ...], int]:
        """The messages, the contents of alert records, and how long the longest record was, for the rules."""
        alerts, longest = [], 0
        for kind, data in self.records:
            if data is not None:
                longest = max(longest, len(data))
                if kind == ContentType.alert:
                    alerts.append(data)
        return tuple(self.messages), tuple(alerts), longest

    @property
    def course(self) -> tuple[int, ...]:
        """In order, while it decrypts: bytes of each application data record, KEY_UPDATE for one of those."""
        found, rest = [], b""
        for kind, data in self.records:
            if data is None:
                break
            if kind == ContentType.application_data:
                found.append(len(data))
            elif kind == ContentType.handshake:
                messages, rest = messages_in(rest + data)
                found += [KEY_UPDATE for each in messages if each.type == HandshakeType.key_update]
        return tuple(found)

    def tree(self, path: Path) -> Struct:
        """The message a path begins with. Raises `Missing` when it was not sent."""
        found = [message for message in self.messages if name_of(message) == path.message]
        if len(found) < path.which:
            raise Missing(
                f"no {path.message} was sent"
                if path.which == 1
                else f"no {path.message} no. {path.which} was sent"
            )
        return tree_of(found[path.which - 1], self.tls)

    def value(self, path: Path) -> object:
        """The value at a path; for records the list of their contents. Raises `Missing`."""
        if path.message in ("alert", "application_data", "change_cipher_spec"):
            kind = ContentType[path.message]
            return [seen.data or b"" for seen in self.records if seen.type == kind]
        if path.message == "every_message":
            return self.order
        try:
            return path.nodes(self.tree(path)).value
        except Nowhere as error:
            raise Missing(str(error)) from None

    def not_offered(self, answer: Path) -> str | None:
        """The extension of an answer that a path leads into, if a ClientHello was sent without one such."""
        kind = next((step for step in answer.steps if isinstance(step, Key) and step.by_type), None)
        if answer.message == "new_session_ticket" and self.tls is Tls.V12:  # RFC 5077 section 3.2
            kind = _SESSION_TICKET
        elif answer.message not in _ANSWERS:
            return None
        if kind is None:
            return None
        try:
            Path("client_hello", 1, ("extensions", kind)).nodes(self.tree(Path("client_hello")))
        except Nowhere:
            return str(kind).strip("[]")
        except Missing:
            return None  # it is no client
        return None


class Sayings(Surroundings):
    """The surroundings of an edit or a condition: what both ends have sent, and names of the moment."""

    def __init__(
        self, heard: dict[str, Heard], keyed: dict[str, Callable[..., object]] | None = None, **names: object
    ) -> None:
        self._heard = heard
        self._keyed = keyed or {}
        self.names = names

    def at(self, end: str, path: Path) -> object:
        """The value at a path of what `end` sent. Raises `Missing`."""
        return self._heard[end].value(path)

    def call(self, name: str, arguments: list[Any]) -> object:
        """What one of the functions given as `keyed` makes of the arguments. Raises `Missing`."""
        if name not in self._keyed:
            raise Missing(f"{name} has no message to be about")
        return self._keyed[name](*arguments)


def messages_in(data: bytes) -> tuple[list[HandshakeMessage], bytes]:
    """The whole handshake messages at the head of `data`, of any length, and what is left over."""
    found, at, size = [], 0, len(data)
    while at + _HEADER <= size:
        body = at + _HEADER
        end = body + int.from_bytes(data[at + 1 : body])
        if end > size:
            break
        found.append(HandshakeMessage(data[at], data[body:end]))
        at = end
    return found, data[at:]


def _record_name(kind: int) -> str:
    try:
        return ContentType(kind).name
    except ValueError:
        return f"type({kind})"

"""Rules on what a subject says under protection, as far as the reference peer has overheard it.

Nothing is asked of the peer for their sake: what it has not read by itself is not judged. Most speak
of TLS 1.3, where everything behind ServerHello is protected; nonces show without keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.attempts import WRITES, bytes_of, plaintext_of
from harness.endpoint import Done
from harness.ledger import Ledger
from harness.names import Role, Side, Tls
from harness.negotiation.names import extension_name
from harness.rulebook import Found, rule
from harness.suites import is_grease
from harness.transcript import KEY_UPDATE, Attempted, Transcript
from harness.wire.handshake import HandshakeMessage
from harness.wire.layouts import name_of, tree_of
from harness.wire.records import HEADER, MAX_PLAINTEXT, ContentType
from harness.wire.tree import Items, Struct, Vector

#: Where an extension of TLS 1.3 may stand besides the hellos (RFC 8446 section 4.2, RFC 8879, RFC 8449).
_IN_ENCRYPTED_EXTENSIONS = frozenset({0, 1, 10, 14, 15, 16, 19, 20, 28, 42})
_IN_CERTIFICATE = frozenset({5, 18})
#: Suites of TLS 1.2 with AES-GCM, whose records begin with an explicit nonce (RFC 5288, RFC 5289).
_AES_GCM = frozenset({0x009C, 0x009D, 0x009E, 0x009F, 0xC02B, 0xC02C, 0xC02F, 0xC030})
_NONCE = 8
_WEEK = 7 * 24 * 3600
#: Alerts that close a connection without an error (RFC 8446 section 6.1).
_CLOSURES = (0, 90)


@rule("rfc8446:4.3.1:encrypted-extensions", role=Role.SERVER)
def encrypted_extensions_only_answer(ledger: Ledger, transcript: Transcript) -> Found:
    """EncryptedExtensions answer what the client asked, belong there, and are unique; so with Certificate."""
    if transcript.tls is not Tls.V13 or not ledger.overheard.messages or not ledger.negotiated:
        return
    asked = ledger.negotiated[-1][0].extensions.keys()
    for message in ledger.overheard.messages:
        name = name_of(message)
        places = {"encrypted_extensions": _IN_ENCRYPTED_EXTENSIONS, "certificate": _IN_CERTIFICATE}.get(name)
        if places is None:
            continue
        for block in _blocks(message, name):
            for number in block:
                if number not in asked:
                    yield f"{extension_name(number)} in {name} is answered, and was not asked for", None
                elif number not in places:
                    yield f"{extension_name(number)} has no place in {name}", None
            if len(set(block)) < len(block):
                yield f"an extension stands twice in {name}", None


@rule("rfc8446:4.3.2:certificate-request", role=Role.SERVER)
def certificate_requests_are_complete(ledger: Ledger, transcript: Transcript) -> Found:
    """A CertificateRequest names signature_algorithms, and holds each extension once."""
    if transcript.tls is not Tls.V13:
        return
    for message in ledger.overheard.messages:
        if name_of(message) != "certificate_request":
            continue
        for block in _blocks(message, "certificate_request"):
            if 13 not in block:
                yield "a certificate_request without signature_algorithms", None
            plain = [number for number in block if not is_grease(number)]
            if len(set(plain)) < len(plain):
                yield "an extension stands twice in certificate_request", None


@rule("rfc8446:4.6.1:ticket-fields", role=Role.SERVER)
def tickets_are_in_order(ledger: Ledger, transcript: Transcript) -> Found:
    """A NewSessionTicket lives for seven days at most, holds a ticket, and has a nonce of its own."""
    if transcript.tls is not Tls.V13:
        return
    nonces: set[object] = set()
    for message in ledger.overheard.messages:
        if name_of(message) != "new_session_ticket":
            continue
        fields = _content(message)
        if not {"lifetime", "nonce", "ticket"} <= fields.keys():
            yield "a new_session_ticket that does not parse", None
            continue
        lifetime, nonce, ticket = (fields[name].value for name in ("lifetime", "nonce", "ticket"))
        if isinstance(lifetime, int) and lifetime > _WEEK:
            yield f"a ticket of {lifetime} seconds", None
        if not ticket:
            yield "an empty ticket", None
        if nonce in nonces:
            yield "two tickets with one nonce", None
        nonces.add(nonce)


@rule("rfc8446:4.6.3:update-first")
def requested_update_comes_first(ledger: Ledger, transcript: Transcript) -> Found:
    """Who has read a request for a KeyUpdate sends one before any application data that is written then.

    It has read the request with the first byte that was sent behind it. What was written before is let
    pass: it may have been protected already.
    """
    heard, mine = ledger.overheard, ledger.calls[Side.SUBJECT]
    if not heard.asked or not ledger.unharmed or ledger.handled or "ask" in mine:
        return
    if ledger.may_have_come("alert"):
        return  # behind close_notify a request counts for nothing
    for asked in heard.asked:
        event, written = _first_read_behind(ledger, asked.written)
        if event is not None and _data_comes_first(heard.course, written, asked.heard):
            yield "application data, and no KeyUpdate since one was asked for", event


@rule("rfc8446:6:alert-levels")
def errors_are_fatal(ledger: Ledger, transcript: Transcript) -> Found:
    """In TLS 1.3 an alert that reports an error is sent with the level fatal, in a record of its own."""
    if transcript.tls is not Tls.V13:
        return
    for alert in ledger.overheard.alerts:
        if len(alert) != 2:
            yield f"an alert record of {len(alert)} bytes", None
        elif alert[1] not in _CLOSURES and alert[0] != 2:
            yield f"error alert {alert[1]} with the level {alert[0]}", None


@rule("rfc8446:5.1:plaintext-length")
def plaintext_is_not_too_long(ledger: Ledger, transcript: Transcript) -> Found:
    """No record holds more than 2^14 bytes of plaintext."""
    if ledger.overheard.longest > MAX_PLAINTEXT:
        yield f"a record of {ledger.overheard.longest} bytes of plaintext", None


@rule("rfc5288:3:nonce")
def explicit_nonces_differ(ledger: Ledger, transcript: Transcript) -> Found:
    """Under AES-GCM in TLS 1.2 no explicit nonce is used twice with one key."""
    chosen = ledger.negotiated[-1][1] if ledger.negotiated else None
    if chosen is None or chosen.is_13 or chosen.hello.cipher_suite not in _AES_GCM:
        return
    if ledger.handled or ledger.framing.broken:
        return
    wire, seen, protected = ledger.emitted[Side.SUBJECT], set[bytes](), False
    for at in ledger.framing.starts:
        if wire[at] == ContentType.change_cipher_spec:
            if protected:
                return  # a renegotiation: other keys
            protected = True
        elif protected and at + HEADER + _NONCE <= len(wire):
            nonce = wire[at + HEADER : at + HEADER + _NONCE]
            if nonce in seen:
                yield f"the explicit nonce {nonce.hex()} comes twice", None
                return
            seen.add(nonce)


def _first_read_behind(ledger: Ledger, offset: int) -> tuple[Attempted | None, int]:
    """The subject's read of the first byte behind that offset, and how much it had written or begun to."""
    read = accepted = pending = 0
    for event in ledger.attempts[Side.SUBJECT]:
        read += len(plaintext_of(event))
        if read > offset:
            return event, accepted + pending
        if event.call.name not in WRITES:
            continue
        if isinstance(event.outcome, Done):
            accepted += event.outcome.value if isinstance(event.outcome.value, int) else 0
            pending = 0
        else:
            pending = max(pending, len(bytes_of(event.call.args[0])))
    return None, 0


def _data_comes_first(course: tuple[int, ...], written: int, updates: int) -> bool:
    """Whether data behind the first `written` bytes comes before there were more KeyUpdates than that."""
    said = 0
    for each in course:
        if each == KEY_UPDATE:
            updates -= 1
        elif said >= written and each:
            return updates >= 0
        else:
            said += each
    return False


def _content(message: HandshakeMessage) -> dict[str, Any]:
    body = tree_of(message, Tls.V13).fields["body"]
    inner = body.inner if isinstance(body, Vector) else None
    return dict(inner.fields) if isinstance(inner, Struct) else {}


def _blocks(message: HandshakeMessage, name: str) -> Iterator[list[int]]:
    """The types in each extension block of a message."""
    fields = _content(message)
    if name == "certificate":
        entries = getattr(fields.get("entries"), "inner", None)
        nodes = entries.nodes if isinstance(entries, Items) else []
        holders = [node.fields for node in nodes if isinstance(node, Struct)]
    else:
        holders = [fields]
    for holder in holders:
        block = getattr(holder.get("extensions"), "inner", None)
        if isinstance(block, Items):
            yield [int.from_bytes(node.serialise()[:2]) for node in block.nodes]

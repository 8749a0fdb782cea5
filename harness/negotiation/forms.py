"""Rules on form: the subject's hellos can be read, to the last byte of every extension we know."""

from __future__ import annotations

from collections.abc import Callable

from harness.hellos import TLS13, Answer, items, numbers, vector
from harness.ledger import Ledger
from harness.names import Role
from harness.negotiation.names import extension_name, group_name, hosts_in
from harness.rulebook import Found, rule
from harness.transcript import Transcript
from harness.wire.handshake import HandshakeType

Fits = Callable[[bytes], bool]


def _empty(data: bytes) -> bool:
    return not data


def _initial(data: bytes) -> bool:
    """renegotiation_info of an initial handshake (RFC 5746 sections 3.4 and 3.6)."""
    return data == b"\0"


def _one_of_four(data: bytes) -> bool:
    """max_fragment_length (RFC 6066 section 4)."""
    return len(data) == 1 and 1 <= data[0] <= 4


def _points(data: bytes) -> bool:
    """ec_point_formats (RFC 8422 section 5.1.2)."""
    return bool(vector(data, 1))


def _names(data: bytes) -> bool:
    """server_name of a client (RFC 6066 section 3); a list with names of other types is not judged."""
    hosts = hosts_in(data)
    return bool(hosts) and 2 + 3 * len(hosts) + sum(map(len, hosts)) == len(data)


def _status(data: bytes) -> bool:
    """status_request of a client (RFC 6066 section 8); other types than OCSP are not judged."""
    if data[:1] != b"\x01":
        return bool(data)
    middle = 3 + int.from_bytes(data[1:3])
    return len(data) >= middle + 2 and vector(data[middle:], 2) is not None


def _limit(data: bytes) -> bool:
    """record_size_limit: at least 64 (RFC 8449 section 4)."""
    return len(data) == 2 and int.from_bytes(data) >= 64


def _zeros(data: bytes) -> bool:
    """An extension `padding` (RFC 7685 section 3)."""
    return not data.strip(b"\0")


def _cookie(data: bytes) -> bool:
    """An extension `cookie` (RFC 8446 section 4.2.2)."""
    return bool(vector(data, 2))


#: How long a key share is (RFC 8446 sections 4.2.8.1 and 4.2.8.2); those on NIST curves begin with 4.
_SHARES = {23: 65, 24: 97, 25: 133, 29: 32, 30: 56, 256: 256, 257: 384, 258: 512, 259: 768, 260: 1024}
_NIST, _UNCOMPRESSED = (23, 24, 25), 4

_OFFERS: dict[int, Fits] = {
    0: _names, 1: _one_of_four, 5: _status, 11: _points, 21: _zeros, 22: _empty, 23: _empty,
    27: lambda data: numbers(data, 1) is not None, 28: _limit, 42: _empty, 44: _cookie, 49: _empty,
    50: lambda data: numbers(data, 2) is not None, 0xFF01: _initial,
}  # fmt: skip
#: Extensions that an offer decodes anyhow, and where it keeps them.
_DECODED = {
    10: "groups", 13: "schemes", 16: "protocols", 41: "identities", 43: "listed", 45: "modes", 51: "shares",
}  # fmt: skip
_ANSWERS_12: dict[int, Fits] = {
    0: _empty, 1: _one_of_four, 5: _empty, 11: _points, 22: _empty, 23: _empty, 28: _limit, 35: _empty,
    16: lambda data: len(items(vector(data, 2), 1) or ()) == 1, 0xFF01: _initial,
}  # fmt: skip
_ANSWERS_13: dict[int, Fits] = {
    41: lambda data: len(data) == 2,
    43: lambda data: len(data) == 2,
    51: lambda data: bool(vector(data[2:], 2)),
}
_RETRIES: dict[int, Fits] = {
    43: lambda data: len(data) == 2,
    44: _cookie,
    51: lambda data: len(data) == 2,
}


@rule("rfc8446:4.1.2:form", role=Role.CLIENT)
def client_hello_can_be_read(ledger: Ledger, transcript: Transcript) -> Found:
    """A client speaks first with a ClientHello, and it and its known extensions have their form."""
    said = ledger.clear[Role.CLIENT]
    if said and said[0].type != HandshakeType.client_hello:
        yield f"the client's first handshake message is of type {said[0].type}", None
    if len(ledger.offered) < len(ledger.offers):
        yield "the ClientHello is malformed", None
    for offer in ledger.offered:
        for number, data in offer.extensions.items():
            if number in _DECODED:
                fine = getattr(offer, _DECODED[number]) is not None
            else:
                fine = number not in _OFFERS or _OFFERS[number](data)
            if not fine:
                yield f"{extension_name(number)} of the ClientHello is malformed: {data.hex()}", None


@rule("rfc8446:4.1.3:form", role=Role.SERVER)
def server_hello_can_be_read(ledger: Ledger, transcript: Transcript) -> Found:
    """A ServerHello or HelloRetryRequest and its known extensions have their form."""
    if len(ledger.answered) < len(ledger.answers):
        yield "the ServerHello is malformed", None
    for answer in ledger.answered:
        for number, data in answer.extensions.items():
            fits = _forms(answer).get(number)
            if fits is not None and not fits(data):
                yield f"{extension_name(number)} of the ServerHello is malformed: {data.hex()}", None


def _forms(answer: Answer) -> dict[int, Fits]:
    if answer.retry:
        return _RETRIES
    return _ANSWERS_13 if answer.version == TLS13 else _ANSWERS_12


@rule("rfc8446:4.2:unique")
def extensions_are_unique(ledger: Ledger, transcript: Transcript) -> Found:
    """No hello holds two extensions of one type."""
    for hello in ledger.own:
        if len(hello.extensions) < len(hello.hello.extensions or ()):
            seen: set[int] = set()
            for number, _ in hello.hello.extensions or ():
                if number in seen:
                    yield f"{extension_name(number)} stands in a hello twice", None
                seen.add(number)


@rule("rfc8446:4.2.8.2:share-form")
def key_shares_have_their_form(ledger: Ledger, transcript: Transcript) -> Found:
    """A key share is as long as its group says, and on the NIST curves an uncompressed point."""
    offered = [share for offer in ledger.offered for share in offer.shares or ()]
    answered = [answer.share for answer in ledger.answered if answer.share and not answer.retry]
    for group, key in (*offered, *answered):
        if len(key) != _SHARES.get(group, len(key)) or (group in _NIST and key[0] != _UNCOMPRESSED):
            yield f"a key share of {len(key)} bytes for {group_name(group)}: {key[:8].hex()}...", None


@rule("rfc8422:5.1.2:uncompressed")
def point_formats_hold_the_uncompressed(ledger: Ledger, transcript: Transcript) -> Found:
    """ec_point_formats, where it is sent, holds the uncompressed format."""
    for hello in ledger.own:
        formats = vector(hello.extensions.get(11), 1)
        if formats and 0 not in formats:
            yield f"ec_point_formats holds no uncompressed format, only {list(formats)}", None


@rule("rfc8446:4.1.2:random")
def randoms_are_no_constants(ledger: Ledger, transcript: Transcript) -> Found:
    """The random of a hello is not one byte over and over, nor a server's the one it was sent."""
    for hello in ledger.own:
        if len(set(hello.hello.random)) == 1:
            yield f"the random of a hello is {hello.hello.random.hex()}", None
    for offer, answer in ledger.negotiated if ledger.role is Role.SERVER else ():
        if answer.hello.random == offer.hello.random:
            yield "the ServerHello repeats the client's random", None

"""Hellos decoded for the rules: what a client offers, what a server chooses.

None stands for an extension that is absent or malformed alike; whoever cares about the difference looks into
`extensions`. They are made in every cell of a run, so they are decoded once and without ado.
"""

from __future__ import annotations

import functools
import struct
from typing import NamedTuple

from harness.clear import Said
from harness.errors import ParseError
from harness.wire.handshake import ClientHello, HandshakeType, ServerHello

TLS12, TLS13 = 0x0303, 0x0304
_CLIENT_HELLO, _SERVER_HELLO = int(HandshakeType.client_hello), int(HandshakeType.server_hello)
_NAMED_CURVE = b"\x03"


class Offer:
    """A ClientHello, and what it offers.

    extensions: data by type, of repeated ones the first. listed: supported_versions. groups:
    supported_groups. shares: key_share, as (group, key) pairs, maybe none. schemes: signature_algorithms.
    modes: psk_key_exchange_modes, a byte each. protocols: those of ALPN. identities: how many pre-shared
    keys there are, each with its binder. (RFC 8446 section 4.2, RFC 7301 section 3.1.)
    """

    def __init__(self, hello: ClientHello, said: Said) -> None:
        self.hello = hello
        self.said = said
        self.extensions = there = dict(reversed(hello.extensions or ()))
        self.listed = numbers(there.get(43), 1)
        self.groups = numbers(there.get(10), 2)
        self.shares = _shares(there.get(51))
        self.schemes = numbers(there.get(13), 2)
        self.modes = vector(there.get(45), 1) or None
        self.protocols = items(vector(there.get(16), 2), 1)
        self.identities = _identities(there.get(41))
        #: Whether TLS 1.3 is among the versions offered.
        self.offers_13 = self.listed is not None and TLS13 in self.listed


class Answer:
    """A ServerHello or HelloRetryRequest, and what it chooses.

    extensions: as of an offer. retry: whether it asks for another ClientHello. version: the one it selects.
    is_13: whether that is TLS 1.3, as with every retry. share: key_share, a group and its key, which is b""
    in a retry. (RFC 8446 sections 4.1.3, 4.1.4 and 4.2.)
    """

    def __init__(self, hello: ServerHello, said: Said) -> None:
        self.hello = hello
        self.said = said
        self.extensions = there = dict(reversed(hello.extensions or ()))
        self.retry = hello.is_hello_retry_request
        selected = there.get(43)
        self.version = hello.legacy_version if selected is None else int.from_bytes(selected[:2])
        self.is_13 = self.retry or self.version == TLS13
        self.share = _share(there.get(51), retry=self.retry)


class SignedShare(NamedTuple):
    """What a ServerKeyExchange says: its curve and its signature's scheme; None for what it lacks."""

    curve: int | None
    scheme: int | None


def read_signed_share(body: bytes, *, elliptic: bool) -> SignedShare:
    """A share on a named curve (RFC 8422 section 5.4), or in a field of a prime (RFC 5246 section 7.4.3)."""
    at, curve = 0, None
    if elliptic:
        curve = int.from_bytes(body[1:3]) if body[:1] == _NAMED_CURVE else None
        at = 4 + int.from_bytes(body[3:4])
    else:
        for _ in ("p", "g", "public key"):
            at += 2 + int.from_bytes(body[at : at + 2])
    whole = (curve or not elliptic) and vector(body[at + 2 :], 2)
    return SignedShare(curve, int.from_bytes(body[at : at + 2]) if whole else None)


def offers_in(said: list[Said]) -> list[Offer | None]:
    """The ClientHellos among these messages; None for one that is malformed."""
    found: list[Offer | None] = []
    for each in said:
        if each.type == _CLIENT_HELLO:
            try:
                found.append(Offer(ClientHello.parse(each.body), each))
            except ParseError:
                found.append(None)
    return found


def answers_in(said: list[Said]) -> list[Answer | None]:
    """The ServerHellos and HelloRetryRequests among these messages; None for one that is malformed."""
    found: list[Answer | None] = []
    for each in said:
        if each.type == _SERVER_HELLO:
            try:
                found.append(Answer(ServerHello.parse(each.body), each))
            except ParseError:
                found.append(None)
    return found


def vector(data: bytes | None, width: int) -> bytes | None:
    """What a vector with a length prefix of `width` bytes holds; None when `data` is not exactly that."""
    if data is None or len(data) < width or int.from_bytes(data[:width]) != len(data) - width:
        return None
    return data[width:]


@functools.lru_cache(maxsize=256)  # a subject's lists are the same in every hello
def numbers(data: bytes | None, width: int) -> tuple[int, ...] | None:
    """A vector of two-byte numbers, at least one; None when `data` is not exactly that."""
    held = vector(data, width)
    if not held or len(held) % 2:
        return None
    return struct.unpack(f">{len(held) // 2}H", held)


def items(data: bytes | None, width: int) -> tuple[bytes, ...] | None:
    """The vectors, none of them empty, that `data` is made of; None when it is not, or there is none."""
    found, at = [], 0
    while data and at < len(data):
        end = at + width + int.from_bytes(data[at : at + width])
        if end > len(data) or end <= at + width:
            return None
        found.append(data[at + width : end])
        at = end
    return tuple(found) or None


def _share(data: bytes | None, *, retry: bool) -> tuple[int, bytes] | None:
    if data is None or retry:
        return (int.from_bytes(data), b"") if data and len(data) == 2 else None
    key = vector(data[2:], 2)
    return (int.from_bytes(data[:2]), key) if key else None


def _shares(data: bytes | None) -> tuple[tuple[int, bytes], ...] | None:
    held, found, at = vector(data, 2), [], 0
    if held is None:
        return None
    while at < len(held):
        end = at + 4 + int.from_bytes(held[at + 2 : at + 4])
        if end > len(held) or end <= at + 4:
            return None
        found.append((int.from_bytes(held[at : at + 2]), held[at + 4 : end]))
        at = end
    return tuple(found)


def _identities(data: bytes | None) -> int | None:
    """The number of pre-shared keys, when there are as many binders and each is as long as one can be."""
    if data is None:
        return None
    middle = 2 + int.from_bytes(data[:2])
    held, binders, at, count = data[2:middle], items(vector(data[middle:], 2), 1), 0, 0
    while at < len(held):
        size = int.from_bytes(held[at : at + 2])
        at += 2 + size + 4
        count += 1
        if not size:
            return None
    if at != len(held) or binders is None or len(binders) != count or min(map(len, binders)) < 32:
        return None
    return count

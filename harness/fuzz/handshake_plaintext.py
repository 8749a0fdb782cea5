"""Target `handshake_plaintext`: bytes as handshake messages under live keys, amid the handshake or after it.

The first bytes choose role, version, place and record sizes; the rest is a stream of handshake messages,
lengths and all, which the reference peer protects with the keys of its moment.
"""

from __future__ import annotations

from harness.fuzz.choose import Bytes, Choose
from harness.fuzz.grammar.endings import ENDING, HANDSHAKE
from harness.fuzz.grammar.settings import Words, setting
from harness.fuzz.mutators.heads import Headed
from harness.fuzz.mutators.streams import mutate_messages, split_messages
from harness.fuzz.scripted import try_written
from harness.fuzz.target import Finding, Target, Trial
from harness.names import Role, Tls
from harness.written import Written

_HEAD = 7
_MOST_RECORDS = 64
#: Where protected messages, or in TLS 1.2 those behind the hello, can be put: before, behind or in place of.
PLACES: dict[tuple[Tls, Role], tuple[str, ...]] = {
    (Tls.V13, Role.SERVER): ("finished", "encrypted_extensions", "certificate", "certificate_verify"),
    (Tls.V13, Role.CLIENT): ("finished", "certificate", "certificate_verify"),
    (Tls.V12, Role.SERVER): ("finished", "certificate", "server_key_exchange", "server_hello_done"),
    (Tls.V12, Role.CLIENT): ("finished", "client_key_exchange", "certificate", "certificate_verify"),
}
_CLIENT_CERTIFICATE = ("subject.configured(verify='optional')", "peer.configured(certificate='client')")


def handshake_plaintext(data: bytes, trial: Trial) -> Finding | None:
    """Any bytes as protected handshake messages end in a known error or are borne with, and break no rule."""
    return try_written(spoken(Bytes(data[:_HEAD]), data[_HEAD:]), trial)


def spoken(choose: Choose, stream: bytes) -> Written:
    """A handshake in which, or after which, the peer says this stream of messages."""
    words = setting(choose)
    after, where = choose.pick((True, False)), choose.pick(("instead", "before", "after", "replace"))
    place = choose.pick(PLACES[words.tls, words.role.other])
    size = choose.pick((16384, 16384, 16384, 1, 2, 3, 4, 5, 16, 100))
    if after:
        told = f"peer.injects({', '.join(map(repr, _records(stream, size)))})"
        asked = choose.pick(((), ("subject.configured(post_handshake_auth=True)",)))
        steps = (*(asked if words.role is Role.CLIENT else ()), HANDSHAKE, told)
    else:
        items = _hashed(stream) if where == "instead" else _records(stream, size)
        told = f"peer.forges({f'{where}({place}, {chr(44).join(items)})'!r})"
        steps = (*_needs(words, place), told, HANDSHAKE)
    behind = "peer.writes(payload(40, 'behind')).anything()"
    return words.written("Messages under live keys.", "harness:bounded", (*steps, behind, *ENDING))


def _needs(words: Words, place: str) -> tuple[str, ...]:
    """What makes a client send its certificate."""
    return _CLIENT_CERTIFICATE if words.role is Role.SERVER and place.startswith("certificate") else ()


def _records(stream: bytes, size: int) -> list[str]:
    """The stream in handshake records of that size, as items."""
    size = max(size, len(stream) // _MOST_RECORDS)
    return [f"record(22, {stream[at : at + size]!r})" for at in range(0, len(stream) or 1, size)]


def _hashed(stream: bytes) -> list[str]:
    """The messages of the stream as they count for Finished, and what is no whole message behind them."""
    items = []
    for part in split_messages(stream) or [b""]:
        whole = len(part) >= 4 and len(part) == 4 + int.from_bytes(part[1:4])
        items.append(f"hashed({part[0]}, {part[4:]!r})" if whole else f"record(22, {part!r})")
    return items


TARGET = Target(handshake_plaintext, longest=2048 + _HEAD, mutator=Headed(_HEAD, mutate_messages))

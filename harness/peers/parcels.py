"""Parcels: what a forging peer writes, one record each, and how it is protected, at the very last stop.

Everything below encryption happens here, from outside tlslite's record layer: other keys, another
sequence number, padding, MAC, header, and bytes changed after protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from harness.names import Tls
from harness.peers.tlslite_imports import ConnectionState, Message
from harness.wire.records import HEADER, ContentType

#: The longest plaintext a record of ours has unless an edit says otherwise.
WHOLE = 2**14


@dataclass
class Parcel:
    """One record to be written: content type, plaintext, and the state it is written under.

    how: the framings of `harness.edits.edit.FRAMINGS` that act at this stop, with their arguments.
    inner: `data` is a whole TLSInnerPlaintext. raw: `data` is no record at all. hashed: it has entered the
    transcript hash, besides what tlslite sends.
    """

    type: int
    data: bytes
    state: Any = None
    how: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    inner: bool = False
    raw: bool = False
    hashed: bool = False


#: The version of tlslite's records before its first hello, and what a record has then (RFC 8446 section 5.1).
_NOT_SET, _FIRST = (0, 0), (3, 3)


def in_clear(parcel: Parcel) -> tuple[int, bytes] | None:
    """Type 0 and the very bytes of a parcel that nothing protects, None of any other."""
    if parcel.raw:
        return 0, bytes(parcel.data)
    if set(parcel.how) != {"reversion"} or parcel.state is None or parcel.state.encContext is not None:
        return None
    head = parcel.type.to_bytes(1) + int(parcel.how["reversion"][0]).to_bytes(2)
    return 0, head + len(parcel.data).to_bytes(2) + bytes(parcel.data)


def pieces_of(data: bytes, sizes: object) -> list[bytes]:
    """`data` in pieces of these sizes; the last size goes on to the end."""
    wanted = list(sizes) if isinstance(sizes, tuple) else [sizes]
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        size = int(str(wanted[min(len(pieces), len(wanted) - 1)]))
        if size == 0:
            pieces.append(b"")
            wanted.pop(min(len(pieces) - 1, len(wanted) - 1))
            if not wanted:
                wanted = [len(data)]
            continue
        pieces.append(data[at : at + size])
        at += size
    return pieces or [b""]


def write(connection: Any, parcel: Parcel) -> None:
    """Protect a parcel and put it on the wire."""
    connection.sock.flush()
    leaving = connection.wire.leaving
    start = len(leaving)
    if parcel.raw:
        leaving += parcel.data
        connection.confidant.sent.append((None, parcel.data))
        return
    if parcel.inner:
        connection.confidant.sent.append((parcel.type, parcel.data))
    layer = connection._recordLayer  # noqa: SLF001 - tlslite offers no other way
    with ExitStack() as stack:
        _prepare(layer, parcel, connection.setup.spoken, stack)
        _send(layer, parcel)
    connection.sock.flush()
    _spoil(leaving, start, parcel.how)


def _send(layer: Any, parcel: Parcel) -> None:
    if parcel.inner:
        sealed = layer._encryptThenSeal(bytearray(parcel.data), ContentType.application_data)  # noqa: SLF001
        steps = layer._recordSocket.send(Message(ContentType.application_data, sealed))  # noqa: SLF001
    else:
        steps = layer.sendRecord(Message(parcel.type, bytearray(parcel.data)))
    for _ in steps:
        pass


def _prepare(layer: Any, parcel: Parcel, tls: Tls, stack: ExitStack) -> None:
    how, socket = parcel.how, layer._recordSocket  # noqa: SLF001
    if parcel.state is not None and parcel.state is not layer._writeState:  # noqa: SLF001
        stack.enter_context(_replaced(layer, "_writeState", parcel.state))
    if "resequence" in how:
        layer._writeState.seqnum = how["resequence"][0]  # noqa: SLF001
    if "reversion" in how:
        version = divmod(how["reversion"][0], 256)
        stack.enter_context(_replaced(socket, "version", version))
        if tls is Tls.V12:  # there the version is authenticated as the record layer knows it
            stack.enter_context(_replaced(layer, "_version", version))
    elif socket.version == _NOT_SET:
        stack.enter_context(_replaced(socket, "version", _FIRST))
    if "pad" in how:
        count = how["pad"][0]
        if tls is Tls.V13:
            stack.enter_context(_replaced(layer, "padding_cb", lambda *_: count))
        else:
            stack.enter_context(
                _replaced(layer, "addPadding", lambda data: _padded(data, layer.blockSize, count))
            )
    if "damage_mac" in how:
        mask, honest = how["damage_mac"][0] or 1, layer.calculateMAC
        stack.enter_context(_replaced(layer, "calculateMAC", lambda *args: _flipped(honest(*args), -1, mask)))
    if "damage_padding" in how:
        stack.enter_context(
            _replaced(layer, "addPadding", _wrong_padding(layer.addPadding, *how["damage_padding"]))
        )


def _wrong_padding(honest: Any, byte: int | None, mask: int | None) -> Any:
    def pad(data: bytearray) -> bytearray:
        before = len(data)
        padded = bytearray(honest(data))
        padding = _flipped(padded[before:], byte or 0, mask or 1)
        return padded[:before] + padding

    return pad


def _padded(data: bytearray, block: int, count: int) -> bytearray:
    """CBC padding of at least `count` bytes, as few as a whole number of blocks allows, at most 256."""
    size = block - len(data) % block
    while size < count and size + block <= 256:
        size += block
    return data + bytearray([size - 1] * size)


def _flipped(data: bytearray, byte: int, mask: int) -> bytearray:
    changed = bytearray(data)
    changed[byte] ^= mask
    return changed


def _spoil(leaving: bytearray, start: int, how: dict[str, tuple[Any, ...]]) -> None:
    """Change the protected record after the fact."""
    if "truncate" in how:
        count = how["truncate"][0] or 1
        del leaving[len(leaving) - count :]
        leaving[start + 3 : start + HEADER] = (len(leaving) - start - HEADER).to_bytes(2)
    if "damage" in how:
        byte, mask = how["damage"]
        at = -1 if byte is None else byte
        leaving[at if at < 0 else start + at] ^= mask or 1


@contextmanager
def _replaced(thing: Any, name: str, value: Any) -> Iterator[None]:
    """An attribute has another value for a while; one of the class shows again afterwards."""
    own = name in vars(thing)
    before = getattr(thing, name)
    setattr(thing, name, value)
    try:
        yield
    finally:
        if own or isinstance(getattr(type(thing), name, None), property):
            setattr(thing, name, before)
        else:
            delattr(thing, name)


def bare() -> Any:
    """A state without keys."""
    return ConnectionState()

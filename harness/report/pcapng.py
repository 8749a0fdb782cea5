"""A transcript as a capture: pcapng, TCP/IP made up around what was delivered, the secrets to read it.

One frame for each delivery, so that the segments are exactly what the schedule made of the bytes, damage
included. Every connection has a client port of its own; the server's is 443, so that Wireshark takes it for
TLS. A tick of the virtual clock is a millisecond. The secrets go before the frames in a decryption secrets
block, and what happened beside the wire (steps, calls, cuts) is the comment of the next frame.

Source: draft-ietf-opsawg-pcapng, sections 4.1 to 4.7.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.endpoint import Wants
from harness.errors import UsageError
from harness.names import Role
from harness.transcript import Attempted, Connected, Delivered, Misbehaved, Note, Revealed, Transcript

_SECTION, _INTERFACE, _PACKET, _SECRETS = 0x0A0D0D0A, 1, 6, 10
_COMMENT = 1
_RAW_IP = 101  # LINKTYPE_RAW
_TLS_KEY_LOG = 0x544C534B
_MOST = 60000  # bytes of payload in one frame: an IPv4 packet has at most 65535
_MICROSECONDS = 1000  # in a tick
_FIN, _SYN, _PUSH_ACK, _ACK = 0x01, 0x02, 0x18, 0x10
_ADDRESS = {Role.CLIENT: bytes((192, 0, 2, 1)), Role.SERVER: bytes((192, 0, 2, 2))}  # RFC 5737
_HTTPS, _FIRST_PORT = 443, 49152


def capture(transcript: Transcript, title: str = "") -> bytes:
    """The bytes of a pcapng file; `title` is its comment."""
    secrets = keylog(transcript)
    blocks = [_section(title), _block(_INTERFACE, struct.pack("<HHI", _RAW_IP, 0, 0))]
    if secrets:
        head = struct.pack("<II", _TLS_KEY_LOG, len(secrets))
        blocks.append(_block(_SECRETS, head + _padded(secrets.encode("ascii"))))
    blocks += _Wire(transcript).frames()
    return b"".join(blocks)


def keylog(transcript: Transcript) -> str:
    """The lines of a key log for all its connections; "" when the peer told no secrets."""
    events = transcript.events
    return "".join(f"{line}\n" for event in events if isinstance(event, Revealed) for line in event.secrets)


def write_capture(path: Path, transcript: Transcript, title: str = "") -> None:
    """Write a capture. Raises `UsageError` when the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(capture(transcript, title))
    except OSError as error:
        raise UsageError(f"cannot write a capture to {path}: {error.strerror}") from error


@dataclass
class _Wire:
    """The TCP connections a transcript is told as."""

    transcript: Transcript
    _port: int = _FIRST_PORT - 1
    _sequence: dict[Role, int] = field(default_factory=dict)
    _told: list[str] = field(default_factory=list)
    _frames: int = 0

    def frames(self) -> Iterator[bytes]:
        """The packet blocks, in the order of the run."""
        for event in self.transcript.events:
            match event:
                case Connected():
                    yield from self._open(event.tick)
                case Delivered():
                    yield from self._deliver(event)
                case Attempted() if not isinstance(event.outcome, Wants):
                    self._told.append(f"{event.side}: {event.call} -> {event.outcome}")
                case Misbehaved():
                    self._told.append(f"{event.side}, {event.doing}: {event.outcome}")
                case Note():
                    self._told.append(str(event.about))
        if self._told and self._sequence:  # what was said last needs a frame to stand at
            last = self.transcript.events[-1].tick
            yield self._frame(last, Role.CLIENT, _ACK)

    def _open(self, tick: int) -> Iterator[bytes]:
        self._port += 1
        self._sequence = dict.fromkeys(Role, 0)
        yield self._frame(tick, Role.CLIENT, _SYN)
        yield self._frame(tick, Role.SERVER, _SYN | _ACK)
        yield self._frame(tick, Role.CLIENT, _ACK)

    def _deliver(self, event: Delivered) -> Iterator[bytes]:
        sender = self.transcript.lane_of(event.side.other)
        for at in range(0, len(event.data), _MOST):
            yield self._frame(event.tick, sender, _PUSH_ACK, event.data[at : at + _MOST])
        if event.eof:
            yield self._frame(event.tick, sender, _FIN | _ACK)

    def _frame(self, tick: int, sender: Role, flags: int, data: bytes = b"") -> bytes:
        """One packet block, in which `sender` says `data`; its sequence number goes on."""
        ports = (self._port, _HTTPS) if sender is Role.CLIENT else (_HTTPS, self._port)
        mine, theirs = self._sequence[sender], self._sequence[sender.other]
        acknowledged = theirs if flags & _ACK else 0
        tcp = struct.pack(">HHIIBBHHH", *ports, mine, acknowledged, 5 << 4, flags, 0xFFFF, 0, 0)
        self._sequence[sender] = (mine + len(data) + bool(flags & (_SYN | _FIN))) & 0xFFFFFFFF
        addresses = _ADDRESS[sender] + _ADDRESS[sender.other]
        tcp = tcp[:16] + _checksum(_pseudo_header(addresses, len(tcp) + len(data)) + tcp + data) + tcp[18:]
        packet = _ipv4(addresses, tcp + data, self._frames & 0xFFFF)
        self._frames += 1
        comment, self._told = "\n".join(self._told), []
        when = tick * _MICROSECONDS + self._frames  # no two frames at one time
        head = struct.pack("<IIIII", 0, when >> 32, when & 0xFFFFFFFF, len(packet), len(packet))
        return _block(_PACKET, head + _padded(packet) + _comment(comment))


def _section(title: str) -> bytes:
    head = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
    return _block(_SECTION, head + _comment(title))


def _block(kind: int, body: bytes) -> bytes:
    size = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + size + body + size


def _comment(text: str) -> bytes:
    """The options of a block: one comment, or none at all."""
    if not text:
        return b""
    data = text.encode("utf-8", "backslashreplace")[:0xFFFF]
    return struct.pack("<HH", _COMMENT, len(data)) + _padded(data) + bytes(4)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _ipv4(addresses: bytes, payload: bytes, number: int) -> bytes:
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), number, 0, 64, 6, 0) + addresses
    return head[:10] + _checksum(head) + head[12:] + payload


def _pseudo_header(addresses: bytes, size: int) -> bytes:
    return addresses + struct.pack(">BBH", 0, 6, size)


def _checksum(data: bytes) -> bytes:
    """The Internet checksum (RFC 1071)."""
    total: int = sum(struct.unpack(f">{(len(data) + 1) // 2}H", data + bytes(len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return (~total & 0xFFFF).to_bytes(2)

"""tlslite-ng's TLSConnection, over memory instead of a socket, with its borders in one place each.

A TLSConnection is driven by generators that yield 0 when they want bytes. Its handshakes are used as
they are. What follows a handshake is done here, one received message at a time, because tlslite's own
`readAsync` and `closeAsync` answer every alert with a close_notify, throw away what the other end says
after ours, and lose a record's first half when they are dropped in the middle of it. `Connection.receive`
loses nothing when another call comes between: half close (RFC 8446 section 6.1) works in both versions.

Borders, which a subclass may move:
- `outgoing`: every message about to be sent, as an object, before it is hashed, protected and queued;
  what it returns is sent in its place. A TLS 1.3 server's flight passes message by message, too.
- `_getNextRecord`: every complete message received, as bytes. `_getMsg`: the same, parsed and expected.
- `Records`: whole records, below protection.

Where tlslite 0.8.2 is wrong or lax this class sets it right, since it is to be an honest peer:
- an alert does not wipe keys and version: the connection's facts outlive it;
- a presented certificate is checked when its message arrives, so that the alert leaves where a real
  stack's would: in the middle of the handshake, not after it;
- a TLS 1.3 client that gives up after ServerHello protects its alert, and gives every reason an alert;
- warnings of TLS 1.2 and user_canceled are no errors (RFC 5246 section 7.2.2, RFC 8446 section 6.1);
- a TLS 1.2 client takes only the echo of its session ID for a resumption (RFC 5077 section 3.4);
- a message its parsers stumble over (KeyError, IndexError, ...) is a decode_error;
- a byte that is no content type is an error at once, not the beginning of an SSLv2 header;
- a TLS 1.3 server ignores ALPN if it has none and refuses the client it has no protocol in common with
  (RFC 7301 section 3.2); its CertificateRequest bears no empty list of compression algorithms.
"""

from __future__ import annotations

import errno
import functools
import struct
import time
from collections.abc import Iterable, Iterator
from typing import Any

from harness.errors import HarnessError
from harness.names import Role, Tls
from harness.peers.post_handshake import LaterAuthentication
from harness.peers.renegotiating import Renegotiation
from harness.peers.tlslite_imports import (
    Alert,
    AlertDescription,
    AlertLevel,
    ApplicationData,
    Certificate,
    CertificateRequest,
    CertificateType,
    ClientHello,
    ContentType,
    ExtensionType,
    Finished,
    HandshakeType,
    KeyUpdate,
    KeyUpdateMessageType,
    NewSessionTicket,
    RecordHeader3,
    RecordSocket,
    ServerHello,
    TLSAbruptCloseError,
    TLSConnection,
    TLSProtocolException,
    TLSRecordOverflow,
    TLSRemoteAlert,
    TLSUnexpectedMessage,
)
from harness.peers.tlslite_settings import ClientSession, ServerSessions
from harness.peers.verify import Rejection, examine
from harness.setup import Setup

_HEADER = 5
_pack_header, _unpack_header = struct.Struct(">BBBH").pack, struct.Struct(">BBBH").unpack_from

# Errors tlslite raises without sending an alert, by class name: what RFC 8446 section 6.2 wants sent.
_ALERT_FOR = {
    "TLSDecryptionFailed": "decrypt_error",
    "TLSIllegalParameterException": "illegal_parameter",
    "TLSDecodeError": "decode_error",
    "TLSUnexpectedMessage": "unexpected_message",
    "TLSInsufficientSecurity": "insufficient_security",
    "TLSHandshakeFailure": "handshake_failure",
}


# A verdict on a certificate holds for good: it is judged as of a fixed day.
_examined = functools.lru_cache(maxsize=256)(examine)


class MemorySocket:
    """As much of a non-blocking socket as tlslite touches; both ends of the wire are byte arrays."""

    def __init__(self) -> None:
        self.arrived = bytearray()
        self.leaving = bytearray()
        self.ended = False

    def feed(self, data: bytes) -> None:
        """Bytes arrived. Raises HarnessError after the end."""
        if self.ended:
            raise HarnessError("bytes were fed after the end of the wire")
        self.arrived += data

    def recv(self, size: int) -> bytes:
        """At most `size` bytes that arrived, b"" at the end, BlockingIOError when there are none yet."""
        if not self.arrived and not self.ended:
            raise BlockingIOError(errno.EWOULDBLOCK, "no bytes have arrived")
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def send(self, data: bytes) -> int:
        """Queue `data` for the wire, all of it."""
        self.leaving += data
        return len(data)

    def sendall(self, data: bytes) -> None:
        """Queue `data` for the wire."""
        self.leaving += data


class Records(RecordSocket):  # type: ignore[misc] # tlslite has no types
    """Records below protection; knows no SSLv2. It reads past tlslite's buffer, and writes through it."""

    def __init__(self, sock: Any, wire: MemorySocket) -> None:
        super().__init__(sock)
        self._wire = wire

    def recv(self) -> Iterator[Any]:
        """The next record, once it is there as a whole: its header and its content."""
        arrived = self._wire.arrived
        if len(arrived) < _HEADER:
            yield from self._until(_HEADER)
        kind, major, minor, size = _unpack_header(arrived)
        if kind not in ContentType.all:
            raise TLSUnexpectedMessage(f"a record of unknown type {kind}")
        if size > self.recv_record_limit + (256 if self.tls13record else 2048):
            raise TLSRecordOverflow
        if len(arrived) < _HEADER + size:
            yield from self._until(_HEADER + size)
        content = arrived[_HEADER : _HEADER + size]
        del arrived[: _HEADER + size]
        yield RecordHeader3().create((major, minor), kind, size), content

    def send(self, msg: Any, padding: int = 0) -> Iterable[int]:
        """Send a record at once: there is room for everything, and nothing to yield."""
        data = msg.write()
        try:
            header = _pack_header(msg.contentType, *self.version, len(data))
        except struct.error:
            header = RecordHeader3().create(self.version, msg.contentType, len(data)).write()
        self.sock.send(header + data)
        return ()

    def _until(self, size: int) -> Iterator[int]:
        """Yields 0 until that many bytes have arrived. Raises TLSAbruptCloseError when they never will."""
        while len(self._wire.arrived) < size:
            if self._wire.ended:
                raise TLSAbruptCloseError
            yield 0


class Connection(TLSConnection):  # type: ignore[misc] # tlslite has no types
    """One end of a connection: tlslite's state machine, and after the handshake our own.

    plaintext: application data received and not yet read. close_sent, close_received: whether each
    closure alert went by. alerts_sent, alerts_received: names of all alerts, in order. peer_chain: the
    DER certificates the other end presented. client_hello: as received by a server. first_finished:
    verify_data of the first Finished of the handshake, which is tls-unique (RFC 5929 section 3).
    rejection: why the other end's certificate was refused. psk_accepted: whether a TLS 1.3 server took up
    a ticket. sessions: what a server resumes from, and what its clients' next connections need. latest: the
    handshake message received last. later: authentication after the handshake. again: renegotiation.
    """

    def __init__(self, setup: Setup) -> None:
        self.wire = MemorySocket()
        super().__init__(self.wire)
        self._recordLayer._recordSocket = Records(self.sock, self.wire)  # noqa: SLF001 - tlslite offers no other way
        self.closeSocket = False
        self.setup = setup
        self.sessions = setup.session if isinstance(setup.session, ServerSessions) else ServerSessions()
        self.plaintext = bytearray()
        self.close_sent = self.close_received = False
        self.alerts_sent: list[str] = []
        self.alerts_received: list[str] = []
        self.peer_chain: list[bytes] = []
        self.client_hello: Any = None
        self.first_finished: bytes | None = None
        self.rejection: Rejection | None = None
        self.psk_accepted = False
        self.latest = bytearray()
        self.later = LaterAuthentication(self)
        self.again = Renegotiation(self)

    # -- sending ---------------------------------------------------------------------------------

    def outgoing(self, message: Any) -> Iterable[Any]:
        """The send border: the messages to be sent in place of `message`."""
        self.again.sending(message)
        if isinstance(message, Alert):
            self.alerts_sent.append(AlertDescription.toStr(message.description))
        elif isinstance(message, ServerHello):
            self.psk_accepted = message.getExtension(ExtensionType.pre_shared_key) is not None
        elif isinstance(message, Finished):
            self._note_finished(message)
        elif isinstance(message, CertificateRequest) and message.extensions:
            # Without algorithms the extension is malformed (RFC 8879 section 3), and tlslite adds it always.
            kind = ExtensionType.compress_certificate
            message.extensions = [ext for ext in message.extensions if ext.extType != kind or ext.algorithms]
        return (message,)

    def _sendMsg(self, msg: Any, *args: Any, **kwargs: Any) -> Iterable[int]:  # noqa: N802 - tlslite's name
        # What was queued comes here a second time, joined and already hashed; it has passed the border.
        queued = not kwargs.get("update_hashes", True)
        for message in (msg,) if queued else self.outgoing(msg):
            for _ in super()._sendMsg(message, *args, **kwargs):
                pass  # see below
        return ()

    def _sendMsgThroughSocket(self, msg: Any) -> Iterable[int]:  # noqa: N802 - tlslite's name
        for _ in self._recordLayer.sendRecord(msg):
            pass  # it never waits, and memory never fails
        return ()

    def _queue_message(self, msg: Any) -> None:
        for message in self.outgoing(msg):
            super()._queue_message(message)

    def _sendError(self, description: int, text: Any = None) -> Iterator[int]:  # noqa: N802 - tlslite's name
        # RFC 8446 section 2: protected from ServerHello on; tlslite waits for the server's Finished.
        if self._client and self.version > (3, 3) and self._is_key_waiting():
            self._changeWriteState()
        yield from super()._sendError(description, text)

    def _is_key_waiting(self) -> bool:
        """Whether there are keys to write with that have not come into use."""
        layer = self._recordLayer
        return bool(layer._pendingWriteState.encContext and not layer._writeState.encContext)  # noqa: SLF001 - ditto

    def fail(self, alert: str, reason: str) -> Iterator[int]:
        """Send the fatal alert called `alert`; raises TLSLocalAlert when it has been sent."""
        yield from self._sendError(getattr(AlertDescription, alert), reason)

    def say_goodbye(self) -> Iterator[int]:
        """Send close_notify; nothing may be written after it."""
        self.close_sent = True
        yield from self._sendMsg(Alert().create(AlertDescription.close_notify, AlertLevel.warning))

    # -- receiving -------------------------------------------------------------------------------

    def receive(self) -> Iterator[int]:
        """Receive one message after the handshake and act on it; ends when that is done."""
        types, messages = [ContentType.application_data, ContentType.alert], []
        if self.setup.spoken is Tls.V13:
            types.append(ContentType.handshake)
            messages += [HandshakeType.new_session_ticket, HandshakeType.key_update, *self.later.awaited]
        for result in self._getMsg(tuple(types), tuple(messages), CertificateType.x509):
            if isinstance(result, int):
                yield result
            else:
                yield from self._act_on(result)
                return

    def _act_on(self, message: Any) -> Iterator[int]:
        if isinstance(message, ApplicationData):
            self.plaintext += message.write()
        elif isinstance(message, Alert):
            if message.description != AlertDescription.close_notify:
                raise TLSRemoteAlert(message)
            self.close_received = True
        elif isinstance(message, NewSessionTicket):
            message.time = time.time()  # tlslite computes the ticket's age from it (RFC 8446 section 4.2.11)
            self.tickets.append(message)
        elif isinstance(message, KeyUpdate):
            if self.close_sent and message.message_type == KeyUpdateMessageType.update_requested:
                message.message_type = KeyUpdateMessageType.update_not_requested  # no answer any more
            yield from self._handle_keyupdate_request(message)
        elif isinstance(message, Certificate):
            yield from self.later.verify(message)
        else:
            yield from self.later.answer(message)

    def _getNextRecord(self) -> Iterator[Any]:  # noqa: N802 - tlslite's name
        for result in super()._getNextRecord():
            if isinstance(result, tuple) and result[0].type == ContentType.alert:
                level, description = result[1].bytes
                self.alerts_received.append(AlertDescription.toStr(description))
                if self.again.takes(result[0].type, result[1].bytes):
                    yield 0  # the attempt ends here
                if self._is_warning(level, description):
                    continue
            elif isinstance(result, tuple) and self.again.takes(result[0].type, result[1].bytes):
                continue
            elif isinstance(result, tuple) and result[0].type == ContentType.handshake:
                self.latest = result[1].bytes
            yield result

    def _is_warning(self, level: int, description: int) -> bool:
        """Whether an alert neither closes the connection nor reports an error."""
        if self.version > (3, 3):
            return bool(description == AlertDescription.user_canceled)
        return bool(level == AlertLevel.warning and description != AlertDescription.close_notify)

    def _getMsg(self, *args: Any) -> Iterator[Any]:  # noqa: N802 - tlslite's name
        for result in self._parsed(*args):
            if isinstance(result, int):
                yield result
                continue
            yield from self.again.received(result)
            if isinstance(result, ClientHello):
                self.client_hello = result
            elif isinstance(result, Finished):
                self._note_finished(result)
            elif isinstance(result, Certificate) and (self.closed or self.setup.spoken is Tls.V12):
                yield from self.authenticate(result.cert_chain)  # `later` does it after the handshake
            yield result

    def _parsed(self, *args: Any) -> Iterator[Any]:
        try:
            yield from super()._getMsg(*args)
        except (LookupError, TypeError, ValueError) as error:  # how tlslite's parsers stumble over damage
            yield from self.fail("decode_error", f"{type(error).__name__}: {error}")

    def _note_finished(self, message: Any) -> None:
        if self.first_finished is None:
            self.first_finished = bytes(message.verify_data)

    def authenticate(self, chain: Any) -> Iterator[int]:
        """Judge the certificates just presented, as the setup asks; tlslite checks possession of the key."""
        self.peer_chain = [bytes(entry.bytes) for entry in chain.x509List] if chain else []
        client, options = self.setup.role is Role.CLIENT, self.setup.options
        if self.setup.verify == "no":
            return
        if self.peer_chain:
            trusted = self.setup.pki.trust_file(options.trust)
            name = options.server_name if client else None
            self.rejection = _examined(tuple(self.peer_chain), trusted, name)
            if self.rejection is not None:
                yield from self.fail(self.rejection.alert, self.rejection.reason)
        elif self.setup.verify == "required" and not client:
            alert = "certificate_required" if self.setup.spoken is Tls.V13 else "handshake_failure"
            yield from self.fail(alert, "the client presented no certificate")

    # -- the handshake ---------------------------------------------------------------------------

    def _handshakeWrapperAsync(self, handshaker: Any, checker: Any) -> Iterator[int]:  # noqa: N802 - tlslite's name
        try:
            yield from super()._handshakeWrapperAsync(handshaker, checker)
        except TLSProtocolException as error:
            yield from self.fail(_ALERT_FOR.get(type(error).__name__, "internal_error"), str(error))

    def _clientResume(self, session: Any, server_hello: Any, *args: Any) -> Iterator[Any]:  # noqa: N802 - tlslite's name
        accepted = session and server_hello.session_id == session.sessionID
        yield from super()._clientResume(session if accepted else None, server_hello, *args)

    def _serverTLS13Handshake(self, *args: Any) -> Iterator[Any]:  # noqa: N802 - tlslite's name
        settings, hello, *between, protocols, asks_certificate = args
        offered = hello.getExtension(ExtensionType.alpn)
        if offered and protocols and not any(name in protocols for name in offered.protocol_names):
            yield from self.fail("no_application_protocol", "no protocol in common")
        yield from super()._serverTLS13Handshake(settings, hello, *between, protocols or (), asks_certificate)

    def _handshakeStart(self, client: bool) -> None:  # noqa: FBT001, N802 - tlslite's signature
        self.again.start(lambda: super(Connection, self)._handshakeStart(client))

    def _handshakeDone(self, resumed: bool) -> None:  # noqa: FBT001, N802 - tlslite's signature
        known = self.setup.session
        if resumed and isinstance(known, ClientSession) and not self.session.serverCertChain:
            self.session.serverCertChain = known.session.serverCertChain  # the server is who it was
        super()._handshakeDone(resumed)

    def _shutdown(self, resumable: bool) -> None:  # noqa: FBT001 - tlslite's signature
        self.closed = True
        if self.session and not resumable:
            self.session.resumable = False

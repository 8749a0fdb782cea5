"""rustls through pyrtls on trial behind the `endpoint` driver: its connections without I/O, as its docs say.

A program hands ciphertext to `read_tls` and calls `process_new_packets`, writes and reads plaintext, and
fetches ciphertext by `write_tls_into`. Three things this face does not have, and what is made of that:

- Nothing tells that the handshake is over. It is when both ends have sent what only a finished handshake
  lets them send, which the types of the records show: see `passing`.
- There is one class of exceptions, ValueError. That more bytes are wanted, that there is no room, that a
  certificate was rejected and that an alert came can be told by the text alone, which is rustls's own.
- close_notify cannot be sent, and of a connection nothing can be told: no version, no suite, no protocol.

What a careful program does is done here too. It writes when the handshake is over, although `write` would
keep what comes before; and after an error it makes no more of a connection, as the docs of
`process_new_packets` have it: `write` itself would go on as if nothing had been. What came before an error is
read before that is told; whoever has been told of one reads no more.

Both versions are always on: the other end decides. There are no clients' certificates, no way to verify
nobody, and no settings for suites and tickets. Source: the docstrings of pyrtls.

Importable on Python 3.8, where pyrtls is installed.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any, Callable, Dict, List, Optional

import pyrtls

from harness.drivers.passing import Passing, finished
from harness.drivers.translate import describe
from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Want
from harness.setup import Setup

#: The calls of `harness.endpoint.CALLS` that the endpoints made here have.
ENDPOINT_CALLS = ("handshake", "read", "read_into", "write", "write_from_buffer")

#: The groups of rustls's provider, all of them; nothing more can be installed through pyrtls.
GROUPS = ("x25519", "secp256r1", "secp384r1")

__version__ = "pyrtls {} (rustls)".format(version("pyrtls"))

#: There is no room while plaintext waits to be read; a message that does not fit its buffer never will.
_NOTHING_THERE, _NO_ROOM = "operation would block", "plaintext buffer full"
#: More than a connection holds for the wire at one time; whoever has more is asked again.
_PLENTY = 1 << 17


class RustlsEndpoint:
    """An `Endpoint` made of one `ClientConnection` or `ServerConnection`."""

    def __init__(self, setup: Setup) -> None:
        """Raises `Unsupported` for options that pyrtls does not have."""
        self._connection = _connection(setup)
        self._queue = bytearray()
        self._begun = self._ended = self._closed = self._shaken = self._told = False
        self._failure: Optional[Raised] = None
        self._coming, self._going = Passing(), Passing()
        self._leaving = b""

    @property
    def hung_up(self) -> bool:
        """There is no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """Take `call` as far as it goes."""
        self._begun = True
        self._push()
        try:
            outcome = self._verbs[call.name](self, *call.args)
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            outcome = _meaning(error)
        self._push()
        self._fetch()
        return outcome

    def feed(self, data: bytes) -> None:
        """For the next call."""
        self._queue += data

    def feed_eof(self) -> None:
        """For the next call."""
        self._ended = True

    def take(self) -> bytes:
        """All there is for the wire; a client's first message once something was called."""
        if self._begun:
            self._fetch()
        taken, self._leaving = self._leaving, b""
        return taken

    def backlog(self) -> int:
        """Bytes there was no room for."""
        return len(self._queue) if self._begun else 0

    def close(self) -> None:
        """Nothing is held."""

    def _push(self) -> None:
        """Hand in what waits, as long as there is room; what is wrong with it is told from here on."""
        while self._queue and self._failure is None:
            try:
                count = self._connection.read_tls(bytes(self._queue))
            except ValueError as error:
                if _NO_ROOM not in str(error):
                    self._failure = _failure(error)
                return
            if not count:  # nothing is read behind a close_notify
                self._queue.clear()
            self._coming.see(bytes(self._queue[:count]))
            del self._queue[:count]
            self._process()
        if self._ended and not self._queue and self._failure is None:
            try:
                self._connection.read_tls(b"")
            except ValueError as error:
                if _NO_ROOM not in str(error):
                    self._failure = _failure(error)
                return
            self._process()

    def _process(self) -> None:
        try:
            self._closed = self._connection.process_new_packets().peer_has_closed
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            self._failure = _failure(error)

    def _fetch(self) -> None:
        while self._connection.writable():
            buffer = bytearray(_PLENTY)
            data = bytes(buffer[: self._connection.write_tls_into(buffer)])
            self._going.see(data)
            self._leaving += data

    def _finished(self) -> bool:
        self._fetch()
        return finished(self._coming, self._going)

    def _tell(self, failure: Raised) -> Outcome:
        """The failure, from here on."""
        self._failure, self._told = failure, True
        return failure

    def _handshake(self) -> Outcome:
        return Done() if self._shaken and not self._told else self._shake()

    def _shake(self) -> Outcome:
        if self._failure is not None:
            return self._tell(self._failure)
        if self._finished():
            self._shaken = True
            return Done()
        if self._closed:
            return Raised(Kind.CLEAN_CLOSE, message="close_notify came before the handshake was over")
        return Raised(Kind.RAGGED_EOF, message="the wire ended") if self._ended else Wants(Want.READ)

    def _read(self, size: int) -> Outcome:
        return self._read_as(size, size, lambda count, buffer: bytes(buffer[:count]))

    def _read_into(self, amount: int, size: int) -> Outcome:
        return self._read_as(
            amount or size, size, lambda count, buffer: (count, bytes(buffer).ljust(size, b"\0"))
        )

    def _read_as(self, amount: int, size: int, show: Callable[[int, bytearray], Any]) -> Outcome:
        buffer = bytearray(min(amount, size))
        if not buffer:
            return Done(show(0, buffer))
        if self._failure is not None and self._told:
            return self._failure
        try:
            return Done(show(self._connection.read_into(buffer), buffer))
        except ValueError as error:
            # What is there was read first: an error behind it is told when nothing is left.
            outcome = self._failure or _meaning(error)
            return self._tell(outcome) if isinstance(outcome, Raised) else outcome

    def _write(self, data: bytes) -> Outcome:
        shaken = self._shake()
        if not isinstance(shaken, Done):
            return shaken
        count = self._connection.write(data)
        return Done(count) if count or not data else Wants(Want.WRITE)

    _verbs: Dict[str, Callable[..., Outcome]] = {  # noqa: RUF012 -- a constant
        "handshake": _handshake,
        "read": _read,
        "read_into": _read_into,
        "write": _write,
        "write_from_buffer": _write,  # it takes nothing but bytes, which nobody can overwrite
    }


#: What rustls tells by the same words of a message that bears the certificate or a signature by its key.
_NO_FAULT_OF_ITS_SIGNER = re.compile("BadSignature|BadEncoding")
_ALERT = re.compile(r"received fatal alert: (\w+)")


def _meaning(error: Exception) -> Outcome:
    """What an exception of pyrtls means: its text tells."""
    return Wants(Want.READ) if _NOTHING_THERE in str(error) else _failure(error)


def _failure(error: Exception) -> Raised:
    text = str(error)
    if type(error) is not ValueError:
        return describe(error, Kind.MISUSE if isinstance(error, TypeError) else Kind.FOREIGN)
    if "invalid peer certificate" in text and not _NO_FAULT_OF_ITS_SIGNER.search(text):
        return describe(error, Kind.CERTIFICATE_REJECTED)
    if "without sending TLS close_notify" in text:
        return describe(error, Kind.RAGGED_EOF)
    told, alert = describe(error, Kind.PROTOCOL_ERROR), _ALERT.search(text)
    if alert is None:
        return told
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", alert.group(1)).lower()
    return Raised(
        told.kind,
        exception=told.exception,
        mro=told.mro,
        message=told.message,
        alert=name,
        alert_received=True,
    )


def _connection(setup: Setup) -> Any:
    options = setup.options
    for asked, told in (
        (options.tls is not None or options.also is not None, "choice of versions"),
        (options.cipher is not None, "choice of cipher suites"),
        (options.tickets is not None, "number of session tickets"),
        (options.post_handshake_auth, "authentication after the handshake"),
        (options.notes_name or options.name_callback is not None, "callback for the name"),
        (bool(options.groups) or options.shares is not None, "choice of groups"),
    ):
        if asked:
            raise Unsupported("pyrtls has no {}".format(told))
    named = {"alpn_protocols": list(options.alpn)} if options.alpn else {}
    return _server(setup, named) if setup.role is Role.SERVER else _client(setup, named)


def _server(setup: Setup, named: Dict[str, Any]) -> Any:
    if setup.verify != "no":
        raise Unsupported("pyrtls does not ask clients for certificates")
    if setup.certificate is None:
        raise Unsupported("a server of pyrtls has a certificate")
    with open(setup.pki.key_file(setup.certificate), encoding="ascii") as file:
        key = file.read()
    return pyrtls.ServerConnection(
        pyrtls.ServerConfig(_certificates(setup.pki.chain_file(setup.certificate)), key, **named)
    )


def _client(setup: Setup, named: Dict[str, Any]) -> Any:
    name, anchors = setup.options.server_name, setup.pki.trust_file(setup.options.trust)
    if setup.certificate is not None or setup.verify == "no":
        raise Unsupported("a client of pyrtls has no certificate, and verifies")
    if name is None or not name.isascii():
        raise Unsupported("pyrtls takes the name of the server as a host name or an address")
    if anchors is None or setup.options.trust == "revocations":
        raise Unsupported("pyrtls takes certificates to trust, at least one, and no lists of revoked ones")
    config = pyrtls.ClientConfig(platform_verifier=False, custom_roots=_certificates(anchors), **named)
    return pyrtls.ClientConnection(config, name)


def _certificates(path: str) -> List[str]:
    """The certificates of a PEM file, each a text of its own."""
    with open(path, encoding="ascii") as file:
        return re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", file.read(), re.DOTALL)


connect = RustlsEndpoint

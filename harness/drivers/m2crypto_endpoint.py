"""M2Crypto on trial behind the `endpoint` driver: its `SSL.Connection`, non-blocking over a socketpair.

It binds OpenSSL, and has no connection without a socket. What this face has not, and what is made of that:

- `read` gives b"" where it has nothing, and where the other end has said that it is done: `get_shutdown`
  tells which it was. A handshake and a write that come to nothing say so by a number; `ssl_get_error`
  tells why.
- There is one class of exceptions, SSLError. That a certificate was rejected, that the transport ended, and
  which alert has come, can be told by the text alone, which is OpenSSL's.
- close_notify is sent by `close`, which waits for nobody, and frees the connection: there is none here.
- A name is compared by `set1_host`, which is OpenSSL's own way; M2Crypto's (`Checker`) belongs to `connect`.
- `load_cert_chain` of M2Crypto 0.51 looks for the key in the file of the chain, whatever file of keys it is
  given: it gets both in one.

Source: the docstrings of M2Crypto.SSL. Importable on Python 3.8, where M2Crypto is installed.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from typing import Any, Callable, Dict, Optional

import M2Crypto
from M2Crypto import SSL, m2

from harness.drivers.translate import describe
from harness.drivers.wire_end import WireEnd, small_pair
from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls, Want
from harness.setup import Setup

#: The calls of `harness.endpoint.CALLS` that the endpoints made here have.
ENDPOINT_CALLS = ("handshake", "read", "write", "pending", "tell")

__version__ = "M2Crypto {}, {}".format(M2Crypto.__version__, m2.OPENSSL_VERSION_TEXT)

#: What OpenSSL says of an alert that it has received.
_ALERT = re.compile(r"(?:sslv3|tlsv1|tlsv13|ssl/tls|tls) alert (.+)")
_WITHOUT = {Tls.V12: m2.SSL_OP_NO_TLSv1_2, Tls.V13: m2.SSL_OP_NO_TLSv1_3}
_DEPTH = 9


class M2CryptoEndpoint:
    """An `Endpoint` made of one `SSL.Connection`."""

    def __init__(self, setup: Setup) -> None:
        """Raises `Unsupported` for options that M2Crypto does not have."""
        context, name, client = _context(setup), _name(setup), setup.role is Role.CLIENT
        own, ours = small_pair()
        self._wire = WireEnd(ours)
        self._connection = connection = SSL.Connection(context, own)
        connection.setblocking(mode=False)
        connection.setup_ssl()
        if name is not None:
            connection.set_tlsext_host_name(name)
            if setup.verify != "no":
                connection.set1_host(name)
        if client:
            connection.set_connect_state()
        else:
            connection.set_accept_state()
        self._shaking = connection.connect_ssl if client else connection.accept_ssl
        self._shaken = self._closed = False

    @property
    def hung_up(self) -> bool:
        """It closes its socket for nobody."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """Take `call` as far as it goes."""
        try:
            return self._verbs[call.name](self, *call.args)
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return _meaning(error)

    def feed(self, data: bytes) -> None:
        """Into the kernel's buffer, and into a queue when that is full."""
        self._wire.feed(data)

    def feed_eof(self) -> None:
        """`shutdown(SHUT_WR)` on the harness's end, once everything fed has left the queue."""
        self._wire.feed_eof()

    def take(self) -> bytes:
        """All it has sent."""
        taken = b""
        while self._wire.waiting():
            taken += self._wire.take()
        self._wire.push()
        return taken

    def backlog(self) -> int:
        """Bytes fed that the kernel has not taken yet."""
        return self._wire.backlog()

    def close(self) -> None:
        """Drop the connection; what `close` of M2Crypto would still send is lost."""
        if not self._closed:
            self._closed = True
            self._wire.close()
            self._connection.close()

    def _handshake(self) -> Outcome:
        result = self._shaking()
        if result != 1:
            return self._nothing(result)
        self._shaken = True
        return Done()

    def _read(self, size: int) -> Outcome:
        if not size:
            return Done(b"")
        data = self._connection.read(size)
        over = self._connection.get_shutdown() & m2.SSL_RECEIVED_SHUTDOWN
        return Done(data) if data or over else Wants(Want.READ)

    def _write(self, data: bytes) -> Outcome:
        if not data:
            return Done(0)
        count = self._connection.write(data)
        return Done(count) if count > 0 else self._nothing(count)

    def _nothing(self, result: Any) -> Outcome:
        """What the result of a handshake or a write that has done nothing says, without an exception."""
        why = self._connection.ssl_get_error(result)
        if why == m2.ssl_error_zero_return:
            return Raised(Kind.CLEAN_CLOSE, message="returned {}, for the other end is done".format(result))
        return Wants(Want.WRITE if why == m2.ssl_error_want_write else Want.READ)

    def _pending(self) -> Outcome:
        return Done(self._connection.pending())

    def _tell(self, fact: str) -> Outcome:
        telling = _FACTS.get(fact)
        if telling is None:
            raise Unsupported("M2Crypto cannot tell {!r}".format(fact))
        return Done(telling(self._connection) if self._shaken else None)

    _verbs: Dict[str, Callable[..., Outcome]] = {  # noqa: RUF012 -- a constant
        "handshake": _handshake,
        "read": _read,
        "write": _write,
        "pending": _pending,
        "tell": _tell,
    }


def _certificate(connection: Any) -> Any:
    certificate = connection.get_peer_cert()
    return None if certificate is None else certificate.as_der()


_FACTS: Dict[str, Callable[[Any], Any]] = {
    "version": lambda connection: connection.get_version(),
    "cipher": lambda connection: connection.get_cipher().name(),
    "peer_certificate": _certificate,
}


def _meaning(error: Exception) -> Raised:
    """What an exception of M2Crypto means: its class, and OpenSSL's words."""
    if isinstance(error, Unsupported):
        raise error
    if isinstance(error, SSL.SSLError):
        for words, kind in (
            ("certificate verify failed", Kind.CERTIFICATE_REJECTED),
            ("unexpected eof", Kind.RAGGED_EOF),
        ):
            if words in str(error):
                return describe(error, kind)
        told = describe(error, Kind.PROTOCOL_ERROR)
        match = _ALERT.search(told.message)
        return replace(told, alert=match.group(1).replace(" ", "_"), alert_received=True) if match else told
    if isinstance(error, OSError):
        return describe(error, Kind.OS_ERROR)
    return describe(error, Kind.MISUSE if isinstance(error, (TypeError, ValueError)) else Kind.FOREIGN)


def _name(setup: Setup) -> Optional[str]:
    """The name of the server that a client sends and compares, if any."""
    name = setup.options.server_name if setup.role is Role.CLIENT else None
    if name is not None and (not name.isascii() or name.replace(".", "").isdigit() or ":" in name):
        raise Unsupported("M2Crypto takes the name of the server as a host name of ASCII")
    return name


def _context(setup: Setup) -> Any:
    options, pki = setup.options, setup.pki
    for asked, lacking in (
        (bool(options.alpn), "protocols to negotiate"),
        (options.tickets is not None, "number of session tickets"),
        (options.post_handshake_auth, "authentication after the handshake"),
        (options.notes_name or options.name_callback is not None, "callback for the name"),
        (bool(options.groups) or options.shares is not None, "choice of groups"),
        (options.trust == "revocations", "way to load lists of revoked certificates"),
        (setup.session is not None, "sessions here"),
    ):
        if asked:
            raise Unsupported("M2Crypto has no {}".format(lacking))
    context = SSL.Context("tls")
    for version, without in _WITHOUT.items():
        if version not in setup.versions:
            context.set_options(without)
    if options.cipher is not None:
        context.set_cipher_list(options.cipher)
    if setup.certificate is not None:
        _load(context, pki.chain_file(setup.certificate), pki.key_file(setup.certificate))
    if setup.verify != "no":
        required = setup.role is Role.CLIENT or setup.verify == "required"
        anchors = pki.trust_file(options.trust)
        if anchors is not None:
            context.load_verify_locations(anchors)
        context.set_verify(SSL.verify_peer | (SSL.verify_fail_if_no_peer_cert if required else 0), _DEPTH)
    return context


def _load(context: Any, chain: str, key: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".pem") as both:
        for path in (key, chain):
            with open(path, "rb") as file:
                both.write(file.read())
        both.flush()
        context.load_cert_chain(both.name, callback=_no_password)


def _no_password(*_: object) -> bytes:
    return b""


connect = M2CryptoEndpoint

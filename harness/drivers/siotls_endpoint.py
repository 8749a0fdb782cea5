"""siotls on trial behind the `endpoint` driver: TLS 1.3 in Python, sans-IO, driven as its README does.

What is fed waits for the next call, and then goes to `receive_data`; what that leaves to be sent is taken
at once, so that an alert of siotls's own can be told from one of the other end: only the former is sent.
siotls has no word for "wants read": a call that has nothing to give waits as long as `is_connected()` or
not yet `is_post_handshake()`. When the wire ends its users call `close_receiving_end()`, and so does this.
What came before a failure is read before that is told; whoever has been told of one reads no more.

It speaks TLS 1.3 alone, has neither tickets nor resumption nor KeyUpdate, and asks every client for a
certificate or none. It verifies by cryptography, whose usual policy refuses a critical subjectAltName
beside a subject; RFC 5280 section 4.2.1.6 says that it SHOULD not be critical, and the certificates of the
trials (trustme's) have it so. Whoever uses siotls may bring another policy ("override me", its code says).
Source: siotls docs, references/connection and references/configuration.

Importable on Python 3.11, where siotls is installed.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional

import asn1crypto.keys
import asn1crypto.pem
import siotls
import siotls.crypto
from cryptography import x509
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder
from siotls.contents import alerts
from siotls.iana import NamedGroup
from siotls.trust.backends.openssl import OpensslTrustStore

from harness.drivers.translate import describe
from harness.endpoint import Call, Done, Outcome, Raised, Wants
from harness.errors import HarnessError, Unsupported
from harness.names import Kind, Role, Tls, Want
from harness.setup import Setup

siotls.crypto.install("openssl")

# Its two usual groups, and those that it has besides, which a server may ask for by a retry. Not those of
# finite fields: cryptography, which they would be reckoned with, warns of them and gives them up.
_GROUPS = (
    NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1, NamedGroup.x448,
)  # fmt: skip

#: The calls of `harness.endpoint.CALLS` that the endpoints made here have.
ENDPOINT_CALLS = ("handshake", "read", "write", "write_from_buffer", "close_notify", "tell")

#: The names of those groups, which the harness knows by the same.
GROUPS = tuple(group.name for group in _GROUPS)

__version__ = "siotls {}".format(siotls.__version__)

# What says that the other end's certificate is at fault (RFC 8446 section 6.2).
_REJECTING = (
    alerts.BadCertificate, alerts.UnsupportedCertificate, alerts.CertificateRevoked,
    alerts.CertificateExpired, alerts.CertificateUnknown, alerts.UnknownCa,
)  # fmt: skip
_MISUSE = (ValueError, TypeError)
#: siotls's own class above all others, raised for a call in the wrong state.
_PLAIN = siotls.TLSError


class _TrustStore(OpensslTrustStore):  # type: ignore[misc]  # siotls is Any
    """siotls's own, but that a subjectAltName may be critical; `other` is who shows the certificates."""

    def __init__(self, anchors: List[bytes], other: Role) -> None:
        super().__init__(anchors)
        wanted = {
            Role.SERVER: x509.oid.ExtendedKeyUsageOID.SERVER_AUTH,
            Role.CLIENT: x509.oid.ExtendedKeyUsageOID.CLIENT_AUTH,
        }[other]

        def serves(_policy: Any, _certificate: Any, usages: Any) -> None:
            if usages is not None and wanted not in usages:
                raise ValueError("the certificate is for another purpose")

        leaf = (
            ExtensionPolicy.permit_all()
            .require_present(x509.SubjectAlternativeName, Criticality.AGNOSTIC, None)
            .may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, serves)
        )
        issuer = ExtensionPolicy.webpki_defaults_ca()
        builder = PolicyBuilder().store(self._store)
        self._policy_builder = builder.extension_policies(ca_policy=issuer, ee_policy=leaf)


class SiotlsEndpoint:
    """An `Endpoint` made of one `TLSConnection`."""

    def __init__(self, setup: Setup) -> None:
        """Raises `Unsupported` for options that siotls does not have."""
        name = setup.options.server_name if setup.role is Role.CLIENT else None
        self._connection = siotls.TLSConnection(_configuration(setup), name)
        self._begun = self._ended = False
        self._queue = self._leaving = b""
        self._failure: Optional[Raised] = None
        self._shaken = self._told = False

    @property
    def hung_up(self) -> bool:
        """There is no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """Take `call` as far as it goes."""
        verb = self._verbs[call.name]
        if call.name == "tell":
            return verb(self, *call.args)
        if not self._begun:
            self._begun = True
            self._connection.initiate_connection()
        self._push()
        try:
            return verb(self, *call.args)
        except HarnessError:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return _meaning(error, sent=False)
        finally:
            self._leaving += bytes(self._connection.data_to_send())

    def feed(self, data: bytes) -> None:
        """For the next call."""
        self._queue += data

    def feed_eof(self) -> None:
        """For the next call that waits."""
        self._ended = True

    def take(self) -> bytes:
        """All there is for the wire."""
        taken, self._leaving = self._leaving, b""
        return taken

    def backlog(self) -> int:
        """What is fed can be reached at once."""
        return 0

    def close(self) -> None:
        """Nothing is held."""

    def _push(self) -> None:
        """Hand in what waits. What is raised then is told by the calls that have nothing else to give."""
        data, self._queue = self._queue, b""
        if not data or self._failure is not None:
            return
        try:
            self._connection.receive_data(data)
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            sent = bytes(self._connection.data_to_send())
            self._leaving += sent
            self._failure = _meaning(error, sent=bool(sent))
        self._shaken = self._shaken or (self._failure is None and self._connection.is_post_handshake())

    def _failed(self) -> Optional[Raised]:
        """The failure, which is told by that, if there is one."""
        self._told = self._failure is not None
        return self._failure

    def _wait(self) -> Outcome:
        """What a call comes to that has nothing to give: the failure, the wire's end, or more waiting."""
        if self._failure is None and self._ended:
            try:
                self._connection.close_receiving_end()
            except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
                self._failure = _meaning(error, sent=False)
        return self._failed() or Wants(Want.READ)

    def _handshake(self) -> Outcome:
        return Done() if self._shaken and not self._told else self._wait()

    def _read(self, size: int) -> Outcome:
        if not size:
            return Done(b"")
        data = b"" if self._told else bytes(self._connection.data_to_read(size))
        if data:
            return Done(data)
        over = self._connection.is_post_handshake() and not self._connection.is_connected()
        return Done(b"") if over and self._failure is None else self._wait()

    def _write(self, data: Any) -> Outcome:
        if failed := self._failed():
            return failed
        if not self._connection.is_post_handshake():
            return self._wait()
        self._connection.send_data(data)
        return Done(len(data))

    def _write_from_buffer(self, data: bytes) -> Outcome:
        buffer = bytearray(data)
        try:
            return self._write(buffer)
        finally:
            buffer[:] = bytes(len(buffer))

    def _close_notify(self) -> Outcome:
        if failed := self._failed():
            return failed
        if not self._connection.is_post_handshake():
            return Raised(Kind.MISUSE, message="the handshake has not finished")
        self._connection.close_sending_end()
        return self._wait() if self._connection.is_connected() else Done()

    def _tell(self, fact: str) -> Outcome:
        telling = _FACTS.get(fact)
        if telling is None:
            raise Unsupported("siotls cannot tell {!r}".format(fact))
        known, shaken = self._connection.nconfig, self._connection.is_post_handshake()
        return Done(telling(known) if known is not None and shaken and self._failure is None else None)

    _verbs: Dict[str, Callable[..., Outcome]] = {  # noqa: RUF012 -- a constant
        "handshake": _handshake,
        "read": _read,
        "write": _write,
        "write_from_buffer": _write_from_buffer,
        "close_notify": _close_notify,
        "tell": _tell,
    }


def _alpn(known: Any) -> Any:
    return known.alpn.decode() if isinstance(known.alpn, bytes) else None


def _certificate(known: Any) -> Any:
    return bytes(known.peer_certificate_chain[0]) if known.peer_certificate_chain else None


_FACTS: Dict[str, Callable[[Any], Any]] = {
    "version": lambda _known: Tls.V13.spoken,
    "cipher": lambda known: getattr(known.cipher_suite, "name", None),
    "alpn": _alpn,
    "peer_certificate": _certificate,
}


def _meaning(error: Exception, *, sent: bool) -> Raised:
    """What an exception of siotls means, by its class; `sent` says that it sent an alert with it."""
    if isinstance(error, alerts.TLSFatalAlert):
        rejected = sent and isinstance(error, _REJECTING)
        outcome = describe(error, Kind.CERTIFICATE_REJECTED if rejected else Kind.PROTOCOL_ERROR)
        name = getattr(error.description, "name", "")
        return _with_alert(outcome, name.lower(), received=not sent)
    if isinstance(error, siotls.connection.RaggedEOF):
        return describe(error, Kind.RAGGED_EOF)
    misused = type(error) is _PLAIN or isinstance(error, _MISUSE)
    return describe(error, Kind.MISUSE if misused and not sent else Kind.FOREIGN)


def _with_alert(outcome: Raised, alert: str, *, received: bool) -> Raised:
    return Raised(
        kind=outcome.kind,
        exception=outcome.exception,
        mro=outcome.mro,
        message=outcome.message,
        alert=alert,
        alert_received=received,
    )


def _configuration(setup: Setup) -> Any:
    options = setup.options
    if setup.spoken is not Tls.V13 or options.also is not None:
        raise Unsupported("siotls speaks TLS 1.3 alone")
    for asked, told in (
        (options.tickets is not None, "session tickets"),
        (options.post_handshake_auth, "authentication after the handshake"),
        (options.notes_name or options.name_callback is not None, "callback for the name"),
        (setup.verify == "optional", "way to ask for a certificate and do without"),
        (bool(options.groups) or options.shares is not None, "key shares of the caller's choice"),
    ):
        if asked:
            raise Unsupported("siotls has no {}".format(told))
    if setup.role is Role.CLIENT and setup.verify != "no" and options.server_name is None:
        raise Unsupported("a client of siotls that verifies needs a name")
    settings: Dict[str, Any] = {"alpn": [name.encode() for name in options.alpn], "key_exchanges": _GROUPS}
    if setup.verify != "no":
        settings["truststore"] = _TrustStore(_anchors(setup), setup.role.other)
    if setup.certificate is not None:
        settings["certificate_chain"] = _unarmored(setup.pki.chain_file(setup.certificate), "CERTIFICATE")
        settings["private_key"] = _key(setup.pki.key_file(setup.certificate))
    return siotls.TLSConfiguration(setup.role.value, **settings)


def _anchors(setup: Setup) -> List[bytes]:
    file = setup.pki.trust_file(setup.options.trust)
    if file is None:
        raise Unsupported("siotls has no empty trust store")
    if setup.options.trust == "revocations":
        raise Unsupported("siotls has no revocation lists")
    return _unarmored(file, "CERTIFICATE")


def _unarmored(path: str, *names: str) -> List[bytes]:
    """The DER bytes of what a PEM file holds under one of these names."""
    with open(path, "rb") as file:
        found = list(asn1crypto.pem.unarmor(file.read(), multiple=True))
    return [data for name, _headers, data in found if name in names]


def _key(path: str) -> bytes:
    """The private key of a PEM file in PKCS #8, the form siotls takes."""
    for form, algorithm in (("EC PRIVATE KEY", "ec"), ("RSA PRIVATE KEY", "rsa")):
        for data in _unarmored(path, form):
            kinds = {"ec": asn1crypto.keys.ECPrivateKey, "rsa": asn1crypto.keys.RSAPrivateKey}
            wrapped = asn1crypto.keys.PrivateKeyInfo.wrap(kinds[algorithm].load(data), algorithm)
            return bytes(wrapped.dump())
    found = _unarmored(path, "PRIVATE KEY")
    if not found:
        raise Unsupported("siotls takes keys as DER: decrypting them is its caller's")
    return found[0]


connect = SiotlsEndpoint

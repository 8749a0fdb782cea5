"""Client authentication after the handshake (RFC 8446 sections 4.3.2, 4.4 and 4.6.2), for the reference peer.

A server asks with a CertificateRequest under a context of its own, as often as it likes, and a client that
offered post_handshake_auth answers each with Certificate, CertificateVerify and Finished. The transcript of
an answer is that of the handshake, with the request and the answer behind it.

tlslite does this too, but reckons with its own objects; here every message passes the send border one by
one and is hashed as it leaves, so that an edit of one is the only lie, and what comes is hashed as it came.
"""

from __future__ import annotations

import hmac
import secrets
import weakref
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from harness.names import Role
from harness.peers.mending import HASHES, PSS, own_key, sign
from harness.peers.tlslite_imports import (
    Certificate,
    CertificateRequest,
    CertificateType,
    CertificateVerify,
    CipherSuite,
    ContentType,
    Finished,
    HandshakeType,
    HKDF_expand_label,
    X509CertChain,
)

#: The curve of each scheme of ECDSA (RFC 8446 section 4.2.3).
_CURVES = {0x0403: "secp256r1", 0x0503: "secp384r1", 0x0603: "secp521r1"}
#: What a request lists.
_SCHEMES = (*_CURVES, *PSS)
_HEADER = 4


@dataclass(frozen=True)
class _Asked:
    """A request that waits for its answer: the transcript up to and with it."""

    transcript: Any


class LaterAuthentication:
    """What one connection has asked after its handshake, and how it answers."""

    def __init__(self, connection: Any) -> None:
        self._reference = weakref.ref(connection)  # it holds this
        self._asked: dict[bytes, _Asked] = {}

    @property
    def _connection(self) -> Any:
        return self._reference()

    @property
    def awaited(self) -> tuple[int, ...]:
        """The handshake messages that may come, once a server has asked."""
        if self._connection.setup.role is Role.SERVER:
            return (HandshakeType.certificate,) if self.may_ask else ()
        return (HandshakeType.certificate_request,) if self._connection._client_keypair else ()  # noqa: SLF001 - tlslite's

    @property
    def may_ask(self) -> bool:
        """Whether the client said that it would answer."""
        return bool(self._connection._pha_supported)  # noqa: SLF001 - tlslite's

    # -- a server asks -------------------------------------------------------------------------------

    def request(self) -> Iterator[int]:
        """Send a CertificateRequest under a fresh context."""
        connection = self._connection
        schemes = [divmod(scheme, 256) for scheme in _SCHEMES]
        message = CertificateRequest(connection.version)
        message.create(context=secrets.token_bytes(32), sig_algs=schemes, extensions=[])
        known = self._begin()
        yield from connection._sendMsg(message)  # noqa: SLF001 - tlslite's
        transcript = connection._handshake_hash  # noqa: SLF001 - tlslite's
        sent = bytes(transcript._handshake_buffer[known + _HEADER :])  # noqa: SLF001 - tlslite's
        if sent:  # an edit may have changed the context, or withheld the request
            self._asked[sent[1 : 1 + sent[0]]] = _Asked(transcript.copy())

    def verify(self, certificate: Any) -> Iterator[int]:
        """Go on with an answer whose Certificate has just come; a false one ends in a fatal alert."""
        connection = self._connection
        asked = self._asked.pop(bytes(certificate.certificate_request_context), None)
        if asked is None:
            alert = "illegal_parameter" if self._asked else "unexpected_message"
            yield from connection.fail(alert, "an answer under a context nobody asked with")
        assert asked is not None
        transcript, chain = asked.transcript, certificate.cert_chain
        transcript.update(connection.latest)
        yield from connection.authenticate(chain)
        if chain is not None and chain.x509List:
            proof = yield from self._next(HandshakeType.certificate_verify)
            scheme = int.from_bytes(bytes(proof.signatureAlgorithm))
            if not _fits(_key_of(chain), scheme):
                yield from connection.fail("illegal_parameter", f"a signature with {scheme:#06x}")
            content = _signed_content(self._digest(transcript))
            if not _is_signed(_key_of(chain), scheme, bytes(proof.signature), content):
                yield from connection.fail("decrypt_error", "the signature is of something else")
            transcript.update(connection.latest)
        finished = yield from self._next(HandshakeType.finished)
        if bytes(finished.verify_data) != self._verify_data(transcript):
            yield from connection.fail("decrypt_error", "Finished does not fit")

    def _next(self, kind: int) -> Generator[int, None, Any]:
        """The next message, which must be of that type."""
        steps = self._connection._getMsg(ContentType.handshake, kind, self._size)  # noqa: SLF001 - tlslite's
        for result in steps:
            if not isinstance(result, int):
                return result
            yield result
        return None

    # -- a client answers ----------------------------------------------------------------------------

    def answer(self, request: Any) -> Iterator[int]:
        """Answer a CertificateRequest: with the certificate there is, or with none where none fits."""
        connection = self._connection
        schemes = request.supported_signature_algs
        if not schemes:
            yield from connection.fail("missing_extension", "a request without signature_algorithms")
        chain = connection._client_keypair[0]  # noqa: SLF001 - tlslite's
        numbers = [int.from_bytes(bytes(scheme)) for scheme in schemes]
        fitting = next((number for number in numbers if _fits(_key_of(chain), number)), None)
        asked = bytes(connection.latest)
        self._begin()
        connection._handshake_hash.update(bytearray(asked))  # noqa: SLF001 - tlslite's
        certificate = Certificate(CertificateType.x509, connection.version)
        shown = chain if fitting else X509CertChain()
        yield from self._say(certificate.create(shown, request.certificate_request_context))
        if fitting:
            content = _signed_content(self._digest(connection._handshake_hash))  # noqa: SLF001 - tlslite's
            signature = bytearray(sign(own_key(connection), fitting, content) or b"")
            proof = CertificateVerify(connection.version)
            yield from self._say(proof.create(signature, divmod(fitting, 256)))
        verify_data = self._verify_data(connection._handshake_hash)  # noqa: SLF001 - tlslite's
        yield from self._say(Finished(connection.version, self._size).create(bytearray(verify_data)))

    def _say(self, message: Any) -> Iterator[int]:
        yield from self._connection._sendMsg(message)  # noqa: SLF001 - tlslite's

    # -- what both reckon with -----------------------------------------------------------------------

    def _begin(self) -> int:
        """From here on messages enter a transcript that begins with the handshake; its length so far."""
        connection = self._connection
        connection._handshake_hash = connection._first_handshake_hashes.copy()  # noqa: SLF001 - tlslite's
        return len(connection._handshake_hash._handshake_buffer)  # noqa: SLF001 - tlslite's

    @property
    def _hash(self) -> str:
        suite = self._connection.session.cipherSuite
        return "sha384" if suite in CipherSuite.sha384PrfSuites else "sha256"

    @property
    def _size(self) -> int:
        return 48 if self._hash == "sha384" else 32

    def _digest(self, transcript: Any) -> bytes:
        return bytes(transcript.digest(self._hash))

    def _verify_data(self, transcript: Any) -> bytes:
        """That of a client's Finished, under the application keys of the moment (RFC 8446 section 4.4.4)."""
        secret = self._connection.session.cl_app_secret
        key = HKDF_expand_label(secret, b"finished", b"", self._size, self._hash)
        return hmac.digest(bytes(key), self._digest(transcript), self._hash)


def _signed_content(digest: bytes) -> bytes:
    """What a client signs (RFC 8446 section 4.4.3)."""
    return b" " * 64 + b"TLS 1.3, client CertificateVerify\x00" + digest


def _key_of(chain: Any) -> Any:
    """The public key of the leaf."""
    return x509.load_der_x509_certificate(bytes(chain.x509List[0].bytes)).public_key()


def _fits(key: Any, scheme: int) -> bool:
    """Whether a key can sign with that scheme of TLS 1.3, where a scheme of ECDSA has its own curve."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _CURVES.get(scheme) == key.curve.name
    return isinstance(key, rsa.RSAPublicKey) and scheme in PSS


def _is_signed(key: Any, scheme: int, signature: bytes, content: bytes) -> bool:
    """Whether `content` is signed with a key that fits the scheme."""
    try:
        if scheme in _CURVES:
            key.verify(signature, content, ec.ECDSA(HASHES[scheme >> 8]()))
        else:
            kind = PSS[scheme]()
            key.verify(signature, content, padding.PSS(padding.MGF1(kind), kind.digest_size), kind)
    except InvalidSignature:
        return False
    return True

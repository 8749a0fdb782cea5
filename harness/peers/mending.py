"""What an edit made false by the way, made true again, so that the edit is the only lie.

A changed ClientHello needs new PSK binders (RFC 8446 section 4.2.11.2), a changed ServerKeyExchange or
CertificateVerify a new signature (RFC 5246 section 7.4.3, RFC 8446 section 4.4.3). Where an edit names
the binders or the signature itself, they are what it says.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from harness.edits.path import Path, Slice
from harness.names import Role, Tls
from harness.peers.observed import Heard
from harness.peers.tlslite_imports import HandshakeHelpers, Parser
from harness.peers.tlslite_settings import ClientSession
from harness.wire.handshake import HandshakeType
from harness.wire.numbers import EXTENSIONS, SCHEMES
from harness.wire.tree import Blob, Items, Number, Struct, Vec, Vector

#: Extensions whose objects know private keys that their bytes do not tell.
_HAVE_SECRETS = frozenset({EXTENSIONS["key_share"]})

#: How often a signature is made until one begins with zero: a failure once in 10^17 runs.
_TRIES = 10_000

#: Hash and padding of each signature scheme we can sign with.
_Hash = Callable[[], hashes.HashAlgorithm]
HASHES: dict[int, _Hash] = {
    1: hashes.MD5,
    2: hashes.SHA1,
    4: hashes.SHA256,
    5: hashes.SHA384,
    6: hashes.SHA512,
}
PSS: dict[int, _Hash] = {
    0x0804: hashes.SHA256,
    0x0805: hashes.SHA384,
    0x0806: hashes.SHA512,
}

#: What stands before the digest in a signature of PKCS #1 v1.5 (RFC 8017 section 9.2, note 1).
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def adopt(message: Any, data: bytes) -> None:
    """Let tlslite's own object say what is sent, where its parser can read it: it reckons with it later."""
    if data[0] not in (HandshakeType.client_hello, HandshakeType.server_hello):
        return
    before = dict(vars(message))
    try:
        message.parse(Parser(bytearray(data[1:])))
    except Exception:  # noqa: BLE001 -- its parsers stumble in every way over what is malformed on purpose
        vars(message).clear()
        vars(message).update(before)
        return
    kept = {each.extType: each for each in before.get("extensions") or ()}
    for number, extension in enumerate(message.extensions or ()):
        if extension.extType == EXTENSIONS["cookie"] and extension.extType in kept:
            kept[extension.extType].create(extension.extData)  # tlslite knows the echo by this very object
        if extension.extType not in _HAVE_SECRETS:
            continue
        message.extensions[number] = kept.get(extension.extType, extension)


def mend(connection: Any, said: Heard, tree: Struct, targets: list[Path]) -> bytes | None:
    """The message with its signature or binders made anew, None where nothing needs it.

    said: what the peer sent so far. targets: the paths its edits named.
    """
    kind = tree.fields["type"].value
    named = {
        step for path in targets if not _only_inserts(path) for step in path.steps if isinstance(step, str)
    }
    if named & {"signature", "binders", "body", "type", "length"}:
        return None
    if kind == HandshakeType.client_hello and targets:
        return _with_binders(connection, tree)
    if kind == HandshakeType.server_key_exchange and (targets or connection.forger.lying):
        return _signed(connection, tree, connection.randoms() + _parameters(tree))
    if kind == HandshakeType.certificate_verify and targets:
        return _signed(connection, tree, _verified_content(connection))
    return None


def _only_inserts(path: Path) -> bool:
    """Whether an edit there puts items between others, and says nothing of those."""
    last = path.steps[-1] if path.steps else None
    return isinstance(last, Slice) and last.start is not None and last.start == last.stop


def _parameters(tree: Struct) -> bytes:
    body = _body(tree)
    if body is None:
        return b""
    return b"".join(
        node.serialise() for name, node in body.fields.items() if name not in ("scheme", "signature")
    )


def _body(tree: Struct) -> Struct | None:
    vector = tree.fields["body"]
    return vector.inner if isinstance(vector, Vector) and isinstance(vector.inner, Struct) else None


def _verified_content(connection: Any, context: str = "") -> bytes:
    if connection.setup.spoken is Tls.V12:
        return b"".join(bytes(part) for part in connection._handshake_hash._handshake_buffer)  # noqa: SLF001 - tlslite's
    role = "client" if connection.setup.role is Role.CLIENT else "server"
    who = (context or role).encode()
    digest = connection._handshake_hash.digest(connection.prf)  # noqa: SLF001 - tlslite's
    return b" " * 64 + b"TLS 1.3, " + who + b" CertificateVerify\x00" + bytes(digest)


def _signed(connection: Any, tree: Struct, content: bytes) -> bytes | None:
    body = _body(tree)
    scheme = body.fields.get("scheme") if body is not None else None
    if body is None or not isinstance(scheme, Number):
        return None
    signature = sign(own_key(connection), scheme.number, content)
    if signature is not None:
        body.fields["signature"] = Vector(2, Blob(signature))
    return tree.serialise()


def keyed(connection: Any, tree: Struct) -> dict[str, Callable[..., object]]:
    """The functions of `harness.edits.value.KEYED`, for an edit of that message."""

    def signed(name: str, scheme: int, salt: int | None = None, context: str = "") -> bytes:
        signature = sign(_key(connection, name), scheme, _content(connection, tree, context), salt)
        if signature is None:
            raise ValueError(f"the key of {name} does not sign under scheme {scheme:#06x}")
        return signature

    def signed_short(name: str, scheme: int) -> bytes:
        if scheme not in PSS:
            raise ValueError("only a PSS signature comes out differently when it is made again")
        made = (signed(name, scheme) for _ in range(_TRIES))
        found = next(signature for signature in made if signature[0] == 0)
        connection.forger.shortened = found
        return found

    def signed_loosely(name: str, scheme: int, filling: int) -> bytes:
        return _loose(_key(connection, name), scheme, _content(connection, tree, ""), filling)

    def encrypted(certificate: bytes, block: bytes, secret: bytes | None = None) -> bytes:
        if secret is not None:
            connection.premaster = bytearray(secret)
            connection.forger.beyond.append("the peer goes on with a premaster secret of its own")
        return _encrypted(certificate, block)

    known = (signed, signed_short, signed_loosely)
    return {**{each.__name__: each for each in known}, "rsa": encrypted}


def _content(connection: Any, tree: Struct, context: str) -> bytes:
    """What a signature of that message is made over. context: "client" or "server", "" for the truth."""
    if tree.fields["type"].value == HandshakeType.server_key_exchange:
        return bytes(connection.randoms()) + _parameters(tree)
    return _verified_content(connection, context)


def _loose(key: object, scheme: int, content: bytes, filling: int) -> bytes:
    """A signature of PKCS #1 v1.5 with less padding than it needs, and zeros behind its digest instead."""
    if not isinstance(key, rsa.RSAPrivateKey) or scheme != SCHEMES["rsa_pkcs1_sha256"]:
        raise ValueError("only an RSA key signs so, under rsa_pkcs1_sha256")
    numbers, length = key.private_numbers(), key.key_size // 8
    block = b"\x00\x01" + b"\xff" * filling + b"\x00" + _SHA256 + hashlib.sha256(content).digest()
    secret = pow(int.from_bytes(block.ljust(length, b"\x00")), numbers.d, numbers.public_numbers.n)
    return secret.to_bytes(length)


def _encrypted(certificate: bytes, block: bytes) -> bytes:
    """A whole block, padding and all, under the RSA key of a DER certificate (RFC 8017 section 5.1.1)."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(key, rsa.RSAPublicKey) or len(block) != key.key_size // 8:
        raise ValueError("a block of another size than the RSA key's")
    numbers = key.public_numbers()
    return pow(int.from_bytes(block), numbers.e, numbers.n).to_bytes(len(block))


def sign(key: object, scheme: int, content: bytes, salt: int | None = None) -> bytes | None:
    """`content` signed with a key under that scheme; None where it cannot. salt: bytes of it, with PSS."""
    if isinstance(key, ec.EllipticCurvePrivateKey) and scheme & 0xFF == 3 and scheme >> 8 in HASHES:
        return key.sign(content, ec.ECDSA(HASHES[scheme >> 8]()))
    if isinstance(key, rsa.RSAPrivateKey) and scheme in PSS:
        kind = PSS[scheme]()
        size = kind.digest_size if salt is None else salt
        return key.sign(content, padding.PSS(padding.MGF1(kind), size), kind)
    if isinstance(key, rsa.RSAPrivateKey) and scheme & 0xFF == 1 and scheme >> 8 in HASHES:
        return key.sign(content, padding.PKCS1v15(), HASHES[scheme >> 8]())
    return None


def own_key(connection: Any) -> object:
    """The private key of the end's own certificate, None where it has none."""
    return _key(connection, connection.setup.certificate)


def _key(connection: Any, name: str | None) -> object:
    """The private key of the certificate called `name`, None for none."""
    return None if name is None else _loaded(connection.setup.pki.key_file(name))


@functools.lru_cache(maxsize=64)
def _loaded(file_name: str) -> object:
    with open(file_name, "rb") as file:  # noqa: PTH123 - a path as text
        return serialization.load_pem_private_key(file.read(), None)


def _with_binders(connection: Any, tree: Struct) -> bytes | None:
    body = _body(tree)
    extensions = body.fields.get("extensions") if body is not None else None
    items = extensions.inner if isinstance(extensions, Vector) else None
    known = connection.setup.session
    if not isinstance(items, Items) or not items.nodes or not isinstance(known, ClientSession):
        return None
    offer = next(
        (n for n in items.nodes if isinstance(n, Struct) and _type(n) == EXTENSIONS["pre_shared_key"]), None
    )
    if offer is None or offer is not items.nodes[-1]:
        return None
    content = offer.fields["data"]
    psk = content.inner if isinstance(content, Vector) else None
    if not isinstance(psk, Struct) or "binders" not in psk.fields:
        return None
    binders = psk.fields["binders"]
    truncated = tree.serialise()[: -len(binders.serialise())]
    made = [_binder(connection, known, identity, truncated) for identity in _identities(psk)]
    old = binders.value
    if isinstance(old, list):
        made += [None] * (len(old) - len(made))
        right = [Vector(1, Blob(new or bytes(was))) for new, was in zip(made, old, strict=False)]
        psk.fields["binders"] = Vector(2, Items(list(right), Vec(1)))
    return tree.serialise()


def _type(extension: Struct) -> object:
    return extension.fields["type"].value


def _identities(psk: Struct) -> list[bytes]:
    vector = psk.fields["identities"]
    nodes = vector.inner.nodes if isinstance(vector, Vector) and isinstance(vector.inner, Items) else []
    return [bytes(node.fields["identity"].value) for node in nodes if isinstance(node, Struct)]  # type: ignore[call-overload]


def _binder(connection: Any, known: ClientSession, identity: bytes, truncated: bytes) -> bytes | None:
    """The binder of one identity over a truncated ClientHello; None for an identity that is no ticket."""
    secret = known.session.resumptionMasterSecret
    tickets = [ticket for ticket in known.session.tickets if bytes(ticket.ticket) == identity]
    if not tickets:
        return None
    name = "sha256" if len(secret) == hashlib.sha256().digest_size else "sha384"
    offered = type("Offered", (), {"identity": tickets[0].ticket})()
    psk = HandshakeHelpers.calc_res_binder_psk(offered, secret, tickets)
    hashed = connection._handshake_hash.copy()  # noqa: SLF001 - tlslite's
    hashed.update(bytearray(truncated))
    return bytes(HandshakeHelpers._calc_binder(name, psk, hashed, external=False))  # noqa: SLF001 - tlslite's

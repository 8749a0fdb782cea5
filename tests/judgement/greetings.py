"""Hellos made by hand, right by default, and the short conversations of TLS 1.2 and 1.3 they begin.

A change is a field of the hello, or an extension by its name: its data, None to leave it out.
"""

from dataclasses import replace

from harness.names import Role, Tls
from harness.wire.handshake import RETRY_RANDOM, ClientHello, HandshakeMessage, ServerHello
from tests.judgement.script import HANDSHAKE, OK, PEER, STARVED, SUBJECT, Script, record, sealed

EXTENSIONS = {
    "server_name": 0, "max_fragment_length": 1, "status_request": 5, "supported_groups": 10,
    "ec_point_formats": 11, "signature_algorithms": 13, "alpn": 16, "padding": 21, "encrypt_then_mac": 22,
    "extended_master_secret": 23, "record_size_limit": 28, "session_ticket": 35, "early_data": 42,
    "supported_versions": 43, "cookie": 44, "psk_key_exchange_modes": 45, "key_share": 51, "grease": 0x1A1A,
    "unknown": 0x7777, "renegotiation_info": 0xFF01, "pre_shared_key": 41,
}  # fmt: skip
SCSV, FALLBACK = 0x00FF, 0x5600
AES_13, AES_12, RSA_12, CBC_12, DHE_12 = 0x1301, 0xC02B, 0x009C, 0xC023, 0x009E
SESSION = b"s" * 32
CCS = record(b"\x01", kind=20)


def u16s(*numbers, width=2):
    """A vector of two-byte numbers."""
    return vec(b"".join(number.to_bytes(2) for number in numbers), width)


def vec(data, width=2):
    """A vector of bytes."""
    return len(data).to_bytes(width) + data


def host(name, kind=0):
    """server_name of one name."""
    return vec(bytes((kind,)) + vec(name))


def shares(*groups):
    """key_share of a client."""
    return vec(b"".join(share(group) for group in groups))


def share(group):
    """A key share in a ServerHello: of the right length for its group, and on NIST curves uncompressed."""
    size = {29: 32, 23: 65, 24: 97}[group]
    return group.to_bytes(2) + vec(b"\x04" * size)


def keys(*identities, binders=None):
    """pre_shared_key of a client, with as many binders as identities unless told."""
    count = len(identities) if binders is None else binders
    return vec(b"".join(vec(each) + bytes(4) for each in identities)) + vec(vec(b"b" * 32, 1) * count)


_OFFER = {
    "server_name": host(b"localhost"),
    "ec_point_formats": b"\x01\x00",
    "supported_groups": u16s(29, 23, 24),
    "session_ticket": b"",
    "alpn": vec(vec(b"h2", 1) + vec(b"http/1.1", 1)),
    "encrypt_then_mac": b"",
    "extended_master_secret": b"",
    "signature_algorithms": u16s(0x0403, 0x0804, 0x0401),
    "supported_versions": u16s(0x0304, 0x0303, width=1),
    "psk_key_exchange_modes": b"\x01\x01",
    "key_share": shares(29),
}
_ONLY_13 = ("supported_versions", "psk_key_exchange_modes", "key_share")


def offer(tls=Tls.V13, *, last=(), **changes):
    """A ClientHello. last: (name, data) of extensions behind all others."""
    given = dict.fromkeys(_ONLY_13) if tls is Tls.V12 else {}
    fields = {name: changes.pop(name) for name in list(changes) if name not in EXTENSIONS}
    extensions = {**_OFFER, **given, **changes}
    there = [(EXTENSIONS[name], data) for name, data in extensions.items() if data is not None]
    behind = [(EXTENSIONS[name], data) for name, data in last]
    session = SESSION if tls is Tls.V13 else b""
    suites = (AES_13, AES_12, CBC_12, RSA_12, DHE_12, SCSV)
    hello = ClientHello(0x0303, b"c" * 31 + b"r", session, suites, b"\0", (*there, *behind))
    return replace(hello, **fields)


_CHOICES = {
    Tls.V12: {"renegotiation_info": b"\0", "extended_master_secret": b"", "ec_point_formats": b"\x01\x00"},
    Tls.V13: {"supported_versions": b"\x03\x04", "key_share": share(29)},
}


def answer(tls=Tls.V13, *, last=(), **changes):
    """A ServerHello."""
    fields = {name: changes.pop(name) for name in list(changes) if name not in EXTENSIONS}
    extensions = {**_CHOICES[tls], **changes}
    there = [(EXTENSIONS[name], data) for name, data in extensions.items() if data is not None]
    behind = [(EXTENSIONS[name], data) for name, data in last]
    session, suite = (SESSION, AES_13) if tls is Tls.V13 else (b"new", AES_12)
    hello = ServerHello(0x0303, b"r" * 31 + b"s", session, suite, 0, (*there, *behind))
    return replace(hello, **fields)


def retry(**changes):
    """A HelloRetryRequest, for secp256r1 unless told."""
    return answer(**{"key_share": (23).to_bytes(2), "random": RETRY_RANDOM, **changes})


def message(kind, body=b""):
    """A handshake message in a record."""
    return record(HandshakeMessage(kind, body).serialise(), kind=22)


def said(*parts):
    """The bytes of hellos, each in a record; bytes stay as they are."""
    kinds = {ClientHello: 1, ServerHello: 2}
    return b"".join(
        part if isinstance(part, bytes) else message(kinds[type(part)], part.serialise()) for part in parts
    )


def signed(curve=29, scheme=0x0403, kind=3):
    """The ServerKeyExchange of an ephemeral ECDH."""
    return message(
        12, bytes((kind,)) + curve.to_bytes(2) + vec(bytes(32), 1) + scheme.to_bytes(2) + vec(b"sig")
    )


CERTIFICATE, DONE, TICKET = message(11, b"certificate"), message(14), message(4, b"ticket")
FLIGHT = CERTIFICATE + signed() + DONE
KEY_EXCHANGE = message(16, b"share")


def client(*mine, got=(), then=(), tls=Tls.V13, finished=True):
    """The subject is a client: what it says, what it is told, what it says then; whether it is content."""
    script = Script(tls).does(SUBJECT, HANDSHAKE, STARVED, said(*mine))
    if not got:
        return script
    script.gets(PEER).does(PEER, HANDSHAKE, STARVED, said(*got)).gets(SUBJECT)
    return script.does(SUBJECT, HANDSHAKE, OK if finished else STARVED, said(*then) or sealed(b"finished"))


def client_12(*got, then=(KEY_EXCHANGE, CCS), mine=None):
    """The subject is a client of TLS 1.2: what it is told, and what it answers to it."""
    return client(mine or offer(Tls.V12), got=got, then=then, tls=Tls.V12)


def server(*heard, says=(), tls=Tls.V13):
    """The subject is a server: what it hears, and what it says to that."""
    script = Script(tls, role=Role.SERVER).does(PEER, HANDSHAKE, STARVED, said(*heard)).gets(SUBJECT)
    return script.does(SUBJECT, HANDSHAKE, STARVED, said(*says))


def server_13(heard=None, **changes):
    """A server that answers in TLS 1.3, with changes to its answer."""
    return server(heard or offer(), says=(answer(**changes), CCS, sealed(b"the rest")))


def server_12(heard=None, *, then=FLIGHT, **changes):
    """A server that answers in TLS 1.2, with changes to its answer, and then goes on."""
    return server(heard or offer(Tls.V12), says=(answer(Tls.V12, **changes), then), tls=Tls.V12)

"""How every handshake message and extension falls into fields: one table for each (RFC 8446 section 4,
RFC 5246 section 7.4, and the RFC of each extension).

The names are those of the RFCs, shortened where the message says the rest. Where an extension differs
from message to message, so does its entry here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from harness.names import Role, Tls
from harness.wire.handshake import RETRY_RANDOM, Cursor, HandshakeMessage, HandshakeType
from harness.wire.numbers import EXTENSION_NAMES
from harness.wire.tree import Bytes, Either, Fields, Layout, Many, Node, Struct, U, Value, Vec, Vector, read

_NOTHING = Fields(())
_NAMES = Fields((("names", Vec(2, Many(Fields((("kind", U(1)), ("name", Vec(2))))))),))
_SHARE = Fields((("group", U(2)), ("key", Vec(2))))
_SCHEMES = Fields((("schemes", Vec(2, Many(U(2)))),))
_PROTOCOLS = Fields((("protocols", Vec(2, Many(Vec(1)))),))

#: What an extension holds wherever it may stand.
_ANYWHERE: dict[str, Layout] = {
    "max_fragment_length": Fields((("code", U(1)),)),
    "supported_groups": Fields((("groups", Vec(2, Many(U(2)))),)),
    "ec_point_formats": Fields((("formats", Vec(1, Many(U(1)))),)),
    "signature_algorithms": _SCHEMES,
    "signature_algorithms_cert": _SCHEMES,
    "alpn": _PROTOCOLS,
    "heartbeat": Fields((("mode", U(1)),)),
    "padding": Fields((("zeros", Bytes()),)),
    "compress_certificate": Fields((("algorithms", Vec(1, Many(U(2)))),)),
    "record_size_limit": Fields((("limit", U(2)),)),
    "session_ticket": Fields((("ticket", Bytes()),)),
    "psk_key_exchange_modes": Fields((("modes", Vec(1, Many(U(1)))),)),
    "cookie": Fields((("cookie", Vec(2)),)),
    "certificate_authorities": Fields((("authorities", Vec(2, Many(Vec(2)))),)),
    "renegotiation_info": Fields((("verify_data", Vec(1)),)),
    "encrypt_then_mac": _NOTHING,
    "extended_master_secret": _NOTHING,
    "post_handshake_auth": _NOTHING,
}

#: What it holds in one message only.
_IN: dict[str, dict[str, Layout]] = {
    "client_hello": {
        "server_name": _NAMES,
        "status_request": Fields((("kind", U(1)), ("responders", Vec(2)), ("requests", Vec(2)))),
        "supported_versions": Fields((("versions", Vec(1, Many(U(2)))),)),
        "key_share": Fields((("shares", Vec(2, Many(_SHARE))),)),
        "pre_shared_key": Fields(
            (
                ("identities", Vec(2, Many(Fields((("identity", Vec(2)), ("age", U(4))))))),
                ("binders", Vec(2, Many(Vec(1)))),
            )
        ),
        "early_data": _NOTHING,
    },
    "server_hello": {
        "server_name": _NOTHING,
        "supported_versions": Fields((("version", U(2)),)),
        "key_share": _SHARE,
        "pre_shared_key": Fields((("selected", U(2)),)),
    },
    "hello_retry_request": {
        "supported_versions": Fields((("version", U(2)),)),
        "key_share": Fields((("group", U(2)),)),
    },
    "encrypted_extensions": {"server_name": _NOTHING, "early_data": _NOTHING},
    "new_session_ticket": {"early_data": Fields((("limit", U(4)),))},
}


@dataclass(frozen=True)
class Extension:
    """A type and the data behind a length of two bytes, read as that type's in this message."""

    message: str

    def parse(self, cursor: Cursor) -> Node:
        """Read one."""
        kind = U(2).parse(cursor)
        data = cursor.vector(2, "extension data")
        assert isinstance(kind.value, int)
        return Struct({"type": kind, "data": Vector(2, read(self.content(kind.value), data))})

    def content(self, kind: int) -> Layout:
        """How the data of that type is read here; plain bytes for a type that has no place here."""
        name = EXTENSION_NAMES.get(kind, "")
        return _IN.get(self.message, {}).get(name) or _ANYWHERE.get(name) or Bytes()

    def build(self, value: Value) -> Node:
        """From its bytes, type and length included, as `extension()` makes them."""
        if not isinstance(value, bytes):
            raise TypeError("an extension is made by extension(type, data)")
        return read(self, value)

    def inside(self, name: str) -> list[Layout]:
        """Its two fields; those of the content depend on the type."""
        fields: dict[str, Layout] = {"type": U(2), "data": Vec(2)}
        return [fields[name]] if name in fields else []

    def names(self) -> list[str]:
        """Its two fields."""
        return ["type", "data"]


@cache
def extensions_in(message: str) -> tuple[tuple[str, Layout], ...]:
    """The extensions whose data is known in a message, by name, and how it is read there."""
    return tuple({**_ANYWHERE, **_IN.get(message, {})}.items())


def _extensions(message: str) -> Vec:
    return Vec(2, Many(Extension(message)))


def _hello(message: str, *parts: tuple[str, Layout]) -> Fields:
    head: tuple[tuple[str, Layout], ...] = (
        ("legacy_version", U(2)),
        ("random", Bytes(32)),
        ("session_id", Vec(1)),
    )
    return Fields((*head, *parts, ("extensions", _extensions(message))), optional=("extensions",))


_SERVER_PARTS: tuple[tuple[str, Layout], ...] = (("cipher_suite", U(2)), ("compression", U(1)))
_AUTHORITIES: Layout = Vec(2, Many(Vec(2)))
_ENTRY = Fields((("certificate", Vec(3)), ("extensions", _extensions("certificate"))))
_SIGNED: tuple[tuple[str, Layout], ...] = (("scheme", U(2)), ("signature", Vec(2)))

#: Messages that are the same in both versions.
_BOTH: dict[str, Layout] = {
    "hello_request": _NOTHING,
    "client_hello": _hello(
        "client_hello", ("cipher_suites", Vec(2, Many(U(2)))), ("compressions", Vec(1, Many(U(1))))
    ),
    "server_hello": _hello("server_hello", *_SERVER_PARTS),
    "certificate_verify": Fields(_SIGNED),
    "finished": Fields((("verify_data", Bytes()),)),
}

_ONLY: dict[Tls, dict[str, Layout]] = {
    Tls.V12: {
        "certificate": Fields((("entries", Vec(3, Many(Vec(3)))),)),
        "server_key_exchange": Either(
            (
                Fields((("curve_type", U(1)), ("group", U(2)), ("point", Vec(1)), *_SIGNED)),
                Fields((("p", Vec(2)), ("g", Vec(2)), ("y", Vec(2)), *_SIGNED)),
            )
        ),
        "certificate_request": Fields(
            (("types", Vec(1, Many(U(1)))), ("schemes", Vec(2, Many(U(2)))), ("authorities", _AUTHORITIES))
        ),
        "server_hello_done": _NOTHING,
        "client_key_exchange": Either((Fields((("point", Vec(1)),)), Fields((("secret", Vec(2)),)))),
        "new_session_ticket": Fields((("lifetime", U(4)), ("ticket", Vec(2)))),
        "certificate_status": Fields((("kind", U(1)), ("response", Vec(3)))),
    },
    Tls.V13: {
        "hello_retry_request": _hello("hello_retry_request", *_SERVER_PARTS),
        "encrypted_extensions": Fields((("extensions", _extensions("encrypted_extensions")),)),
        "certificate_request": Fields(
            (("context", Vec(1)), ("extensions", _extensions("certificate_request")))
        ),
        "certificate": Fields(
            (
                ("context", Vec(1)),
                ("entries", Vec(3, Many(_ENTRY))),
            )
        ),
        "new_session_ticket": Fields(
            (
                ("lifetime", U(4)),
                ("age_add", U(4)),
                ("nonce", Vec(1)),
                ("ticket", Vec(2)),
                ("extensions", _extensions("new_session_ticket")),
            )
        ),
        "key_update": Fields((("request", U(1)),)),
        "end_of_early_data": _NOTHING,
    },
}  # fmt: skip

#: Who sends each message. A HelloRetryRequest is a ServerHello on the wire, and has a name of its own here.
SENDERS: dict[str, tuple[Role, ...]] = {
    "hello_request": (Role.SERVER,), "client_hello": (Role.CLIENT,), "server_hello": (Role.SERVER,),
    "hello_retry_request": (Role.SERVER,), "encrypted_extensions": (Role.SERVER,),
    "certificate_request": (Role.SERVER,), "certificate": (Role.CLIENT, Role.SERVER),
    "server_key_exchange": (Role.SERVER,), "server_hello_done": (Role.SERVER,),
    "client_key_exchange": (Role.CLIENT,), "certificate_verify": (Role.CLIENT, Role.SERVER),
    "certificate_status": (Role.SERVER,), "finished": (Role.CLIENT, Role.SERVER),
    "new_session_ticket": (Role.SERVER,), "key_update": (Role.CLIENT, Role.SERVER),
    "end_of_early_data": (Role.CLIENT,),
}  # fmt: skip


@cache
def layout_of(message: str, tls: Tls) -> Fields | None:
    """How a whole message of that name is read, header included; None when the version has none such."""
    body = _ONLY[tls].get(message) or _BOTH.get(message)
    return None if body is None else Fields((("type", U(1)), ("body", Vec(3, body))))


def name_of(message: HandshakeMessage) -> str:
    """The name a message goes by here: that of its type, or hello_retry_request by its random."""
    if message.type == HandshakeType.server_hello and message.body[2:34] == RETRY_RANDOM:
        return "hello_retry_request"
    try:
        return HandshakeType(message.type).name
    except ValueError:
        return f"message({message.type})"


def tree_of(message: HandshakeMessage, tls: Tls) -> Struct:
    """A message as a tree of fields; what cannot be understood is bytes."""
    layout = layout_of(name_of(message), tls) or Fields((("type", U(1)), ("body", Vec(3))))
    node = layout.parse(Cursor(message.serialise(), "message"))
    assert isinstance(node, Struct)
    return node

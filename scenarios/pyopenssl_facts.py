"""pyOpenSSL's Connection: what it tells of itself and of the other end, before and after the handshake.

`near` and `far` are a client and a server that a scenario holds both, of Contexts of its own: what the two
tell has to agree.
"""

from harness.scenario import (
    MISUSE,
    NEGOTIATED,
    PROTOCOL_ERROR,
    READ,
    Act,
    Actor,
    Step,
    Thing,
    certificate,
    chain_file,
    handshake,
    key_file,
    py,
    reconnect,
    same,
    scenario,
    together,
)

_BOTH = "pyopenssl pyopenssl-socket"
_SUITE = "ECDHE-ECDSA-AES128-GCM-SHA256"
_PLENTY = 1 << 16


def _item(of: object, key: object) -> object:
    return py("operator.getitem", of, key)


def _der(subject: Actor, certificate: object) -> Act:
    """An X509 as bytes."""
    return subject.ssl.calls("dump_certificate", subject.ssl.has("FILETYPE_ASN1"), certificate)


def _passes(one: Thing, other: Thing) -> list[Act]:
    """What one end has for the other, and what that one makes of it."""
    return [
        other.calls("bio_write", one.calls("bio_read", _PLENTY)),
        other.calls("do_handshake").anything(),
    ]


def _held(subject: Actor, version: str) -> list[Step]:
    """`near` and `far`, shaken hands in that version."""
    near, far, ssl = subject.thing("near"), subject.thing("far"), subject.ssl
    its, theirs = subject.thing("near_context"), subject.thing("far_context")
    return [
        ssl.calls("Context", ssl.has("TLS_CLIENT_METHOD")).keeps("near_context"),
        ssl.calls("Context", ssl.has("TLS_SERVER_METHOD")).keeps("far_context"),
        *[each.calls("set_max_proto_version", ssl.has(version)).gives(None) for each in (its, theirs)],
        theirs.calls("use_certificate_chain_file", chain_file("ecdsa")).gives(None),
        theirs.calls("use_privatekey_file", key_file("ecdsa")).gives(None),
        ssl.calls("Connection", its, None).keeps("near"),
        ssl.calls("Connection", theirs, None).keeps("far"),
        near.calls("set_connect_state").gives(None),
        far.calls("set_accept_state").gives(None),
        near.calls("do_handshake").wants(READ),
        *_passes(near, far),
        *_passes(far, near),
        *_passes(near, far),
        *_passes(far, near),
        near.calls("do_handshake").gives(None),
        far.calls("do_handshake").gives(None),
    ]


def _alike(subject: Actor, one: Act, other: Act) -> Act:
    return subject.does(same(one, other))


def _other(subject: Actor, one: Act, other: Act) -> Act:
    return subject.does(py("operator.ne", one, other)).gives(value=True)


# -- before there is anything to tell -----------------------------------------------------------------------


@scenario("pyopenssl:facts:before", drivers=_BOTH, peers="honest", sweep="none")
def nothing_is_known_before_the_handshake(subject, peer):
    """Before the handshake there is no cipher, Finished, session or certificate: None; no protocol: b""."""
    nothing = (
        "get_cipher_name", "get_cipher_bits", "get_cipher_version", "get_finished", "get_peer_finished",
        "get_session", "get_peer_certificate", "get_peer_cert_chain", "get_verified_chain",
    )  # fmt: skip
    return [
        *[subject.connection.calls(name).gives(None) for name in nothing],
        subject.connection.calls("get_alpn_proto_negotiated").gives(b""),
        handshake(subject, peer),
    ]


@scenario("pyopenssl:version:before", drivers=_BOTH, peers="honest", sweep="none")
def the_version_is_unknown_before_the_handshake(subject, peer):
    """get_protocol_version_name() gives "Unknown" while no connection has been established."""
    return [
        subject.connection.calls("get_protocol_version_name").gives("Unknown"),
        handshake(subject, peer),
        subject.connection.calls("get_protocol_version_name").gives(NEGOTIATED),
    ]


# -- the protocol -------------------------------------------------------------------------------------------


@scenario("pyopenssl:version", drivers=_BOTH, tls="1.2", peers="honest", sweep="none")
def tls12_has_its_name_and_number(subject, peer):
    """get_protocol_version_name() gives "TLSv1.2", get_protocol_version() 0x0303."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_protocol_version_name").gives("TLSv1.2"),
        subject.connection.calls("get_protocol_version").gives(0x0303),
    ]


@scenario("pyopenssl:version", drivers=_BOTH, tls="1.3", peers="honest", sweep="none")
def tls13_has_its_name_and_number(subject, peer):
    """get_protocol_version_name() gives "TLSv1.3", get_protocol_version() 0x0304."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_protocol_version_name").gives("TLSv1.3"),
        subject.connection.calls("get_protocol_version").gives(0x0304),
    ]


@scenario("pyopenssl:cipher", drivers=_BOTH, tls="1.2", peers="honest", sweep="none")
def tls12_the_cipher_is_told_by_name_bits_and_version(subject, peer):
    """The one suite that the peer allows is told by its name, the bits of its key and its protocol."""
    return [
        peer.configured(cipher=_SUITE),
        handshake(subject, peer),
        subject.connection.calls("get_cipher_name").gives(_SUITE),
        subject.connection.calls("get_cipher_bits").gives(128),
        subject.connection.calls("get_cipher_version").gives("TLSv1.2"),
    ]


@scenario("pyopenssl:alpn:negotiated", drivers=_BOTH, peers="honest", sweep="none")
def the_protocol_is_told_in_bytes(subject, peer):
    """get_alpn_proto_negotiated() gives the protocol as bytes, b"" on a connection without one."""
    chosen = subject.connection.calls("get_alpn_proto_negotiated")
    return [
        subject.configured(alpn=("harness/1", "h2")),
        peer.configured(alpn=("h2",)),
        handshake(subject, peer),
        chosen.gives(b"h2"),
        reconnect(),
        subject.configured(alpn=()),
        handshake(subject, peer),
        chosen.gives(b""),
    ]


@scenario("pyopenssl:state_string", drivers=_BOTH, peers="honest", sweep="none")
def the_state_has_a_text(subject, peer):
    """get_state_string() gives a text in bytes, and another one when the handshake is done."""
    state = subject.connection.calls("get_state_string")
    return [
        state.returns(bytes, filled=True),
        state.keeps("before"),
        handshake(subject, peer),
        state.returns(bytes, filled=True),
        subject.does(py("operator.ne", state, subject.thing("before"))).gives(value=True),
    ]


@scenario("pyopenssl:renegotiations", drivers=_BOTH, roles="client", tls="1.2", peers="tlslite", sweep="none")
def tls12_renegotiations_are_counted(subject, peer):
    """total_renegotiations() gives 0 after the handshake, and 1 after one more that the server asked for."""
    total, waiting = (
        subject.connection.calls(name) for name in ("total_renegotiations", "renegotiate_pending")
    )
    return [
        handshake(subject, peer),
        total.gives(0),
        waiting.gives(value=False),
        together(peer.renegotiates(), subject.reads(100).wants(READ)),
        total.gives(1),
        waiting.gives(value=False),
    ]


# -- what both ends know ------------------------------------------------------------------------------------


def _finished_cross(subject: Actor) -> list[Step]:
    near, far = subject.thing("near"), subject.thing("far")
    return [
        near.calls("get_finished").returns(bytes, filled=True),
        far.calls("get_finished").returns(bytes, filled=True),
        _alike(subject, near.calls("get_finished"), far.calls("get_peer_finished")),
        _alike(subject, far.calls("get_finished"), near.calls("get_peer_finished")),
        _other(subject, near.calls("get_finished"), near.calls("get_peer_finished")),
    ]


@scenario("pyopenssl:finished", drivers="pyopenssl", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_what_one_sent_the_other_received(subject, peer):
    """get_finished() at one end is get_peer_finished() at the other, and not the other way round."""
    return [*_held(subject, "TLS1_2_VERSION"), *_finished_cross(subject)]


@scenario("pyopenssl:finished", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_what_one_sent_the_other_received(subject, peer):
    """get_finished() at one end is get_peer_finished() at the other, and not the other way round."""
    return [*_held(subject, "TLS1_3_VERSION"), *_finished_cross(subject)]


@scenario("pyopenssl:randoms", drivers="pyopenssl", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_both_ends_know_the_randoms_and_the_master_key(subject, peer):
    """client_random() and server_random() are 32 bytes each, master_key() 48, and the same at both ends."""
    near, far = subject.thing("near"), subject.thing("far")
    sizes = {"client_random": 32, "server_random": 32, "master_key": 48}
    return [
        *_held(subject, "TLS1_2_VERSION"),
        *[subject.does(py("len", near.calls(name))).gives(size) for name, size in sizes.items()],
        *[_alike(subject, near.calls(name), far.calls(name)) for name in sizes],
        _other(subject, near.calls("client_random"), near.calls("server_random")),
    ]


def _exported(end: Thing, label: bytes, size: int, *context: bytes) -> Act:
    return end.calls("export_keying_material", label, size, *context)


def _exporters(subject: Actor) -> list[Step]:
    near, far = subject.thing("near"), subject.thing("far")
    cases = [(b"EXPERIMENTAL one", 20), (b"EXPERIMENTAL two", 20), (b"EXPERIMENTAL one", 70)]
    contexts = [(), (b"context",), (b"",)]
    return [
        *[
            step
            for label, size in cases
            for context in contexts
            for step in (
                subject.does(py("len", _exported(near, label, size, *context))).gives(size),
                _alike(
                    subject, _exported(near, label, size, *context), _exported(far, label, size, *context)
                ),
            )
        ],
        _other(subject, _exported(near, *cases[0]), _exported(near, *cases[1])),
        _other(subject, _exported(near, *cases[0]), _exported(near, *cases[0], b"context")),
    ]


@scenario("pyopenssl:exporter", drivers="pyopenssl", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_both_ends_export_the_same(subject, peer):
    """export_keying_material() gives as many bytes as asked for, the same at both ends, others by label."""
    return [*_held(subject, "TLS1_2_VERSION"), *_exporters(subject)]


@scenario("pyopenssl:exporter", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_both_ends_export_the_same(subject, peer):
    """export_keying_material() gives as many bytes as asked for, the same at both ends, others by label."""
    return [*_held(subject, "TLS1_3_VERSION"), *_exporters(subject)]


@scenario("pyopenssl:exporter:context", drivers=_BOTH, tls="1.2", peers="honest", sweep="none")
def tls12_an_empty_context_is_a_context(subject, peer):
    """In TLS 1.2 an empty context has its length in the seed, and exports other bytes than none."""
    none, empty = (_exported(subject.connection, b"EXPERIMENTAL", 32, *given) for given in ((), (b"",)))
    return [handshake(subject, peer), _other(subject, none, empty)]


@scenario("pyopenssl:exporter:context", drivers=_BOTH, tls="1.3", peers="honest", sweep="none")
def tls13_an_empty_context_is_none(subject, peer):
    """In TLS 1.3 an empty context exports the same bytes as none."""
    none, empty = (_exported(subject.connection, b"EXPERIMENTAL", 32, *given) for given in ((), (b"",)))
    return [handshake(subject, peer), _alike(subject, none, empty)]


# -- certificates and sessions ------------------------------------------------------------------------------


@scenario("pyopenssl:certificate", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def a_server_tells_its_own_certificate_and_the_clients(subject, peer):
    """get_certificate() is the own one, get_peer_certificate() the client's, None of one without."""
    its, theirs = (subject.connection.calls(name) for name in ("get_certificate", "get_peer_certificate"))
    return [
        subject.configured(verify="optional"),
        peer.configured(certificate="client"),
        handshake(subject, peer),
        _der(subject, its).gives(certificate("ecdsa")),
        _der(subject, theirs).gives(certificate("client")),
        reconnect(),
        peer.configured(certificate=None),
        handshake(subject, peer),
        _der(subject, its).gives(certificate("ecdsa")),
        theirs.gives(None),
    ]


@scenario("pyopenssl:certificate", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_client_tells_the_servers_certificate_in_either_form(subject, peer):
    """get_peer_certificate() is an X509, or cryptography's Certificate; a client without one has none."""
    theirs = subject.connection.calls("get_peer_certificate")
    other = subject.connection.calls("get_peer_certificate", as_cryptography=True)
    return [
        handshake(subject, peer),
        theirs.gives_a("X509"),
        other.gives_a("Certificate"),
        _der(subject, theirs).gives(certificate("ecdsa")),
        subject.connection.calls("get_certificate").gives(None),
    ]


@scenario("pyopenssl:chain", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_client_tells_what_was_sent_and_what_was_verified(subject, peer):
    """get_peer_cert_chain() has what the server sent, get_verified_chain() leads from there to the anchor."""
    sent, verified = (
        subject.connection.calls(name) for name in ("get_peer_cert_chain", "get_verified_chain")
    )
    return [
        peer.configured(certificate="chain"),
        handshake(subject, peer),
        subject.does(py("len", sent)).gives(3),
        _der(subject, _item(sent, 0)).gives(certificate("chain")),
        subject.does(py("len", verified)).gives(4),
        *[
            subject.does(same(_der(subject, _item(verified, at)), _der(subject, _item(sent, at))))
            for at in range(3)
        ],
    ]


@scenario("pyopenssl:chain", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def a_client_without_a_certificate_has_no_chain(subject, peer):
    """get_verified_chain() and get_peer_cert_chain() give None for a client that has sent no certificate."""
    return [
        subject.configured(verify="optional"),
        handshake(subject, peer),
        subject.connection.calls("get_verified_chain").gives(None),
        subject.connection.calls("get_peer_cert_chain").gives(None),
    ]


@scenario("pyopenssl:session", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_session_belongs_to_its_context(subject, peer):
    """get_session() gives a Session; set_session() refuses it for another Context, and what is none."""
    other, session = subject.thing("other"), subject.thing("session")
    return [
        handshake(subject, peer),
        subject.connection.calls("get_session").gives_a("Session"),
        subject.connection.calls("get_session").keeps("session"),
        subject.ssl.calls("Context", subject.ssl.has("TLS_CLIENT_METHOD")).keeps("context_of_other"),
        subject.ssl.calls("Connection", subject.thing("context_of_other"), None).keeps("other"),
        other.calls("set_session", session).raises(MISUSE, PROTOCOL_ERROR),
        other.calls("set_session", b"session").raises(MISUSE, PROTOCOL_ERROR),
        other.calls("get_session").gives(None),
        subject.ssl.calls("Connection", subject.context, None).keeps("same"),
        subject.thing("same").calls("set_session", session).gives(None),
    ]

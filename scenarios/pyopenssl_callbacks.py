"""pyOpenSSL: what a Context's callbacks are given, and what becomes of what they return.

Those for protocols, for the server's name, for OCSP, for information and for keys; `pyopenssl_verification`
has the one for certificates. `near` and `far` are a client and a server that a scenario holds both.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    PROTOCOL_ERROR,
    READ,
    Act,
    Actor,
    Step,
    callback,
    certificate,
    chain_file,
    constant,
    handshake,
    key_file,
    py,
    reconnect,
    scenario,
    together,
)

_BOTH = "pyopenssl pyopenssl-socket"
_PLENTY = 1 << 16
#: The shortest OCSPResponse (RFC 6960): that there is no answer for this client.
_STAPLE = bytes.fromhex("30030a0106")


def _sets(subject: Actor, method: str, **does: object) -> list[Step]:
    """The Context has a callback, which is kept as `noted`."""
    noted = subject.does(callback(**does)).keeps("noted")  # type: ignore[arg-type]  # as callback() takes them
    return [noted, subject.context.calls(method, subject.thing("noted")).gives(None)]


def _calls(subject: Actor, count: int, noted: str = "noted") -> Act:
    """How often a callback was called."""
    return subject.does(py("len", subject.thing(noted).has("calls"))).gives(count)


def _given(subject: Actor, place: int, noted: str = "noted") -> object:
    """An argument of a callback's first call."""
    calls = subject.thing(noted).has("calls")
    return py("operator.getitem", py("operator.getitem", calls, 0), place)


# -- protocols ----------------------------------------------------------------------------------------------


@scenario("pyopenssl:alpn:arguments", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def the_protocols_offered_are_what_the_client_offers(subject, peer):
    """The callback gets the Connection and a list of bytes in the client's order; its answer is chosen."""
    return [
        peer.configured(alpn=("http/1.1", "harness/1", "h2")),
        *_sets(subject, "set_alpn_select_callback", returns=b"harness/1"),
        handshake(subject, peer),
        _calls(subject, 1),
        subject.does(py("operator.is_", _given(subject, 0), subject.connection)).gives(value=True),
        subject.does(_given(subject, 1)).gives([b"http/1.1", b"harness/1", b"h2"]),
        subject.connection.calls("get_alpn_proto_negotiated").gives(b"harness/1"),
        peer.tells("alpn").gives("harness/1"),
    ]


@scenario("pyopenssl:alpn:none", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def no_protocol_may_be_chosen(subject, peer):
    """NO_OVERLAPPING_PROTOCOLS has the connection go on, without a protocol."""
    return [
        peer.configured(alpn=("h2",)),
        *_sets(subject, "set_alpn_select_callback", returns=subject.ssl.has("NO_OVERLAPPING_PROTOCOLS")),
        handshake(subject, peer),
        subject.connection.calls("get_alpn_proto_negotiated").gives(b""),
        peer.tells("alpn").gives(None),
        subject.continues(),
    ]


@scenario("pyopenssl:alpn:empty", drivers=_BOTH, roles="server", peers="honest tlslite", sweep="none")
def an_empty_protocol_ends_the_connection(subject, peer):
    """A callback that returns b"" has the connection end: at either end the handshake fails."""
    return [
        peer.configured(alpn=("h2",)),
        *_sets(subject, "set_alpn_select_callback", returns=b""),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR, exception="Error"),
            peer.handshakes().raises(PROTOCOL_ERROR),
        ),
    ]


@scenario("pyopenssl:alpn:uncalled", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def nobody_is_asked_where_nothing_is_offered(subject, peer):
    """The callback is for clients that offer protocols; for another the connection goes on without it."""
    return [
        *_sets(subject, "set_alpn_select_callback", returns=b""),
        handshake(subject, peer),
        _calls(subject, 0),
        subject.continues(),
    ]


@scenario(
    "pyopenssl:alpn:exception",
    "pyopenssl:exception:alone",
    drivers=_BOTH,
    roles="server",
    peers="honest",
    sweep="none",
)
def an_exception_in_the_choice_comes_out_once(subject, peer):
    """It comes out of this Connection's handshake, which fails, and of no other Connection's calls."""
    return [
        peer.configured(alpn=("h2",)),
        *_sets(subject, "set_alpn_select_callback", raises="LookupError"),
        together(
            subject.handshakes().raises(FOREIGN, exception="LookupError"),
            peer.handshakes().raises(PROTOCOL_ERROR),
        ),
        reconnect(),
        peer.configured(alpn=()),
        handshake(subject, peer),
        subject.continues(),
    ]


# -- the server's name --------------------------------------------------------------------------------------


@scenario("pyopenssl:servername:callback", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def the_name_callback_gets_the_connection(subject, peer):
    """It is called with the Connection alone, whose get_servername() gives the name in bytes."""
    return [
        *_sets(subject, "set_tlsext_servername_callback"),
        handshake(subject, peer),
        _calls(subject, 1),
        subject.does(py("len", py("operator.getitem", subject.thing("noted").has("calls"), 0))).gives(1),
        subject.does(py("operator.is_", _given(subject, 0), subject.connection)).gives(value=True),
        subject.connection.calls("get_servername").gives(b"localhost"),
    ]


@scenario("pyopenssl:servername:none", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def a_client_without_a_name_has_none(subject, peer):
    """get_servername() gives None where the client has sent no name."""
    return [
        peer.configured(server_name=None),
        handshake(subject, peer),
        subject.connection.calls("get_servername").gives(None),
    ]


@scenario("pyopenssl:set_context", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def the_name_callback_chooses_the_context(subject, peer):
    """set_context() in the callback for the name has the certificate of the new Context sent."""
    other = subject.thing("other")
    switching = py(
        "list", py("map", py("operator.methodcaller", "set_context", other), subject.thing("arguments"))
    )
    return [
        subject.ssl.calls("Context", subject.ssl.has("TLS_SERVER_METHOD")).keeps("other"),
        other.calls("use_certificate_chain_file", chain_file("rsa")).gives(None),
        other.calls("use_privatekey_file", key_file("rsa")).gives(None),
        *_sets(subject, "set_tlsext_servername_callback", does=[switching]),
        handshake(subject, peer),
        subject.does(py("operator.is_", subject.connection.calls("get_context"), other)).gives(value=True),
        peer.tells("peer_certificate").gives(certificate("rsa")),
    ]


# -- what is stapled ----------------------------------------------------------------------------------------


def _stapled(
    subject: Actor, *, valid: object = True, raises: str | None = None, asks: bool = True
) -> list[Step]:
    """`near`, which judges what `far` staples; both have a callback, `judge` and `staple`."""
    near, far, ssl = subject.thing("near"), subject.thing("far"), subject.ssl
    client, server = subject.thing("near_context"), subject.thing("far_context")
    return [
        ssl.calls("Context", ssl.has("TLS_CLIENT_METHOD")).keeps("near_context"),
        ssl.calls("Context", ssl.has("TLS_SERVER_METHOD")).keeps("far_context"),
        server.calls("use_certificate_chain_file", chain_file("ecdsa")).gives(None),
        server.calls("use_privatekey_file", key_file("ecdsa")).gives(None),
        subject.does(callback(valid, raises=raises)).keeps("judge"),
        subject.does(callback(_STAPLE)).keeps("staple"),
        client.calls("set_ocsp_client_callback", subject.thing("judge"), "client data").gives(None),
        server.calls("set_ocsp_server_callback", subject.thing("staple"), "server data").gives(None),
        ssl.calls("Connection", client, None).keeps("near"),
        ssl.calls("Connection", server, None).keeps("far"),
        near.calls("set_connect_state").gives(None),
        far.calls("set_accept_state").gives(None),
        *([near.calls("request_ocsp").gives(None)] if asks else []),
        near.calls("do_handshake").wants(READ),
        far.calls("bio_write", near.calls("bio_read", _PLENTY)),
        far.calls("do_handshake").wants(READ),
        near.calls("bio_write", far.calls("bio_read", _PLENTY)),
    ]


@scenario("pyopenssl:ocsp", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")
def what_a_server_staples_reaches_the_client(subject, peer):
    """Either callback gets its Connection and its data; the client's gets between them what was stapled."""
    near, far = subject.thing("near"), subject.thing("far")
    return [
        *_stapled(subject),
        near.calls("do_handshake").gives(None),
        subject.does(py("operator.is_", _given(subject, 0, "staple"), far)).gives(value=True),
        subject.does(_given(subject, 1, "staple")).gives("server data"),
        subject.does(py("operator.is_", _given(subject, 0, "judge"), near)).gives(value=True),
        subject.does(_given(subject, 1, "judge")).gives(_STAPLE),
        subject.does(_given(subject, 2, "judge")).gives("client data"),
    ]


@scenario(
    "pyopenssl:ocsp:false", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none"
)
def a_client_may_refuse_what_is_stapled(subject, peer):
    """A client's callback that returns False ends the connection."""
    refusing = subject.thing("near").calls("do_handshake").raises(PROTOCOL_ERROR, CERTIFICATE_REJECTED)
    return [*_stapled(subject, valid=False), refusing]


@scenario(
    "pyopenssl:ocsp:exception", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none"
)
def an_exception_in_the_judgement_comes_out(subject, peer):
    """An exception of the client's callback comes out of its handshake."""
    failing = subject.thing("near").calls("do_handshake").raises(FOREIGN, exception="LookupError")
    return [*_stapled(subject, raises="LookupError"), failing]


@scenario(
    "pyopenssl:ocsp:unasked", drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none"
)
def nothing_is_stapled_for_who_has_not_asked(subject, peer):
    """Without request_ocsp() the server is not asked for anything, and the connection goes on."""
    return [
        *_stapled(subject, asks=False),
        subject.thing("near").calls("do_handshake").gives(None),
        _calls(subject, 0, "staple"),
    ]


# -- what is told on the way --------------------------------------------------------------------------------


def _column(subject: Actor, place: int) -> object:
    """An argument of every call of `noted`, in a list."""
    return py("list", py("map", py("operator.itemgetter", place), subject.thing("noted").has("calls")))


@scenario("pyopenssl:info", drivers=_BOTH, peers="honest", sweep="none")
def the_information_is_about_the_handshake(subject, peer):
    """The callback for information gets the Connection and two numbers, from the start to the end."""
    where = _column(subject, 1)
    return [
        *_sets(subject, "set_info_callback"),
        handshake(subject, peer),
        *[
            subject.does(py("operator.contains", where, subject.ssl.has(name))).gives(value=True)
            for name in ("SSL_CB_HANDSHAKE_START", "SSL_CB_HANDSHAKE_DONE")
        ],
        subject.does(py("operator.is_", _given(subject, 0), subject.connection)).gives(value=True),
        subject.does(_given(subject, 2)).returns(int),
    ]


def _logged(subject: Actor, peer: Actor, *labels: str) -> list[Step]:
    told = py("str", _column(subject, 1))
    return [
        *_sets(subject, "set_keylog_callback"),
        handshake(subject, peer),
        subject.does(py("operator.is_", _given(subject, 0), subject.connection)).gives(value=True),
        # What a line says is told by no finding: it holds keys, and is never the same.
        subject.does(py("isinstance", _given(subject, 1), constant("bytes"))).gives(value=True),
        *[subject.does(py("operator.contains", told, f"b'{label} ")).gives(value=True) for label in labels],
    ]


@scenario("pyopenssl:keylog", drivers=_BOTH, tls="1.2", peers="honest", sweep="none")
def tls12_the_keys_are_logged(subject, peer):
    """The callback for keys gets the Connection and a line in NSS's format, in bytes."""
    return _logged(subject, peer, "CLIENT_RANDOM")


@scenario("pyopenssl:keylog", drivers=_BOTH, tls="1.3", peers="honest", sweep="none")
def tls13_every_secret_is_logged(subject, peer):
    """The callback for keys gets a line in NSS's format for the secret of each end and each stage."""
    stages = ("HANDSHAKE_TRAFFIC_SECRET", "TRAFFIC_SECRET_0")
    return _logged(subject, peer, *[f"{end}_{stage}" for end in ("CLIENT", "SERVER") for stage in stages])

"""Introspection: the attributes and methods by which a connection says who talks to whom, and how.

`facts` asks for what every face tells. Here is the form the Python docs give the answers: dictionaries,
tuples, lists, what may be set and what may not, and what each says while there is no connection.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    Actor,
    Step,
    certificate,
    handshake,
    py,
    reconnect,
    same,
    scenario,
    together,
    trust_file,
)

_KEYS = ("subject", "issuer", "version", "serialNumber", "notBefore", "notAfter", "subjectAltName")


def _item(of: object, *path: object) -> object:
    """What stands in `of` under each key of `path` in turn."""
    for key in path:
        of = py("operator.getitem", of, key)
    return of


def _talk(one: Actor, other: Actor) -> list[Step]:
    return [
        together(one.writes(b"to"), other.reads_exactly(b"to")),
        together(other.writes(b"fro"), one.reads_exactly(b"fro")),
    ]


# -- who, and by which name ---------------------------------------------------------------------------------


@scenario("python:sslobject:server_side", drivers="bio sockets", peers="honest", sweep="none")
def the_client_is_no_server(client, server, subject):
    """server_side says which end this is, before and after the handshake."""
    expected = subject.side is server.side
    return [
        subject.connection.has("server_side").gives(expected),
        handshake(client, server),
        subject.connection.has("server_side").gives(expected),
    ]


@scenario(
    "python:sslobject:server_hostname",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def the_client_knows_whom_it_called(subject, peer):
    """server_hostname is the name given when the connection was made, as text, for logs and checks."""
    return [
        subject.connection.has("server_hostname").gives("localhost"),
        handshake(subject, peer),
        subject.connection.has("server_hostname").gives("localhost"),
    ]


@scenario(
    "python:sslobject:server_hostname", drivers="bio sockets", roles="client", peers="honest", sweep="none"
)
def a_client_without_a_name_has_none(subject, peer):
    """server_hostname is None, not an empty text, when no name was given."""
    return [
        subject.configured(server_name=None),
        subject.connection.has("server_hostname").gives(None),
        handshake(subject, peer),
        subject.connection.has("server_hostname").gives(None),
    ]


@scenario(
    "python:sslobject:server_hostname", drivers="bio sockets", roles="server", peers="honest", sweep="none"
)
def a_server_has_no_server_hostname(subject, peer):
    """server_hostname is the name a client calls: a server has none, whatever its client sends."""
    return [
        subject.connection.has("server_hostname").gives(None),
        handshake(subject, peer),
        subject.connection.has("server_hostname").gives(None),
    ]


@scenario(
    "python:sslobject:server_hostname:a-label",
    drivers="bio",
    roles="client",
    tls="1.3",
    peers="honest",
    sweep="none",
)
def an_international_name_is_told_in_ascii(subject):
    """server_hostname is the A-label of an international name: the form it has on the wire and in logs."""
    return [
        subject.context.calls(
            "wrap_bio",
            subject.ssl.calls("MemoryBIO"),
            subject.ssl.calls("MemoryBIO"),
            server_hostname="pyth\u00f6n.org",
        ).keeps("called"),
        subject.thing("called").has("server_hostname").gives("xn--pythn-mua.org"),
    ]


# An SSLSocket keeps these as plain attributes, and no document speaks of setting them.
@scenario("python:sslobject:read-only", drivers="bio", peers="honest", sweep="none")
def who_one_is_cannot_be_set(subject, peer):
    """server_side, server_hostname and session_reused of an SSLObject are read-only.

    A program that could change the name after the handshake would log and pin another than was checked.
    """
    return [
        subject.connection.sets("server_side", True).raises(FOREIGN, exception="AttributeError"),
        subject.connection.sets("server_hostname", "else.example").raises(
            FOREIGN, exception="AttributeError"
        ),
        subject.connection.sets("session_reused", True).raises(FOREIGN, exception="AttributeError"),
        handshake(subject, peer),
        subject.connection.has("session_reused").gives(False),
    ]


@scenario("python:sslobject:context", drivers="bio sockets", peers="honest", sweep="none")
def a_connection_knows_its_context(subject, peer):
    """The context is the very SSLContext the connection was made of, before and after the handshake."""
    return [
        subject.does(py("operator.is_", subject.connection.has("context"), subject.context)).gives(True),
        handshake(subject, peer),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.context)).gives(True),
    ]


@scenario("python:sslobject:context:set", drivers="bio sockets", peers="honest", sweep="none")
def a_live_connection_can_change_its_context(subject, peer):
    """A context set on a live connection is the one it tells from then on, and data still flows."""
    return [
        handshake(subject, peer),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("other"),
        subject.connection.sets("context", subject.thing("other")),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.thing("other"))).gives(
            True
        ),
        *_talk(subject, peer),
    ]


@scenario("python:sslobject:context:set", drivers="bio sockets", peers="honest", sweep="none")
def what_is_no_context_is_not_taken_for_one(subject, peer):
    """Setting anything but a context is a TypeError, and the connection keeps the context it had."""
    return [
        handshake(subject, peer),
        subject.connection.sets("context", 5).raises(MISUSE, exception="TypeError"),
        subject.connection.sets("context", None).raises(MISUSE, exception="TypeError"),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.context)).gives(True),
        *_talk(subject, peer),
    ]


@scenario("python:sslobject:no-delete", drivers="bio sockets", peers="honest", sweep="none")
def the_context_of_a_connection_is_not_deleted(subject, peer):
    """Deleting context or session raises AttributeError or TypeError, and data still flows."""
    return [
        handshake(subject, peer),
        *(
            subject.does(py("delattr", subject.connection, name))
            .raises(FOREIGN, exception="AttributeError")
            .or_raises(MISUSE, exception="TypeError")
            for name in ("context", "session")
        ),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.context)).gives(True),
        subject.connection.has("session").gives_a("SSLSession"),
        *_talk(subject, peer),
    ]


# -- the peer's certificate ---------------------------------------------------------------------------------


@scenario(
    "python:sslobject:getpeercert:dict", drivers="bio sockets", roles="client", peers="honest", sweep="none"
)
def a_verified_certificate_is_a_dictionary(subject, peer):
    """getpeercert() of a verified server holds who it is, by whom, and until when, in the documented form.

    Programs look names up in subjectAltName and dates in notAfter; another form is a KeyError in the field.
    """
    told = subject.thing("told")
    return [
        handshake(subject, peer),
        subject.connection.calls("getpeercert").keeps("told"),
        subject.does(py("operator.le", py("set", _KEYS), py("set", told))).gives(True),
        subject.does(_item(told, "subjectAltName")).gives((("DNS", "localhost"),)),
        subject.does(_item(told, "version")).gives(3),
        subject.does(_item(told, "issuer", 0, 0, 0)).gives("organizationName"),
        subject.does(_item(told, "subject", 0, 0, 0)).gives("organizationName"),
        subject.does(_item(told, "serialNumber")).returns(str, filled=True),
        subject.does(py("int", _item(told, "serialNumber"), 16)).returns(int, filled=True),
        subject.ssl.calls("cert_time_to_seconds", _item(told, "notBefore")).returns(int),
        subject.does(
            py(
                "operator.lt",
                subject.ssl.calls("cert_time_to_seconds", _item(told, "notBefore")),
                subject.ssl.calls("cert_time_to_seconds", _item(told, "notAfter")),
            )
        ).gives(True),
    ]


@scenario(
    "python:sslobject:getpeercert:addresses",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def a_certificate_tells_its_addresses(subject, peer):
    """Every address in a certificate is told, of either version of IP, in a text that reads as it."""
    names = subject.thing("names")
    return [
        peer.configured(certificate="ip"),
        subject.configured(server_name="127.0.0.1"),
        handshake(subject, peer),
        subject.does(_item(subject.connection.calls("getpeercert"), "subjectAltName")).keeps("names"),
        subject.does(py("len", names)).gives(2),
        *(
            step
            for place, address in enumerate(("127.0.0.1", "::1"))
            for step in (
                subject.does(_item(names, place, 0)).gives("IP Address"),
                subject.does(
                    same(
                        py("ipaddress.ip_address", _item(names, place, 1)),
                        py("ipaddress.ip_address", address),
                    )
                ),
            )
        ),
    ]


@scenario(
    "python:sslobject:getpeercert:dict", drivers="bio sockets", roles="server", peers="honest", sweep="none"
)
def a_verified_client_is_a_dictionary(subject, peer):
    """getpeercert() on a server that verified its client names it: access rights hang on the subject."""
    return [
        peer.configured(certificate="client"),
        subject.configured(verify="required"),
        handshake(subject, peer),
        subject.does(_item(subject.connection.calls("getpeercert"), "subjectAltName")).gives(
            (("email", "client@localhost"),)
        ),
    ]


@scenario(
    "python:sslobject:getpeercert:unverified",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def an_unverified_certificate_is_an_empty_dictionary(subject, peer):
    """getpeercert() of a certificate nobody verified is {}: names in it are anybody's claim."""
    return [
        subject.configured(verify="no"),
        handshake(subject, peer),
        subject.connection.calls("getpeercert").gives({}),
        subject.connection.calls("getpeercert", False).gives({}),
        subject.connection.calls("getpeercert", binary_form=True).gives(certificate("ecdsa")),
    ]


@scenario(
    "python:sslobject:getpeercert:none", drivers="bio sockets", roles="server", peers="honest", sweep="none"
)
def a_nameless_client_has_no_dictionary(subject, peer):
    """getpeercert() is None, not {}, in either form when the client sent no certificate."""
    return [
        handshake(subject, peer),
        subject.connection.calls("getpeercert").gives(None),
        subject.connection.calls("getpeercert", True).gives(None),
    ]


@scenario("python:sslobject:getpeercert:early", drivers="bio sockets", peers="honest", sweep="none")
def no_dictionary_before_the_handshake(subject, peer):
    """getpeercert() before the handshake is a ValueError in either form: {} would read as an answer."""
    return [
        subject.connection.calls("getpeercert").raises(MISUSE, exception="ValueError"),
        subject.connection.calls("getpeercert", True).raises(MISUSE, exception="ValueError"),
        handshake(subject, peer),
    ]


@scenario(
    "python:sslobject:get_verified_chain",
    "python:sslobject:get_unverified_chain",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def the_verified_chain_leads_to_the_anchor(subject, peer):
    """The unverified chain is what the server sent; the verified one goes on to the anchor trusted for it."""
    anchor = subject.thing("anchor").calls("read_text")
    return [
        handshake(subject, peer),
        subject.does(_item(subject.connection.calls("get_unverified_chain"), 0)).gives(certificate("ecdsa")),
        subject.does(py("len", subject.connection.calls("get_unverified_chain"))).gives(1),
        subject.does(py("pathlib.Path", trust_file("ca"))).keeps("anchor"),
        subject.connection.calls("get_verified_chain").keeps("chain"),
        subject.does(_item(subject.thing("chain"), 0)).gives(certificate("ecdsa")),
        subject.does(
            same(_item(subject.thing("chain"), -1), subject.ssl.calls("PEM_cert_to_DER_cert", anchor))
        ).gives(True),
        subject.does(py("len", subject.thing("chain"))).gives(2),
    ]


@scenario(
    "python:sslobject:get_unverified_chain",
    drivers="bio sockets",
    roles="server",
    peers="honest",
    sweep="none",
)
def a_clients_chain_begins_with_its_own_certificate(subject, peer):
    """On a server, too, the chain as sent begins with the client's own certificate."""
    return [
        peer.configured(certificate="client"),
        subject.configured(verify="required"),
        handshake(subject, peer),
        subject.does(_item(subject.connection.calls("get_unverified_chain"), 0)).gives(certificate("client")),
        subject.does(_item(subject.connection.calls("get_verified_chain"), 0)).gives(certificate("client")),
    ]


@scenario(
    "python:sslobject:get_unverified_chain:none",
    drivers="bio sockets",
    roles="server",
    peers="honest",
    sweep="none",
)
def a_client_that_was_asked_in_vain_has_no_chain(subject, peer):
    """Both chains are empty lists when the client was asked for a certificate and sent none."""
    return [
        subject.configured(verify="optional"),
        handshake(subject, peer),
        subject.connection.calls("get_unverified_chain").gives([]),
        subject.connection.calls("get_verified_chain").gives([]),
    ]


# With anchors loaded: a chain built from them all the same would be the difference.
@scenario(
    "python:sslobject:get_verified_chain:unverified",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def without_verification_both_chains_are_one(subject, peer):
    """With CERT_NONE get_verified_chain() acts as get_unverified_chain(): nothing was verified."""
    return [
        subject.configured(verify="no"),
        subject.context.calls("load_verify_locations", trust_file("ca")),
        reconnect(),
        handshake(subject, peer),
        subject.does(
            py(
                "operator.eq",
                subject.connection.calls("get_verified_chain"),
                subject.connection.calls("get_unverified_chain"),
            )
        ).gives(True),
        subject.does(py("len", subject.connection.calls("get_unverified_chain"))).gives(1),
    ]

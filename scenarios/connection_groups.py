"""The group of a connection (Python 3.15): what group() says before, during and after the handshake.

secp256r1 is the group that every implementation has (RFC 8446 section 9.1). A scenario that needs another
looks in get_groups() for it; where it is not there, it has nothing to say.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    READ,
    Act,
    Actor,
    Step,
    handshake,
    module_scenario,
    py,
    reconnect,
    scenario,
    together,
    with_ticket,
)

_P256 = "secp256r1"
#: What a library that cannot tell its groups makes of the question.
_UNTOLD = {"exception": "NotImplementedError"}


def _new(subject: Actor, role: str = "CLIENT") -> Act:
    return subject.ssl.calls("SSLContext", subject.ssl.has(f"PROTOCOL_TLS_{role}")).keeps("fresh")


def _groups(subject: Actor, name: str, **how: bool) -> Act:
    """What get_groups() lists, kept under `name`; a library may be unable to say."""
    listed = subject.thing("fresh").calls("get_groups", **how)
    return listed.keeps(name).or_raises(FOREIGN, **_UNTOLD)


def _has_group(subject: Actor, group: str) -> list[Act]:
    """The library has this group; unsupported where it has not."""
    return [
        _new(subject),
        _groups(subject, "groups"),
        subject.does(py("enum.Enum", "Groups", subject.thing("groups"))).keeps("known"),
        subject.thing("known").has(f"{group}.name").gives(group),
    ]


def _allows(subject: Actor, groups: str) -> list[Step]:
    """The connections from here on are of a context that allows these groups."""
    return [subject.context.calls("set_groups", groups).gives(None), reconnect()]


def _tells(subject: Actor, name: str | None, *tolerated: str | None) -> Act:
    """The connection tells this group."""
    told = subject.connection.calls("group").gives(name)
    for other in tolerated:
        told = told.or_gives(other)
    return told.or_raises(FOREIGN, **_UNTOLD)


def _tells_one(subject: Actor) -> Act:
    """The connection tells some group."""
    return subject.connection.calls("group").returns(str, filled=True).or_raises(FOREIGN, **_UNTOLD)


@scenario("python:sslobject:group", drivers="bio sockets", peers="tlslite", sweep="none")
def the_group_is_the_one_agreed_on(subject, peer):
    """group() is None before the handshake, and after it the one group that the other end allows."""
    return [
        peer.configured(groups=(_P256,)),
        _tells(subject, None),
        handshake(subject, peer),
        _tells(subject, _P256),
        subject.continues(),
        _tells(subject, _P256),
    ]


# A key on secp256r1 is of no use in TLS 1.2 to a client that does not offer this group: RFC 8422 section 5.3.
@scenario("python:sslobject:group", drivers="bio sockets", peers="tlslite", sweep="none")
def another_group_has_another_name(client, server, subject):
    """With another group at the other end group() tells another name."""
    other = server if subject.side is client.side else client
    return [
        server.configured(certificate="rsa"),
        other.configured(groups=("x25519",)),
        *_has_group(subject, "x25519"),
        handshake(client, server),
        _tells(subject, "x25519"),
        reconnect(),
        other.configured(groups=(_P256,)),
        handshake(client, server),
        _tells(subject, _P256),
    ]


@scenario("python:sslobject:group", drivers="asyncio", peers="tlslite", sweep="none")
def the_ssl_object_of_a_transport_tells_the_group(subject, peer):
    """The ssl_object of a transport tells the group: asyncio has no word of its own for it."""
    return [
        peer.configured(groups=(_P256,)),
        handshake(subject, peer),
        subject.connection.calls("get_extra_info", "ssl_object").keeps("under it"),
        subject.thing("under it").calls("group").gives(_P256).or_raises(FOREIGN, **_UNTOLD),
        subject.continues(),
    ]


@module_scenario("python:sslobject:group:early")
def a_connection_to_nobody_has_no_group(subject):
    """group() of a connection that has not begun is None, over memory BIOs and a socket, in both roles."""
    fresh, bio = subject.thing("fresh"), subject.ssl.calls("MemoryBIO")

    def asked(made: str) -> list[Act]:
        return [
            subject.thing(made).calls(name).gives(None).or_raises(FOREIGN, **_UNTOLD)
            for name in ("group", "client_sigalg", "server_sigalg")
        ]

    def of(role: str) -> list[Act]:
        over_bios, over_socket, how = f"object {role}", f"socket {role}", {"server_side": role == "SERVER"}
        return [
            _new(subject, role),
            fresh.sets("check_hostname", False),
            fresh.calls("wrap_bio", bio, bio, **how).keeps(over_bios),
            *asked(over_bios),
            subject.does(py("socket.socket")).keeps("bare"),
            fresh.calls("wrap_socket", subject.thing("bare"), **how).keeps(over_socket),
            *asked(over_socket),
        ]

    return [*of("CLIENT"), *of("SERVER")]


# In TLS 1.3 the client is done as soon as it has the server's flight: it has no middle to stop in.
def _halfway(subject: Actor, peer: Actor, *told: Step) -> list[Step]:
    """What is told once the peer's first flight has come and our answer to it is still on its way."""
    return [
        subject.handshakes().wants(READ),
        peer.stops_taking(),
        peer.handshakes().wants(READ),
        subject.handshakes().wants(READ),
        *told,
        peer.takes_again(),
        handshake(subject, peer),
    ]


@scenario("python:sslobject:group:mid-handshake", drivers="bio sockets", roles="server", sweep="none")
def a_server_halfway_knows_no_group(subject, peer):
    """A server that has answered but not verified the client has no connection, and tells no group."""
    return [*_halfway(subject, peer, _tells(subject, None)), _tells_one(subject)]


@scenario(
    "python:sslobject:group:mid-handshake", drivers="bio sockets", roles="client", tls="1.2", sweep="none"
)
def tls12_a_client_halfway_knows_no_group(subject, peer):
    """A client that has not verified the server's Finished has no connection, and tells no group."""
    return [*_halfway(subject, peer, _tells(subject, None)), _tells_one(subject)]


@scenario("python:sslobject:group:failed", drivers="bio sockets", roles="client", sweep="none")
def a_failed_handshake_has_no_group(subject, peer):
    """A server that is not trusted makes no connection, so that group() says None."""
    return [
        peer.configured(certificate="untrusted"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        _tells(subject, None),
    ]


@scenario("python:sslobject:group:retry", drivers="bio sockets", tls="1.3", peers="tlslite", sweep="none")
def tls13_the_group_is_that_of_the_second_hello(client, server, subject):
    """After a HelloRetryRequest group() is the group it asked for, and not that of the first key share."""
    if subject.side is client.side:
        options = server.configured(groups=(_P256,))
        allowed = f"x25519:{_P256}"
        retried = subject.sends(f"client_hello_2.extensions[key_share].shares[0].group == {_P256}")
    else:
        options = client.configured(groups=("x25519", _P256), shares=("x25519",))
        allowed = _P256
        retried = subject.sends(f"hello_retry_request.extensions[key_share].group == {_P256}")
    return [
        options,
        *_has_group(subject, "x25519"),
        *_allows(subject, allowed),
        handshake(client, server),
        retried,
        _tells(subject, _P256),
    ]


@scenario("python:sslobject:group:resumed", drivers="bio sockets", tls="1.3", peers="tlslite", sweep="none")
def tls13_a_resumed_connection_has_a_group_of_its_own(client, server, subject):
    """A resumed connection has agreed on keys anew (psk_dhe_ke): group() is its own, not the first's."""
    other = server if subject.side is client.side else client
    return [
        other.configured(groups=("x25519",)),
        *_has_group(subject, "x25519"),
        *with_ticket(client, server),
        other.configured(groups=(_P256,)),
        handshake(client, server),
        subject.tells("session_reused").gives(True),
        _tells(subject, _P256),
    ]


@scenario("python:sslobject:group:early", drivers="bio sockets", roles="client", sweep="none")
def an_offered_session_is_no_connection_yet(subject, peer):
    """A client with a session to offer has no connection yet: group() is None, not the session's."""
    return [
        handshake(subject, peer),
        _tells_one(subject),
        reconnect(),
        *with_ticket(subject, peer),
        _tells(subject, None),
        handshake(subject, peer),
        subject.connection.calls("group").returns(str, type(None)).or_raises(FOREIGN, **_UNTOLD),
    ]


# What a resumed connection of TLS 1.2 should say no document says: it agrees on no keys of its own.
@scenario("python:sslobject:group:resumed", drivers="bio sockets", tls="1.2", peers="tlslite", sweep="none")
def tls12_a_resumed_connection_has_no_other_group(client, server, subject):
    """A resumed connection of TLS 1.2 tells the group its keys come from, or none: it has used no other."""
    other = server if subject.side is client.side else client
    return [
        other.configured(groups=(_P256,)),
        *with_ticket(client, server),
        handshake(client, server),
        subject.tells("session_reused").gives(True),
        _tells(subject, _P256, None),
    ]


@scenario("python:sslobject:group:none", drivers="bio sockets", tls="1.2", peers="tlslite", sweep="none")
def tls12_a_key_sent_under_rsa_is_no_group(client, server, subject):
    """With a suite whose key is sent under RSA no group is used: group() names none."""
    return [
        client.configured(cipher="AES128-GCM-SHA256"),
        server.configured(cipher="AES128-GCM-SHA256", certificate="rsa"),
        handshake(client, server),
        _tells(subject, None),
    ]

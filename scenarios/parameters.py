"""Parameters: cipher suites, channel bindings and sessions as a connection tells them, and when."""

from harness.scenario import (
    MISUSE,
    READ,
    Act,
    Actor,
    Portrait,
    Step,
    constant,
    handshake,
    in_turn,
    py,
    reconnect,
    scenario,
)

_SUITE = ("ECDHE-ECDSA-AES128-GCM-SHA256", "TLSv1.2", 128)


def _item(of: object, *path: object) -> object:
    """What stands in `of` under each key of `path` in turn."""
    for key in path:
        of = py("operator.getitem", of, key)
    return of


def _halfway(subject: Actor, peer: Actor, *told: Act) -> list[Step]:
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


# -- ciphers ------------------------------------------------------------------------------------------------


@scenario("python:sslobject:cipher:tuple", drivers="bio sockets", tls="1.2", peers="honest", sweep="none")
def tls12_cipher_is_name_protocol_and_bits(subject, peer):
    """cipher() is a tuple of name, protocol and secret bits, in that order; policies compare its parts."""
    return [
        subject.configured(cipher=_SUITE[0]),
        handshake(subject, peer),
        subject.connection.calls("cipher").gives(_SUITE),
    ]


@scenario("python:sslobject:cipher:tuple", drivers="bio sockets", tls="1.2", peers="honest", sweep="none")
def the_bits_of_a_suite_are_those_of_its_key(subject, peer):
    """Keys of AES-256 and ChaCha20 have 256 secret bits, those of AES-128 half of them, with any digest."""
    bits = {"AES256-GCM-SHA384": 256, "CHACHA20-POLY1305": 256, "AES128-SHA256": 128}
    return in_turn(
        [
            subject.configured(cipher=f"ECDHE-ECDSA-{suite}"),
            handshake(subject, peer),
            subject.does(_item(subject.connection.calls("cipher"), 2)).gives(count),
        ]
        for suite, count in bits.items()
    )


@scenario("python:sslobject:cipher:tuple", drivers="bio sockets", tls="1.3", peers="honest", sweep="none")
def tls13_cipher_is_name_protocol_and_bits(subject, peer):
    """cipher() of TLS 1.3 has the same three parts: the suite's name, "TLSv1.3" and its secret bits."""
    cipher = subject.connection.calls("cipher")
    return [
        handshake(subject, peer),
        subject.does(py("len", cipher)).gives(3),
        subject.does(py("fnmatch.fnmatchcase", _item(cipher, 0), "TLS_*")).gives(True),
        subject.does(_item(cipher, 1)).gives("TLSv1.3"),
        subject.does(py("operator.contains", (128, 256), _item(cipher, 2))).gives(True),
    ]


@scenario("python:sslobject:shared_ciphers:none", drivers="bio sockets", peers="honest", sweep="none")
def nothing_is_shared_before_the_handshake(subject, peer):
    """shared_ciphers() is None before anybody has said what they have."""
    return [subject.connection.calls("shared_ciphers").gives(None), handshake(subject, peer)]


@scenario(
    "python:sslobject:shared_ciphers:none",
    drivers="bio sockets",
    roles="client",
    peers="honest",
    sweep="none",
)
def a_client_does_not_know_what_was_shared(subject, peer):
    """shared_ciphers() of a client is None: the server alone has seen both lists."""
    return [handshake(subject, peer), subject.connection.calls("shared_ciphers").gives(None)]


# A blocking handshake in progress cannot be given up to ask.
@scenario(
    "python:sslobject:shared_ciphers:none",
    drivers="bio socket-nonblocking",
    roles="server",
    peers="honest",
    sweep="none",
)
def a_server_halfway_shares_nothing(subject, peer):
    """shared_ciphers() is None while there is no connection, though the client's list is there."""
    return _halfway(subject, peer, subject.connection.calls("shared_ciphers").gives(None))


@scenario(
    "python:sslobject:shared_ciphers:server",
    drivers="bio sockets",
    roles="server",
    peers="honest",
    sweep="none",
)
def a_server_lists_the_ciphers_of_both(subject, peer):
    """shared_ciphers() of a server is a list of tuples as cipher() gives them, the one in use among them."""
    shared = subject.thing("shared")
    return [
        handshake(subject, peer),
        subject.connection.calls("shared_ciphers").keeps("shared"),
        subject.does(py("isinstance", shared, constant("list"))).gives(True),
        subject.does(py("operator.contains", shared, subject.connection.calls("cipher"))).gives(True),
        subject.does(py("len", _item(shared, 0))).gives(3),
    ]


@scenario(
    "python:sslobject:shared_ciphers:server",
    drivers="bio sockets",
    roles="server",
    tls="1.2",
    peers="honest",
    sweep="none",
)
def tls12_only_what_both_have_is_shared(subject, peer):
    """A suite that only one end has is not shared: with one in common the list is that one."""
    return [
        peer.configured(cipher=_SUITE[0]),
        handshake(subject, peer),
        subject.connection.calls("shared_ciphers").gives([_SUITE]),
    ]


@scenario(
    "python:sslobject:shared_ciphers:none",
    drivers="bio sockets",
    roles="server",
    peers="honest",
    sweep="none",
)
def nothing_is_shared_anew_when_a_session_is_resumed(subject, peer):
    """shared_ciphers() is None when the session was reused: no list was compared."""
    return [
        handshake(subject, peer),
        subject.writes(b"with the tickets before it"),
        peer.reads_exactly(b"with the tickets before it"),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.connection.has("session_reused").gives(True),
        subject.connection.calls("shared_ciphers").gives(None),
    ]


# -- channel bindings ---------------------------------------------------------------------------------------


@scenario("python:sslobject:channel-binding:type", drivers="bio sockets", peers="honest", sweep="none")
def an_unknown_binding_is_refused(subject, peer):
    """get_channel_binding() of an unknown type is a ValueError at any time; None would read as "not yet"."""
    refused = subject.connection.calls("get_channel_binding", "tls-nonsense")
    return [
        refused.raises(MISUSE, exception="ValueError"),
        handshake(subject, peer),
        refused.raises(MISUSE, exception="ValueError"),
        subject.connection.calls("get_channel_binding", cb_type="tls-nonsense").raises(
            MISUSE, exception="ValueError"
        ),
    ]


# RFC 9266: tls-unique says nothing under TLS 1.3.
@scenario(
    "python:sslobject:channel-binding:default", drivers="bio sockets", tls="1.2", peers="honest", sweep="none"
)
def tls12_the_binding_is_tls_unique(subject, peer):
    """Without a type it is "tls-unique", bytes once the handshake is done; CHANNEL_BINDING_TYPES lists it."""
    binding = subject.connection.calls("get_channel_binding")
    return [
        binding.gives(None),
        handshake(subject, peer),
        binding.returns(bytes, filled=True),
        subject.does(
            py("operator.eq", binding, subject.connection.calls("get_channel_binding", "tls-unique"))
        ).gives(True),
        subject.does(py("operator.contains", subject.ssl.has("CHANNEL_BINDING_TYPES"), "tls-unique")).gives(
            True
        ),
    ]


@scenario(
    "python:sslobject:channel-binding:each-its-own",
    drivers="bio sockets",
    tls="1.2",
    peers="honest",
    sweep="none",
)
def tls12_every_connection_has_its_own_binding(subject, peer):
    """Two connections of one context have different bindings: a login tied to one must not fit the other."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_channel_binding").keeps("first"),
        reconnect(),
        handshake(subject, peer),
        subject.does(
            py("operator.ne", subject.connection.calls("get_channel_binding"), subject.thing("first"))
        ).gives(True),
    ]


# -- in the middle ------------------------------------------------------------------------------------------


@scenario(
    "python:session:early", drivers="bio socket-nonblocking", roles="server", peers="honest", sweep="none"
)
def a_server_halfway_can_be_asked_for_its_session(subject, peer):
    """A session may be asked for in the middle of a handshake: it is None or a session, and no error."""
    asked = subject.connection.has("session")
    return _halfway(subject, peer, asked.gives(None).or_gives(Portrait("SSLSession")))

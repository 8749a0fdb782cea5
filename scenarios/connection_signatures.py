"""The signatures of a connection (Python 3.15): with which algorithms its server and its client have signed.

The algorithms asked for are those that every implementation has (RFC 8446 section 9.1). A library may be
unable to tell them, and raises NotImplementedError then, or to be told them.
"""

from harness.scenario import (
    FOREIGN,
    READ,
    Act,
    Actor,
    Step,
    caught,
    constant,
    handshake,
    py,
    reconnect,
    scenario,
    together,
    with_ticket,
)

_ECDSA = "ecdsa_secp256r1_sha256"
_RSA = "rsa_pss_rsae_sha256"
#: What the reference peer wants to be offered by a server of TLS 1.2, whatever its client's key is.
_PKCS1 = "rsa_pkcs1_sha256"
_UNTOLD = {"exception": "NotImplementedError"}


def _restricts(subject: Actor) -> list[Act]:
    """The library can be told its signature algorithms; unsupported where it cannot, as LibreSSL."""
    fresh, problem = subject.thing("fresh"), subject.thing("problem")
    unable = py("isinstance", problem, constant("NotImplementedError"))
    return [
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_CLIENT")).keeps("fresh"),
        subject.does(caught(fresh.calls("set_server_sigalgs", _ECDSA))).keeps("problem"),
        subject.does(
            py("enum.Enum", "Library", py("operator.getitem", (("restricts",), ("lacks",)), unable))
        ).keeps("library"),
        subject.thing("library").has("restricts.name").gives("restricts"),
    ]


def _allows(subject: Actor, whose: str, algorithms: str) -> list[Step]:
    """The connections from here on are of a context that allows a client or server these algorithms."""
    return [
        *_restricts(subject),
        subject.context.calls(f"set_{whose}_sigalgs", algorithms).gives(None),
        reconnect(),
    ]


def _tells(subject: Actor, whose: str, name: str | None) -> Act:
    """An end tells with which algorithm a client or server signed."""
    return subject.connection.calls(f"{whose}_sigalg").gives(name).or_raises(FOREIGN, **_UNTOLD)


def _proves_itself(client: Actor, server: Actor, certificate: str = "client") -> list[Step]:
    """The client has a certificate, and the server wants it."""
    return [client.configured(certificate=certificate), server.configured(verify="required")]


@scenario("python:sslobject:server_sigalg", drivers="bio sockets", peers="tlslite", sweep="none")
def the_servers_algorithm_is_told_at_both_ends(client, server, subject):
    """server_sigalg() is None before the handshake, and then the algorithm of the server's own signature."""
    return [
        *_allows(subject, "server", _ECDSA),
        _tells(subject, "server", None),
        handshake(client, server),
        _tells(subject, "server", _ECDSA),
        _tells(subject, "client", None),
    ]


def _both_sign(client: Actor, server: Actor, subject: Actor, algorithm: str) -> list[Step]:
    """A client with an RSA key and a server with an ECDSA key sign, and the subject tells by what."""
    return [
        *_proves_itself(client, server, "rsa"),
        *_allows(subject, "client", algorithm),
        *_allows(subject, "server", _ECDSA),
        _tells(subject, "client", None),
        handshake(client, server),
        _tells(subject, "client", algorithm),
        _tells(subject, "server", _ECDSA),
    ]


@scenario("python:sslobject:client_sigalg", drivers="bio sockets", tls="1.2", peers="tlslite", sweep="none")
def tls12_the_clients_algorithm_is_told_at_both_ends(client, server, subject):
    """With a client that proved itself each signature is told by its own name, at either end."""
    return _both_sign(client, server, subject, _PKCS1)


@scenario("python:sslobject:client_sigalg", drivers="bio sockets", tls="1.3", peers="tlslite", sweep="none")
def tls13_the_clients_algorithm_is_told_at_both_ends(client, server, subject):
    """With a client that proved itself each signature is told by its own name, at either end."""
    return _both_sign(client, server, subject, _RSA)


@scenario("python:sslobject:client_sigalg:none", drivers="bio sockets", peers="tlslite", sweep="none")
def a_client_that_proved_nothing_signed_nothing(client, server, subject):
    """A client that was asked for a certificate and has none did not sign: client_sigalg() is None."""
    return [
        server.configured(verify="optional"),
        _tells(subject, "client", None),
        handshake(client, server),
        _tells(subject, "client", None),
        subject.connection.calls("server_sigalg").returns(str, filled=True).or_raises(FOREIGN, **_UNTOLD),
    ]


@scenario("python:sslobject:sigalg:resumed", drivers="bio sockets", peers="tlslite", sweep="none")
def a_resumed_connection_was_not_signed(client, server, subject):
    """Nobody signs anything to resume a session: both algorithms are None, whatever the first were."""
    return [
        *_proves_itself(client, server),
        *with_ticket(client, server),
        handshake(client, server),
        subject.tells("session_reused").gives(True),
        _tells(subject, "server", None),
        _tells(subject, "client", None),
    ]


@scenario(
    "python:sslobject:server_sigalg:none", drivers="bio sockets", tls="1.2", peers="tlslite", sweep="none"
)
def tls12_a_suite_without_signature_has_no_algorithm(client, server, subject):
    """With a suite whose key is sent under RSA the server signs nothing: server_sigalg() is None."""
    return [
        client.configured(cipher="AES128-GCM-SHA256"),
        server.configured(cipher="AES128-GCM-SHA256", certificate="rsa"),
        handshake(client, server),
        _tells(subject, "server", None),
        _tells(subject, "client", None),
    ]


@scenario("python:sslobject:sigalg:mid-handshake", drivers="bio sockets", roles="server", sweep="none")
def a_server_halfway_knows_no_algorithm(subject, peer):
    """A server that has signed but not heard the client's Finished has no connection to tell of."""
    return [
        subject.handshakes().wants(READ),
        peer.stops_taking(),
        peer.handshakes().wants(READ),
        subject.handshakes().wants(READ),
        _tells(subject, "server", None),
        _tells(subject, "client", None),
        peer.takes_again(),
        handshake(subject, peer),
        subject.connection.calls("server_sigalg").returns(str, filled=True).or_raises(FOREIGN, **_UNTOLD),
    ]


@scenario(
    "python:sslobject:client_sigalg:later",
    drivers="bio sockets",
    roles="client",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_client_that_proves_itself_later_signs_then(subject, peer):
    """client_sigalg() is None until the client has answered a request behind the handshake, and told then."""
    return [
        subject.configured(certificate="client", post_handshake_auth=True),
        peer.configured(verify="required", post_handshake_auth=True),
        handshake(subject, peer),
        _tells(subject, "client", None),
        peer.requests_certificate(),
        together(peer.writes(b"who are you?"), subject.reads_exactly(b"who are you?")),
        _tells(subject, "client", _ECDSA),
    ]

"""Pre-shared keys (Python 3.13): what the two callbacks are given, what they decide, and what is refused.

Client and server are both the subject's, built by hand over two MemoryBIOs: what is one end's outgoing is
the other's incoming. Neither has a certificate.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    callback,
    certificate,
    chain_file,
    constant,
    flights,
    key_file,
    py,
    scenario,
)

_KEY = bytes.fromhex("c0ffee00c0ffee00c0ffee00c0ffee00")
_OTHER = bytes.fromhex("decade00decade00decade00decade00")


def _ends(
    subject: Actor, client: object, server: object, hint: str | None = None, *, certified: bool = False
) -> list[Act]:
    """`client` and `server` with these callbacks; their contexts know no certificates unless `certified`."""
    loaded = subject.thing("server_context").calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa"))
    client_context, server_context = subject.context, subject.thing("server_context")
    to_client, to_server = subject.thing("to_client"), subject.thing("to_server")
    return [
        subject.does(client).keeps("client_callback"),
        subject.does(server).keeps("server_callback"),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        *([loaded] if certified else []),
        # Only the client's context has the version of the cell.
        server_context.sets("maximum_version", client_context.has("maximum_version")),
        server_context.calls("set_ciphers", "PSK"),
        client_context.calls("set_ciphers", "PSK"),
        client_context.sets("check_hostname", False),
        client_context.sets("verify_mode", subject.ssl.has("CERT_NONE")),
        client_context.calls("set_psk_client_callback", subject.thing("client_callback")),
        server_context.calls("set_psk_server_callback", subject.thing("server_callback"), hint),
        subject.ssl.calls("MemoryBIO").keeps("to_client"),
        subject.ssl.calls("MemoryBIO").keeps("to_server"),
        client_context.calls("wrap_bio", to_client, to_server).keeps("client"),
        server_context.calls("wrap_bio", to_server, to_client, server_side=True).keeps("server"),
    ]


def _connected(subject: Actor) -> list[Act]:
    """The handshake, flight by flight, and data each way."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        *flights(client, server),
        client.calls("write", b"there").gives(5),
        server.calls("read", 100).gives(b"there"),
        server.calls("write", b"back").gives(4),
        client.calls("read", 100).gives(b"back"),
    ]


def _refused(subject: Actor) -> list[Act]:
    """The handshake as far as it goes: the server fails (in TLS 1.3 at once), and neither is connected."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        client.calls("do_handshake").wants(READ),
        server.calls("do_handshake").anything(),
        client.calls("do_handshake").anything(),
        server.calls("do_handshake").raises(PROTOCOL_ERROR, RAGGED_EOF),
        client.calls("version").gives(None),
        server.calls("version").gives(None),
    ]


def _given(subject: Actor, name: str) -> Act:
    """The one argument of a callback's first call."""
    first = py("operator.getitem", subject.thing(name).has("calls"), 0)
    return subject.does(py("operator.getitem", first, 0))


@scenario("python:psk:success", drivers="module", roles="client", peers="honest", sweep="none")
def one_key_on_both_ends_makes_a_connection(subject):
    """With one key on both ends the connection completes without any certificate, and carries data."""
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(returns=_KEY)),
        *_connected(subject),
        subject.thing("client").calls("getpeercert", True).gives(None),
        subject.thing("server").calls("getpeercert", True).gives(None),
    ]


@scenario("python:psk:arguments", drivers="module", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_the_callbacks_get_hint_and_identity(subject):
    """The client's callback gets the server's hint, the server's the client's identity, both as text."""
    return [
        *_ends(subject, callback(returns=("kl\u00efent", _KEY)), callback(returns=_KEY), "the s\u00ebrver"),
        *_connected(subject),
        _given(subject, "client_callback").gives("the s\u00ebrver"),
        _given(subject, "server_callback").gives("kl\u00efent"),
    ]


@scenario("python:psk:arguments", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_the_hint_is_always_none(subject):
    """TLS 1.3 has no hint: the client's callback gets None, the server's the identity as ever."""
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(returns=_KEY), "never sent"),
        *_connected(subject),
        _given(subject, "client_callback").gives(None),
        _given(subject, "server_callback").gives("client's"),
    ]


@scenario("python:psk:no-identity", drivers="module", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_the_identity_may_be_missing(subject):
    """Without an identity the server's callback gets None, and one key for everybody still connects."""
    return [
        *_ends(subject, callback(returns=(None, _KEY)), callback(returns=_KEY)),
        *_connected(subject),
        _given(subject, "server_callback").gives(None).or_gives(""),
    ]


@scenario("python:psk:bytes-like", drivers="module", roles="client", peers="honest", sweep="none")
def a_key_may_be_any_buffer(subject):
    """The key is a bytes-like object: a bytearray, which can be wiped afterwards, does as well."""
    return [
        *_ends(
            subject,
            callback(returns=("client's", py("bytearray", _KEY))),
            callback(returns=py("bytearray", _KEY)),
        ),
        *_connected(subject),
    ]


@scenario("python:psk:wrong-key", drivers="module", roles="client", peers="honest", sweep="none")
def different_keys_do_not_connect(subject):
    """With two different keys the handshake fails on both ends: the key is the proof of who one is."""
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(returns=_OTHER)),
        *_refused(subject),
    ]


@scenario("python:psk:rejected", drivers="module", roles="client", peers="honest", sweep="none")
def a_server_rejects_by_an_empty_key(subject):
    """A server's callback that returns no key refuses the client, whose identity it does not know."""
    return [
        *_ends(subject, callback(returns=("stranger", _KEY)), callback(returns=b"")),
        *_refused(subject),
    ]


@scenario("python:psk:rejected", drivers="module", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_a_client_rejects_by_an_empty_key(subject):
    """A client's callback that returns no key for the server's hint ends the handshake."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        *_ends(subject, callback(returns=("client's", b"")), callback(returns=_KEY), "a stranger"),
        client.calls("do_handshake").wants(READ),
        server.calls("do_handshake").wants(READ),
        client.calls("do_handshake").raises(PROTOCOL_ERROR),
        client.calls("version").gives(None),
    ]


@scenario("python:psk:exception", drivers="module", roles="client", peers="honest", sweep="none")
def an_exception_in_the_callback_refuses(subject):
    """A server's callback that raises lets nobody in by accident."""
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(raises="KeyError")),
        *_refused(subject),
    ]


@scenario("python:psk:removed", drivers="module", roles="client", peers="honest", sweep="none")
def a_callback_that_was_removed_is_not_called(subject):
    """Set to None, a callback is gone for the connections made from then on: nothing is left to agree on."""
    server_context = subject.thing("server_context")
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(returns=_KEY)),
        server_context.calls("set_psk_server_callback", None),
        server_context.calls(
            "wrap_bio", subject.thing("to_server"), subject.thing("to_client"), server_side=True
        ).keeps("server"),
        *_refused(subject),
        subject.does(py("len", subject.thing("server_callback").has("calls"))).gives(0),
    ]


@scenario("python:psk:set", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def each_role_has_its_own_callback(subject):
    """A client's context takes no server's callback, neither context what cannot be called."""
    server_context = subject.thing("server_context")
    return [
        subject.does(callback()).keeps("any"),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        subject.context.calls("set_psk_server_callback", subject.thing("any")).raises(
            PROTOCOL_ERROR, exception="SSLError"
        ),
        server_context.calls("set_psk_client_callback", subject.thing("any")).raises(
            PROTOCOL_ERROR, exception="SSLError"
        ),
        subject.context.calls("set_psk_client_callback", 5).raises(MISUSE, exception="TypeError"),
        server_context.calls("set_psk_server_callback", "key").raises(MISUSE, exception="TypeError"),
        subject.context.calls("set_psk_client_callback", None).gives(None),
        server_context.calls("set_psk_server_callback", None).gives(None),
        subject.does(py("isinstance", subject.ssl.has("HAS_PSK"), constant("bool"))).gives(True),
    ]


# -- TLS 1.3: a key is offered, and may be declined ---------------------------------------------------------


def _by_certificate(subject: Actor) -> list[Act]:
    """The connection is made, and not by the key: session_reused says so, and there is a certificate."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        *_connected(subject),
        client.has("session_reused").gives(False),
        server.has("session_reused").gives(False),
        client.calls("getpeercert", True).gives(certificate("ecdsa")),
    ]


def _each_way(subject: Actor, client: object, server: object) -> list[Act]:
    """The callbacks leave it to the certificate."""
    return [*_ends(subject, client, server, certified=True), *_by_certificate(subject)]


@scenario("python:psk:reused", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_session_reused_says_that_the_key_was_used(subject):
    """session_reused is true at both ends of a connection that the key has made."""
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(returns=_KEY)),
        *_connected(subject),
        subject.thing("client").has("session_reused").gives(True),
        subject.thing("server").has("session_reused").gives(True),
    ]


@scenario("python:psk:declined", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_server_declines_by_an_empty_key(subject):
    """A server's callback that returns no key declines the client's: a certificate, if any, does as well."""
    return _each_way(subject, callback(returns=("client's", _KEY)), callback(returns=b""))


@scenario("python:psk:declined", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_server_declines_by_an_exception(subject):
    """A server's callback that raises declines the client's key: a certificate, if any, does as well."""
    return _each_way(subject, callback(returns=("client's", _KEY)), callback(raises="KeyError"))


@scenario("python:psk:not-offered", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_client_offers_no_key(subject):
    """A client's callback that returns no key rejects nothing: none is offered, and a certificate does."""
    return _each_way(subject, callback(returns=("client's", b"")), callback(returns=_KEY))


@scenario("python:psk:not-offered", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_client_whose_callback_raises_offers_no_key(subject):
    """An exception in the client's callback has the same effect: no key is offered."""
    return _each_way(subject, callback(raises="KeyError"), callback(returns=_KEY))


# A library may be unable to tell signatures.
@scenario("python:psk:unsigned", drivers="module", roles="client", peers="honest", sweep="none")
def a_key_is_no_signature(subject):
    """Where a key proves both ends nobody signs: client_sigalg() and server_sigalg() are None at either."""
    untold = {"exception": "NotImplementedError"}
    return [
        *_ends(subject, callback(returns=("client's", _KEY)), callback(returns=_KEY)),
        *_connected(subject),
        *(
            subject.thing(end).calls(fact).gives(None).or_raises(FOREIGN, **untold)
            for end in ("client", "server")
            for fact in ("client_sigalg", "server_sigalg")
        ),
    ]

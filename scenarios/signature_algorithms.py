"""Signature algorithms (Python 3.15): with which a server and a client may sign, and with which they have.

The algorithms asked for are those that every implementation has (RFC 8446 section 9.1). A library may be
unable to tell them, or to be told them: what asks for that raises NotImplementedError then.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    caught,
    constant,
    handshake,
    module_scenario,
    py,
    reconnect,
    same,
    scenario,
    together,
)

_ECDSA = "ecdsa_secp256r1_sha256"
_RSA = "rsa_pss_rsae_sha256"
#: What the reference peer wants to be offered by a server of TLS 1.2, whatever its client's key is.
_PKCS1 = "rsa_pkcs1_sha256"
_OFFERED = "client_hello.extensions[signature_algorithms].schemes"
_REQUESTED_12 = "certificate_request.schemes"
_REQUESTED_13 = "certificate_request.extensions[signature_algorithms].schemes"
#: What a peer would rather have, before what is allowed.
_PREFERRED = f"[rsa_pss_rsae_sha512, rsa_pss_rsae_sha384, {_RSA}, rsa_pkcs1_sha256, {_ECDSA}]"
_SETTERS = ("set_client_sigalgs", "set_server_sigalgs")
_UNTOLD = {"exception": "NotImplementedError"}


def _new(subject: Actor, role: str = "CLIENT") -> Act:
    return subject.ssl.calls("SSLContext", subject.ssl.has(f"PROTOCOL_TLS_{role}")).keeps("fresh")


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


# -- the list and the settings ------------------------------------------------------------------------------


@module_scenario("python:module:get-sigalgs")
def the_algorithms_there_are_have_names(subject):
    """get_sigalgs() lists text, no name twice, and the algorithms that everybody has to have."""
    names = subject.thing("names")
    return [
        subject.ssl.calls("get_sigalgs").keeps("names").or_raises(FOREIGN, **_UNTOLD),
        subject.does(names).returns(list, filled=True),
        subject.does(
            same(py("set", py("map", constant("type"), names)), py("set", (constant("str"),)))
        ).gives(True),
        subject.does(same(py("len", py("set", names)), py("len", names))).gives(True),
        subject.does(py("operator.contains", names, _ECDSA)).gives(True),
        subject.does(py("operator.contains", names, _RSA)).gives(True),
    ]


@module_scenario("python:module:get-sigalgs-usable")
def every_algorithm_it_lists_can_be_set(subject):
    """Both settings take each name that get_sigalgs() lists, and all of them in one list."""
    fresh, names = subject.thing("fresh"), subject.thing("names")
    return [
        subject.ssl.calls("get_sigalgs").keeps("names").or_raises(FOREIGN, **_UNTOLD),
        _new(subject),
        *(subject.does(py("list", py("map", fresh.has(setter), names))).returns(list) for setter in _SETTERS),
        subject.does(py("operator.methodcaller", "join", names)).keeps("join"),
        *(fresh.calls(setter, subject.thing("join").called(":")).gives(None) for setter in _SETTERS),
    ]


@module_scenario("python:context:set-sigalgs")
def algorithms_have_names(subject):
    """An algorithm there is is taken, by either role; a name of none is refused, in a list as well."""
    fresh = subject.thing("fresh")
    each = ((role, setter) for role in ("CLIENT", "SERVER") for setter in _SETTERS)
    tried = [
        step
        for role, setter in each
        for step in (
            _new(subject, role),
            fresh.calls(setter, _ECDSA).gives(None),
            fresh.calls(setter, f"{_ECDSA}:{_RSA}").gives(None),
            fresh.calls(setter, "no such algorithm").raises(PROTOCOL_ERROR, MISUSE),
            fresh.calls(setter, f"{_ECDSA}:nope").raises(PROTOCOL_ERROR, MISUSE),
        )
    ]
    return [*_restricts(subject), *tried]


@module_scenario("python:context:set-sigalgs-type")
def algorithms_are_text(subject):
    """What is no text is a TypeError, and so is an argument by name; a NUL in it is refused."""
    fresh = subject.thing("fresh")
    return [
        *_restricts(subject),
        *(
            fresh.calls(setter, wrong).raises(MISUSE, exception="TypeError")
            for setter in _SETTERS
            for wrong in (5, None, [_ECDSA], _ECDSA.encode())
        ),
        *(
            step
            for setter in _SETTERS
            for step in (
                fresh.calls(setter).raises(MISUSE, exception="TypeError"),
                fresh.calls(setter, sigalgs=_ECDSA).raises(MISUSE, exception="TypeError"),
                fresh.calls(setter, f"{_ECDSA}\0nope").raises(MISUSE, PROTOCOL_ERROR),
            )
        ),
    ]


# -- what they do -------------------------------------------------------------------------------------------


@scenario(
    "python:context:set-server-sigalgs", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def a_client_offers_the_algorithms_it_allows_servers(subject, peer):
    """set_server_sigalgs() of a client is what it offers in its hello, in order; the server signs by it."""
    return [
        *_allows(subject, "server", f"{_RSA}:{_ECDSA}"),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [{_RSA}, {_ECDSA}]"),
        _tells(subject, "server", _ECDSA),
        *_allows(subject, "server", f"{_ECDSA}:{_RSA}"),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [{_ECDSA}, {_RSA}]"),
    ]


@scenario(
    "python:context:set-server-sigalgs", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def a_client_refuses_algorithms_it_does_not_allow(subject, peer):
    """A server whose key can sign by none of the algorithms allowed and a client do not connect."""
    return [
        *_allows(subject, "server", _RSA),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.sends(f"{_OFFERED} == [{_RSA}]"),
        _tells(subject, "server", None),
    ]


def _server_signs(subject: Actor, peer: Actor, signed: str) -> list[Step]:
    """A server with an RSA key, whose algorithm on the wire is at `signed`."""
    return [
        subject.configured(certificate="rsa"),
        *_allows(subject, "server", _RSA),
        peer.forges(f"{_OFFERED} = {_PREFERRED}"),
        handshake(subject, peer),
        subject.sends(f"{signed} == {_RSA}"),
        _tells(subject, "server", _RSA),
    ]


@scenario(
    "python:context:set-server-sigalgs",
    drivers="bio sockets",
    roles="server",
    tls="1.2",
    peers="tlslite",
    sweep="none",
)
def tls12_a_server_signs_by_the_algorithms_it_allows(subject, peer):
    """A server with an RSA key signs by the one algorithm allowed, though its client would prefer another."""
    return _server_signs(subject, peer, "server_key_exchange.scheme")


@scenario(
    "python:context:set-server-sigalgs",
    drivers="bio sockets",
    roles="server",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_server_signs_by_the_algorithms_it_allows(subject, peer):
    """A server with an RSA key signs by the one algorithm allowed, though its client would prefer another."""
    return _server_signs(subject, peer, "certificate_verify.scheme")


@scenario(
    "python:context:set-server-sigalgs", drivers="bio sockets", roles="server", peers="tlslite", sweep="none"
)
def a_server_without_a_fitting_key_signs_nothing(subject, peer):
    """A server whose key can sign by none of the algorithms allowed refuses its clients."""
    return [
        *_allows(subject, "server", _RSA),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        _tells(subject, "server", None),
    ]


def _asks(subject: Actor, peer: Actor, asked: str, algorithm: str) -> list[Step]:
    """A server that wants a certificate, whose list on the wire is at `asked`."""
    return [
        *_proves_itself(peer, subject, "rsa"),
        *_allows(subject, "client", algorithm),
        handshake(subject, peer),
        subject.sends(f"{asked} == [{algorithm}]"),
        _tells(subject, "client", algorithm),
    ]


@scenario(
    "python:context:set-client-sigalgs",
    drivers="bio sockets",
    roles="server",
    tls="1.2",
    peers="tlslite",
    sweep="none",
)
def tls12_a_server_asks_for_the_algorithms_it_allows_clients(subject, peer):
    """set_client_sigalgs() of a server is what its CertificateRequest lists; the client signs by it."""
    return _asks(subject, peer, _REQUESTED_12, _PKCS1)


@scenario(
    "python:context:set-client-sigalgs",
    drivers="bio sockets",
    roles="server",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_server_asks_for_the_algorithms_it_allows_clients(subject, peer):
    """set_client_sigalgs() of a server is what its CertificateRequest lists; the client signs by it."""
    return _asks(subject, peer, _REQUESTED_13, _RSA)


@scenario(
    "python:context:set-client-sigalgs", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def a_client_signs_by_no_algorithm_it_does_not_allow(subject, peer):
    """A client whose key can sign by none of the algorithms allowed signs nothing, whoever asks."""
    return [
        subject.configured(certificate="rsa"),
        peer.configured(verify="optional"),
        *_allows(subject, "client", _ECDSA),
        together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.never_sends("certificate_verify"),
        _tells(subject, "client", None),
    ]


@scenario("python:context:set-sigalgs-apart", drivers="bio sockets", peers="tlslite", sweep="none")
def what_clients_may_sign_by_binds_no_server(client, server, subject):
    """set_client_sigalgs() has no say in the server's signature: an ECDSA server connects all the same."""
    return [
        *_allows(subject, "client", _RSA),
        handshake(client, server),
        _tells(subject, "client", None),
        subject.connection.calls("server_sigalg").returns(str, filled=True).or_raises(FOREIGN, **_UNTOLD),
    ]


@scenario("python:context:set-sigalgs-apart", drivers="bio sockets", peers="tlslite", sweep="none")
def what_servers_may_sign_by_binds_no_client(client, server, subject):
    """set_server_sigalgs() has no say in the client's signature: one with RSA proves itself all the same."""
    return [
        *_proves_itself(client, server, "rsa"),
        *_allows(subject, "server", _ECDSA),
        handshake(client, server),
        _tells(subject, "server", _ECDSA),
        subject.connection.calls("client_sigalg").returns(str, filled=True).or_raises(FOREIGN, **_UNTOLD),
    ]


@scenario(
    "python:context:set-sigalgs-kept", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def algorithms_that_were_refused_change_nothing(subject, peer):
    """After a list that was refused the algorithms are those of the last list that was taken."""
    return [
        *_restricts(subject),
        subject.context.calls("set_server_sigalgs", _RSA).gives(None),
        subject.context.calls("set_server_sigalgs", _ECDSA).gives(None),
        subject.context.calls("set_server_sigalgs", f"{_RSA}:nope").raises(PROTOCOL_ERROR, MISUSE),
        reconnect(),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [{_ECDSA}]"),
    ]

"""Post-handshake authentication: a TLS 1.3 server asks a client for its certificate when it needs it.

Client and server are both the subject's, built by hand over two MemoryBIOs (what is one end's outgoing is
the other's incoming), since no peer of ours is asked for a certificate after its handshake. The request
goes out with the server's next write, and the answer with the client's next read.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    certificate,
    chain_file,
    flights,
    key_file,
    py,
    scenario,
    trust_file,
)


def _ends(subject: Actor, *, asks: bool = True, answers: bool = True, verify: str = "REQUIRED") -> list[Act]:
    """`client` and `server`; whether the server asks by itself, and whether the client said it answers."""
    client_context, server_context = subject.context, subject.thing("server_context")
    to_client, to_server = subject.thing("to_client"), subject.thing("to_server")
    return [
        client_context.sets("post_handshake_auth", answers),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        server_context.calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")),
        server_context.calls("load_verify_locations", trust_file("ca")),
        server_context.sets("verify_mode", subject.ssl.has(f"CERT_{verify}")),
        server_context.sets("post_handshake_auth", asks),
        subject.ssl.calls("MemoryBIO").keeps("to_client"),
        subject.ssl.calls("MemoryBIO").keeps("to_server"),
        client_context.calls("wrap_bio", to_client, to_server, server_hostname="localhost").keeps("client"),
        server_context.calls("wrap_bio", to_server, to_client, server_side=True).keeps("server"),
    ]


def _handshake(subject: Actor) -> list[Act]:
    """Both ends' handshakes; the client reads the tickets, so that nothing is under way."""
    client, server = subject.thing("client"), subject.thing("server")
    return [*flights(client, server), client.calls("read", 100).wants(READ)]


def _requested(subject: Actor) -> list[Act]:
    """The server asks, and its request travels before the data of its next write."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        server.calls("verify_client_post_handshake").gives(None),
        server.calls("write", b"who are you?").gives(12),
        client.calls("read", 100).gives(b"who are you?"),
    ]


def _refused(subject: Actor) -> Act:
    """The server's demand is refused because something it takes is missing."""
    return subject.thing("server").calls("verify_client_post_handshake").raises(PROTOCOL_ERROR)


def _answered(subject: Actor) -> list[Act]:
    """The client's next data comes behind its answer."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        client.calls("write", b"it is me").gives(8),
        server.calls("read", 100).gives(b"it is me"),
    ]


# -- how it goes --------------------------------------------------------------------------------------------


@scenario("python:pha:flow", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_client_proves_itself_when_asked(subject):
    """A client served as nobody is asked later, answers as it reads, and is then known; data goes on."""
    server = subject.thing("server")
    return [
        subject.configured(certificate="client"),
        *_ends(subject),
        *_handshake(subject),
        server.calls("getpeercert", True).gives(None),
        server.calls("getpeercert").gives(None),
        *_requested(subject),
        *_answered(subject),
        server.calls("getpeercert", True).gives(certificate("client")),
        subject.does(py("operator.getitem", server.calls("getpeercert"), "subjectAltName")).gives(
            (("email", "client@localhost"),)
        ),
        *_answered(subject),
    ]


@scenario("python:pha:next-write", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_the_request_waits_for_the_next_write(subject):
    """The demand itself sends nothing; the request goes out with the next write, and the data behind it."""
    waiting = subject.thing("to_client").has("pending")
    return [
        subject.configured(certificate="client"),
        *_ends(subject),
        *_handshake(subject),
        waiting.gives(0),
        subject.thing("server").calls("verify_client_post_handshake").gives(None),
        waiting.gives(0),
        subject.thing("server").calls("write", b"x").gives(1),
        subject.does(py("operator.gt", waiting, 100)).gives(True),
        subject.thing("client").calls("read", 10).gives(b"x"),
    ]


@scenario("python:pha:again", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_known_client_can_be_asked_again(subject):
    """Asking a client whose certificate is there already is no error, and it stays known."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject),
        *_handshake(subject),
        *_requested(subject),
        *_answered(subject),
        *_requested(subject),
        *_answered(subject),
        subject.thing("server").calls("getpeercert", True).gives(certificate("client")),
    ]


@scenario(
    "python:pha:only-when-asked", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none"
)
def tls13_an_enabled_client_shows_nothing_unasked(subject):
    """A client that is ready to answer is not identified while nobody asks."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject),
        *_handshake(subject),
        *_answered(subject),
        subject.thing("server").calls("getpeercert", True).gives(None),
    ]


@scenario(
    "python:pha:in-handshake", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none"
)
def tls13_without_it_the_handshake_asks(subject):
    """A server with CERT_REQUIRED and no post_handshake_auth asks in the handshake, as ever."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject, asks=False),
        *_handshake(subject),
        subject.thing("server").calls("getpeercert", True).gives(certificate("client")),
    ]


@scenario("python:pha:optional", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_an_optional_certificate_may_be_missing(subject):
    """With CERT_OPTIONAL a client without a certificate says so, stays nobody, and is served on."""
    return [
        *_ends(subject, verify="OPTIONAL"),
        *_handshake(subject),
        *_requested(subject),
        *_answered(subject),
        subject.thing("server").calls("getpeercert", True).gives(None),
        *_answered(subject),
    ]


@scenario("python:pha:required", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_required_certificate_must_come(subject):
    """With CERT_REQUIRED a client without a certificate is refused, and reads certificate_required."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        *_ends(subject),
        *_handshake(subject),
        *_requested(subject),
        client.calls("write", b"let me in").gives(9),
        server.calls("read", 100).raises(PROTOCOL_ERROR, exception="SSLError", errno=1),
        client.calls("read", 100).raises(PROTOCOL_ERROR, alert="certificate_required"),
        server.calls("write", b"welcome").raises(PROTOCOL_ERROR, RAGGED_EOF),
    ]


@scenario("python:pha:untrusted", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_an_untrusted_answer_is_refused(subject):
    """A certificate of an unknown authority, shown later, is refused as it would be in the handshake."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        subject.configured(certificate="untrusted-client"),
        *_ends(subject),
        *_handshake(subject),
        *_requested(subject),
        client.calls("write", b"let me in").gives(9),
        server.calls("read", 100).raises(CERTIFICATE_REJECTED, exception="SSLCertVerificationError"),
        client.calls("read", 100).raises(PROTOCOL_ERROR, alert="unknown_ca"),
    ]


# -- when it may not be asked for ---------------------------------------------------------------------------


@scenario("python:pha:server-only", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_client_cannot_ask(subject):
    """Only a server asks for certificates: on a client the call is an SSLError, and sends nothing."""
    return [
        *_ends(subject),
        *_handshake(subject),
        subject.thing("client").calls("verify_client_post_handshake").raises(PROTOCOL_ERROR),
        subject.thing("to_server").has("pending").gives(0),
        *_answered(subject),
    ]


@scenario("python:pha:not-tls13", drivers="module", roles="client", tls="1.2", peers="honest", sweep="none")
def tls12_has_no_later_certificate(subject):
    """TLS 1.2 knows no later certificate: the call is an SSLError, and the connection goes on."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject),
        *_handshake(subject),
        _refused(subject),
        *_answered(subject),
    ]


@scenario("python:pha:early", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_nobody_can_be_asked_before_the_handshake(subject):
    """Before the handshake there is nobody to ask: the call is an SSLError, and the handshake succeeds."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject),
        _refused(subject),
        *_handshake(subject),
        *_requested(subject),
        *_answered(subject),
        subject.thing("server").calls("getpeercert", True).gives(certificate("client")),
    ]


@scenario(
    "python:pha:client-unable", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none"
)
def tls13_a_client_that_did_not_offer_is_not_asked(subject):
    """A client that did not enable it must not be asked: the call is an SSLError, and it is served on."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject, answers=False),
        *_handshake(subject),
        _refused(subject),
        *_answered(subject),
        subject.thing("server").calls("getpeercert", True).gives(None),
    ]


@scenario("python:pha:verify-mode", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def tls13_a_server_that_verifies_nobody_cannot_ask(subject):
    """With CERT_NONE an answer would go unchecked: the call is an SSLError."""
    return [
        subject.configured(certificate="client"),
        *_ends(subject, verify="NONE"),
        *_handshake(subject),
        _refused(subject),
        *_answered(subject),
    ]


@scenario("python:pha:setting", drivers="module", tls="1.3", peers="honest", sweep="none")
def it_is_off_until_it_is_asked_for(subject):
    """post_handshake_auth is False at first, can be set, and leaves verify_mode alone."""
    return [
        subject.context.has("post_handshake_auth").gives(False),
        subject.context.has("verify_mode").keeps("before"),
        subject.context.sets("post_handshake_auth", True),
        subject.context.has("post_handshake_auth").gives(True),
        subject.does(py("operator.eq", subject.context.has("verify_mode"), subject.thing("before"))).gives(
            True
        ),
        subject.context.sets("post_handshake_auth", False),
        subject.context.has("post_handshake_auth").gives(False),
    ]

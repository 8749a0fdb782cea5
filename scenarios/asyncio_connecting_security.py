"""Whom asyncio's create_connection() believes: the default context, the name that is given, and no name."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    Act,
    Actor,
    caught,
    constant,
    py,
    scenario,
    together,
    trust_file,
    wire_socket,
)

#: A certificate of another authority, or of another host.
_NOT_VERIFIED = "SSLCertVerificationError"


_PROTOCOL = (constant("asyncio.Protocol"),)


def _connects(subject: Actor, **how: object) -> Act:
    """create_connection() with a socket that is the wire."""
    return subject.thing("loop").calls("create_connection", *_PROTOCOL, sock=wire_socket(), **how)


def _default(client: Actor) -> object:
    """True, where a default context, kept as `made`, is one of the module's own.

    A module may hand Python's create_default_context() on, whose contexts know nothing of its MemoryBIO: that
    is no default of its own, and its context takes the place of True.
    """
    made, bio = client.thing("made"), client.ssl.calls("MemoryBIO")
    failure = caught(made.calls("wrap_bio", bio, bio, server_hostname="localhost"))
    return py("operator.getitem", (client.context, True), py("operator.is_", failure, None))


@scenario(
    "python:asyncio:create_connection:default-context",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def the_default_context_believes_no_stranger(client, server):
    """With ssl=True the server's certificate is verified: an authority unknown to the system is refused."""
    return [
        client.configured(entrance="start-tls"),  # so that this connection is not made yet
        server.configured(certificate="untrusted"),
        client.ssl.calls("create_default_context").keeps("made"),
        together(
            _connects(client, ssl=_default(client), server_hostname="localhost").raises(
                CERTIFICATE_REJECTED, exception=_NOT_VERIFIED
            ),
            server.handshakes().anything(),
        ),
    ]


def _trusts_this_house(client: Actor) -> list[Act]:
    """`connect` is create_connection() where the system's authorities are those the servers here have.

    `made` is a default context, for `_default`. OpenSSL takes them from the file that a variable names;
    `patch.dict` sets it while the coroutine runs.
    """
    variable = client.thing("paths").has("openssl_cafile_env")
    return [
        client.ssl.calls("create_default_context").keeps("made"),
        client.does(py("ssl.get_default_verify_paths")).keeps("paths"),
        client.does(py("getattr", constant("unittest.mock.patch"), "dict")).keeps("patch"),
        client.thing("patch")
        .called(constant("os.environ"), ((variable, trust_file("ca")),))
        .keeps("changed"),
        client.thing("changed").called(client.thing("loop").has("create_connection")).keeps("connect"),
    ]


@scenario(
    "python:asyncio:create_connection:name",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def the_default_context_checks_the_name(client, server):
    """With ssl=True another host's certificate is refused, though the system trusts who signed it."""
    return [
        client.configured(entrance="start-tls"),
        server.configured(certificate="wrong-host"),
        *_trusts_this_house(client),
        together(
            client.thing("connect")
            .called(*_PROTOCOL, sock=wire_socket(), ssl=_default(client), server_hostname="localhost")
            .raises(CERTIFICATE_REJECTED, exception=_NOT_VERIFIED),
            server.handshakes().anything(),
        ),
    ]


@scenario(
    "python:asyncio:create_connection:empty-name",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def an_empty_name_is_enough_for_the_default_context(client, server):
    """With ssl=True and server_hostname="" a host of any name is believed, if the system trusts it."""
    return [
        client.configured(entrance="start-tls"),
        server.configured(certificate="wrong-host"),
        *_trusts_this_house(client),
        client.context.sets("check_hostname", value=False),
        together(
            client.thing("connect")
            .called(*_PROTOCOL, sock=wire_socket(), ssl=_default(client), server_hostname="")
            .returns(tuple),
            server.handshakes(),
        ),
    ]


@scenario(
    "python:asyncio:create_connection:name",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def the_name_that_is_given_is_checked(client, server):
    """A server with a good certificate for another host than server_hostname is refused."""
    return [
        client.configured(entrance="start-tls"),
        server.configured(certificate="wrong-host"),
        together(
            _connects(client, ssl=client.context, server_hostname="localhost").raises(
                CERTIFICATE_REJECTED, exception=_NOT_VERIFIED
            ),
            server.handshakes().anything(),
        ),
    ]


@scenario(
    "python:asyncio:create_connection:empty-name",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def an_empty_name_is_a_choice_of_its_own(client, server):
    """server_hostname="" checks no name, which is a risk the caller has chosen: another host is believed.

    The context is told so, too: one that is to check names may insist on having one.
    """
    return [
        client.configured(entrance="start-tls"),
        server.configured(certificate="wrong-host"),
        client.context.sets("check_hostname", value=False),
        together(
            _connects(client, ssl=client.context, server_hostname="").returns(tuple),
            server.handshakes(),
        ),
    ]


@scenario(
    "python:asyncio:create_connection:empty-name",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def an_empty_name_believes_no_stranger(client, server):
    """server_hostname="" gives up the check of the name alone: an unknown authority is refused as ever."""
    return [
        client.configured(entrance="start-tls"),
        server.configured(certificate="untrusted"),
        client.context.sets("check_hostname", value=False),
        together(
            _connects(client, ssl=client.context, server_hostname="").raises(
                CERTIFICATE_REJECTED, exception=_NOT_VERIFIED
            ),
            server.handshakes().anything(),
        ),
    ]


def _connects_to(subject: Actor, host: str, **how: object) -> Act:
    """create_connection() to a host, which is found."""
    return subject.thing("loop").calls("create_connection", *_PROTOCOL, host, 443, ssl=subject.context, **how)


@scenario(
    "python:asyncio:create_connection:name-of-host",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def the_host_is_the_name_where_none_is_given(client, server):
    """Without server_hostname the host is the name that is asked for and checked."""
    return [
        client.configured(entrance="start-tls"),
        server.configured(notes_name=True),
        together(_connects_to(client, "localhost").returns(tuple), server.handshakes()),
        server.tells("server_name").gives("localhost"),
    ]


@scenario(
    "python:asyncio:create_connection:name-of-host",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def another_hosts_certificate_is_refused(client, server):
    """Without server_hostname a certificate for another name than the host's is refused."""
    return [
        client.configured(entrance="start-tls"),
        together(
            _connects_to(client, "other.example").raises(CERTIFICATE_REJECTED, exception=_NOT_VERIFIED),
            server.handshakes().anything(),
        ),
    ]


@scenario(
    "python:asyncio:create_connection:name-over-host",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def the_name_that_is_given_is_asked_for_in_place_of_the_host(client, server):
    """server_hostname is sent and checked though a host is given: its certificate is good for that name."""
    return [
        client.configured(entrance="start-tls"),
        server.configured(notes_name=True),
        together(
            _connects_to(client, "other.example", server_hostname="localhost").returns(tuple),
            server.handshakes(),
        ),
        server.tells("server_name").gives("localhost"),
    ]


@scenario(
    "python:asyncio:create_connection:name-over-host",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def the_name_that_is_given_is_checked_in_place_of_the_host(client, server):
    """A certificate that is good for the host, and not for server_hostname, is refused."""
    return [
        client.configured(entrance="start-tls"),
        together(
            _connects_to(client, "localhost", server_hostname="other.example").raises(
                CERTIFICATE_REJECTED, exception=_NOT_VERIFIED
            ),
            server.handshakes().anything(),
        ),
    ]

"""TLS contexts and their configurations: what PEP 748 and PEP 543 say of what makes a buffer.

`tls` is the implementation's module, `tls_context` the context of the connection, `buffer` its buffer.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    certificate,
    handshake,
    py,
    same,
    scenario,
    together,
)

#: A TLSError: the PEPs have no class that tells one kind from the other.
_REFUSALS = (CERTIFICATE_REJECTED, PROTOCOL_ERROR)

# -- contexts ---------------------------------------------------------------------------------------------


@scenario("pep748:buffer:context", drivers="buffer", sweep="none")
def a_buffer_knows_its_context(subject, peer):
    """buffer.context is the context it was made by."""
    context = subject.thing("tls_context")
    return [
        handshake(subject, peer),
        subject.does(py("operator.is_", subject.thing("buffer").has("context"), context)).gives(True),
    ]


@scenario("pep748:context:configuration", drivers="buffer", tls="1.2", sweep="none")
def a_context_knows_its_configuration(subject, peer):
    """context.configuration has the choices the context was made with."""
    wanted = subject.thing("tls").has("TLSVersion.TLSv1_2")
    configuration = subject.thing("tls_context").has("configuration")
    return [
        configuration.keeps("configuration"),
        subject.does(same(subject.thing("configuration").has("lowest_supported_version"), wanted)).gives(
            True
        ),
        subject.does(same(subject.thing("configuration").has("highest_supported_version"), wanted)).gives(
            True
        ),
    ]


@scenario("pep748:context:factory", drivers="buffer", roles="client", sweep="none")
def clients_buffers_of_one_context_are_strangers(client, server):
    """A second buffer of the same context begins anew, whatever the first one is doing."""
    buffer, other = client.thing("buffer"), client.thing("other")
    return [
        handshake(client, server),
        client.thing("tls_context").calls("create_buffer", "localhost").keeps("other"),
        client.does(py("operator.is_not", other, buffer)).gives(True),
        other.calls("cipher").gives(None),
        other.calls("outgoing_bytes_buffered").gives(0),
        server.writes(b"to the first"),
        client.reads_exactly(b"to the first"),
    ]


@scenario("pep748:context:factory", "pep748:context:roles", drivers="buffer", roles="server", sweep="none")
def servers_buffers_of_one_context_are_strangers(server, client):
    """A server's context is asked for no name, and each buffer of it begins anew."""
    buffer, other = server.thing("buffer"), server.thing("other")
    return [
        handshake(client, server),
        server.thing("tls_context").calls("create_buffer").keeps("other"),
        server.does(py("operator.is_not", other, buffer)).gives(True),
        other.calls("cipher").gives(None),
        other.calls("outgoing_bytes_buffered").gives(0),
    ]


@scenario("pep748:context:roles", drivers="buffer", sweep="none")
def clients_and_servers_have_contexts_of_their_own(subject, peer):
    """ClientContext and ServerContext are two classes: which side a buffer plays is known from the start."""
    tls = subject.thing("tls")
    return [
        subject.does(py("operator.is_not", tls.has("ClientContext"), tls.has("ServerContext"))).gives(True),
        handshake(subject, peer),
    ]


@scenario("pep543:wrap_buffers:hostname", drivers="buffer", roles="client", sweep="none")
def no_hostname_is_a_choice_of_its_own(client, server):
    """wrap_buffers has no default for the name; None asks for no check of it, and a stranger's is taken."""
    return [
        client.configured(server_name=None),
        server.configured(certificate="wrong-host"),
        client.thing("tls_context").has("wrap_buffers").returns(),
        client.thing("tls_context").calls("wrap_buffers").raises(MISUSE),
        handshake(client, server),
    ]


@scenario("pep543:validate_certificates", drivers="buffer", roles="client", sweep="none")
def validation_can_be_switched_off(client, server):
    """validate_certificates=False performs no validation at all: a certificate nobody signed is taken."""
    return [
        client.configured(verify="no"),
        server.configured(certificate="untrusted"),
        client.thing("tls_context").has("wrap_buffers").returns(),
        handshake(client, server),
    ]


@scenario("pep543:sni_callback", drivers="buffer", roles="server", sweep="none")
def the_callback_is_told_the_name(server, client):
    """sni_callback is called with the name the client wants; the configuration it returns is the one used."""
    return [
        server.configured(notes_name=True),
        server.thing("tls_context").has("wrap_buffers").returns(),
        handshake(client, server),
        server.tells("server_name").gives("localhost"),
    ]


@scenario("pep748:trust-store:default", drivers="buffer", roles="client", sweep="none")
def without_a_store_no_stranger_is_believed(client, server):
    """A configuration that names no trust store means the system's: whom that does not know is refused."""
    return [
        client.configured(default_trust=True),
        together(client.handshakes().raises(*_REFUSALS), server.handshakes().anything()),
    ]


@scenario("pep748:sni:transparent", drivers="buffer", roles="server", sweep="none")
def the_chain_for_the_name_is_offered(server, client):
    """Of two signing chains, the first for another host, a server offers the one for the client's name."""
    return [
        server.configured(certificate="wrong-host", others=("ecdsa",)),
        handshake(server, client),
        client.tells("peer_certificate").gives(certificate("ecdsa")),
    ]


@scenario("pep748:sni:transparent", drivers="buffer", roles="server", sweep="none")
def the_chain_for_the_name_may_be_the_first(server, client):
    """Of two signing chains, the last for another host, a server offers the one for the client's name."""
    return [
        server.configured(certificate="ecdsa", others=("wrong-host",)),
        handshake(server, client),
        client.tells("peer_certificate").gives(certificate("ecdsa")),
    ]


# -- configurations ---------------------------------------------------------------------------------------


@scenario("pep748:configuration:defaults", drivers="buffer", sweep="none")
def a_configuration_leaves_everything_open(subject, peer):
    """A TLSClientConfiguration of nothing has no chain, store or versions, and no inner protocols."""
    made = subject.thing("made")
    return [
        subject.thing("tls").calls("TLSClientConfiguration").keeps("made"),
        *(
            made.has(name).gives(None)
            for name in ("certificate_chain", "trust_store", "lowest_supported_version", "ciphers")
        ),
        subject.does(py("len", made.has("inner_protocols"))).gives(0),
    ]


@scenario("pep748:configuration:immutable", drivers="buffer", sweep="none")
def a_configuration_cannot_be_changed(subject, peer):
    """Nobody's configuration changes under its feet: it can be shared, and be a key of a dictionary."""
    made = subject.thing("made")
    return [
        subject.thing("tls").calls("TLSClientConfiguration").keeps("made"),
        made.sets("trust_store", None).raises(FOREIGN, MISUSE),
        subject.does(py("hash", made)).returns(int),
    ]


@scenario("pep543:configuration:update", drivers="buffer", sweep="none")
def an_updated_configuration_is_another_one(subject, peer):
    """update() makes a new TLSConfiguration with some of the settings changed; the old one stays."""
    tls, made, other = subject.thing("tls"), subject.thing("made"), subject.thing("other")
    return [
        tls.calls("TLSConfiguration", validate_certificates=False).keeps("made"),
        made.calls("update", lowest_supported_version=tls.has("TLSVersion.TLSv1_2")).keeps("other"),
        subject.does(same(other.has("lowest_supported_version"), tls.has("TLSVersion.TLSv1_2"))).gives(True),
        other.has("validate_certificates").gives(False),
        subject.does(
            py("operator.ne", made.has("lowest_supported_version"), other.has("lowest_supported_version"))
        ).gives(True),
    ]


@scenario("pep543:configuration:defaults", "pep543:configuration:compared", drivers="buffer", sweep="none")
def configurations_validate_and_can_be_compared(subject, peer):
    """A TLSConfiguration of nothing validates; two of the same settings are equal, and others are not."""
    tls, made = subject.thing("tls"), subject.thing("made")
    return [
        tls.calls("TLSConfiguration").keeps("made"),
        made.has("validate_certificates").gives(True),
        subject.does(py("operator.eq", made, tls.calls("TLSConfiguration"))).gives(True),
        subject.does(
            py("operator.eq", made, tls.calls("TLSConfiguration", validate_certificates=False))
        ).gives(False),
    ]

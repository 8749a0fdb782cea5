"""TLS buffers: what PEP 748 and PEP 543 have a buffer tell of its connection, and in which words.

`buffer` is the TLSBuffer (PEP 543: TLSWrappedBuffer), `tls` the implementation's module.
"""

from harness.scenario import Actor, Step, Thing, certificate, constant, handshake, py, same, scenario


def _buffer(subject: Actor) -> Thing:
    return subject.thing("buffer")


@scenario(
    "pep748:cipher:before",
    "pep748:negotiated_protocol:before",
    "pep748:negotiated_tls_version:before",
    drivers="buffer",
    sweep="none",
)
def nothing_is_negotiated_before_the_handshake(subject, peer):
    """Before the handshake there is no suite, no protocol and no version: each is None."""
    buffer = _buffer(subject)
    return [
        subject.configured(alpn=("h2",)),
        peer.configured(alpn=("h2",)),
        buffer.calls("cipher").gives(None),
        buffer.calls("negotiated_protocol").gives(None),
        buffer.has("negotiated_tls_version").gives(None),
    ]


@scenario("pep748:cipher:type", drivers="buffer", sweep="none")
def the_cipher_is_a_suite_or_its_number(subject, peer):
    """cipher() gives a CipherSuite or the 16-bit number of one, never a library's own name for it."""
    found = _buffer(subject).calls("cipher")
    return [
        handshake(subject, peer),
        subject.does(py("isinstance", found, constant("int"))).gives(True),
        subject.does(py("operator.lt", found, 1 << 16)).gives(True),
    ]


@scenario("pep748:negotiated_protocol:enum", drivers="buffer", sweep="none")
def a_known_protocol_is_a_member_of_the_enum(subject, peer):
    """A protocol that NextProtocol has is told as its member."""
    found = _buffer(subject).calls("negotiated_protocol")
    return [
        subject.configured(alpn=("h2", "http/1.1")),
        peer.configured(alpn=("h2",)),
        handshake(subject, peer),
        subject.does(same(found, subject.thing("tls").has("NextProtocol.H2"))).gives(True),
    ]


@scenario("pep748:negotiated_protocol:bytes", drivers="buffer", sweep="none")
def another_protocol_is_told_in_bytes(subject, peer):
    """A protocol NextProtocol does not have is told as the bytes it was offered in."""
    return [
        subject.configured(alpn=("harness/1",)),
        peer.configured(alpn=("harness/1",)),
        handshake(subject, peer),
        _buffer(subject).calls("negotiated_protocol").gives(b"harness/1"),
    ]


@scenario("pep748:negotiated_protocol:none", drivers="buffer", sweep="none")
def no_protocol_is_none(subject, peer):
    """Where the other end negotiates none, there is none."""
    return [
        subject.configured(alpn=("h2",)),
        handshake(subject, peer),
        _buffer(subject).calls("negotiated_protocol").gives(None),
    ]


def _version_is(subject: Actor, peer: Actor, name: str) -> list[Step]:
    found = _buffer(subject).has("negotiated_tls_version")
    return [
        handshake(subject, peer),
        subject.does(same(found, subject.thing("tls").has("TLSVersion." + name))).gives(True),
    ]


@scenario("pep748:negotiated_tls_version:enum", drivers="buffer", tls="1.2", sweep="none")
def tls12_is_a_member_of_the_enum(subject, peer):
    """negotiated_tls_version is a TLSVersion, and a property."""
    return _version_is(subject, peer, "TLSv1_2")


@scenario("pep748:negotiated_tls_version:enum", drivers="buffer", tls="1.3", sweep="none")
def tls13_is_a_member_of_the_enum(subject, peer):
    """negotiated_tls_version is a TLSVersion, and a property."""
    return _version_is(subject, peer, "TLSv1_3")


@scenario("pep748:getpeercert:der", drivers="buffer", roles="client", sweep="none")
def the_peers_certificate_is_der(client, server):
    """getpeercert() gives the other end's leaf certificate as DER bytes."""
    return [
        _buffer(client).has("process_incoming").returns(),
        handshake(client, server),
        _buffer(client).calls("getpeercert").gives(certificate("ecdsa")),
    ]


@scenario("pep748:getpeercert:none", drivers="buffer", roles="server", sweep="none")
def a_client_without_certificate_has_none(server, client):
    """getpeercert() is None where the other end provided no certificate."""
    return [
        _buffer(server).has("process_incoming").returns(),
        handshake(client, server),
        _buffer(server).calls("getpeercert").gives(None),
    ]

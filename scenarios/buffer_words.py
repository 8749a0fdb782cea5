"""Certificates, enumerations and errors of PEP 748 and PEP 543: the words a TLS implementation offers.

`tls` is the implementation's module, `buffer` the buffer of the connection.
"""

from harness.scenario import MISUSE, Actor, Step, constant, handshake, py, same, scenario


def _derived(subject: Actor, *names: str) -> list[Step]:
    """Each of these is a class derived from TLSError."""
    tls = subject.thing("tls")
    return [subject.does(py("issubclass", tls.has(name), tls.has("TLSError"))).gives(True) for name in names]


@scenario("pep748:certificate:empty", "pep748:private-key:empty", drivers="buffer", sweep="none")
def a_certificate_comes_from_somewhere(subject, peer):
    """A Certificate and a PrivateKey of nothing are refused."""
    tls = subject.thing("tls")
    return [
        tls.has("TLSClientConfiguration").returns(),
        tls.calls("Certificate").raises(MISUSE),
        tls.calls("PrivateKey").raises(MISUSE),
        handshake(subject, peer),
    ]


@scenario("pep748:trust-store:system", drivers="buffer", sweep="none")
def the_systems_trust_store_can_be_named(subject, peer):
    """TrustStore.system() stands for the system's trust database."""
    tls = subject.thing("tls")
    return [
        tls.has("TrustStore.system").keeps("system"),
        subject.does(py("isinstance", subject.thing("system").called(), tls.has("TrustStore"))).gives(True),
    ]


@scenario("pep748:signing-chain:fields", drivers="buffer", sweep="none")
def a_signing_chain_has_a_leaf_and_a_list(subject, peer):
    """SigningChain keeps its leaf; of no intermediates its chain is an empty list."""
    tls, chain = subject.thing("tls"), subject.thing("chain")
    return [
        tls.calls("SigningChain", ("the certificate", "the key")).keeps("chain"),
        chain.has("leaf").gives(("the certificate", "the key")),
        chain.has("chain").gives([]),
    ]


@scenario("pep748:next-protocol:values", drivers="buffer", sweep="none")
def next_protocols_are_named_by_their_bytes(subject, peer):
    """NextProtocol's members carry the identifiers of ALPN, in bytes."""
    tls = subject.thing("tls")
    return [
        tls.has("NextProtocol.H2.value").gives(b"h2"),
        tls.has("NextProtocol.HTTP1.value").gives(b"http/1.1"),
        tls.has("NextProtocol.STUN.value").gives(b"stun.nat-discovery"),
        subject.does(same(tls.calls("NextProtocol", b"h2"), tls.has("NextProtocol.H2"))).gives(True),
    ]


@scenario("pep748:cipher-suite:numbers", drivers="buffer", sweep="none")
def cipher_suites_are_their_numbers(subject, peer):
    """CipherSuite's members are the two octets of the TLS registry, and usable as the integers they are."""
    tls = subject.thing("tls")
    return [
        tls.has("CipherSuite.TLS_AES_128_GCM_SHA256").gives(0x1301),
        tls.has("CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").gives(0xC02B),
        tls.has("CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256").gives(0xCCA8),
    ]


@scenario("pep748:cipher-suite:integers", drivers="buffer", tls="1.2", sweep="none")
def a_suite_without_a_name_is_configured_by_its_number(subject, peer):
    """Everything that takes a CipherSuite takes its 16-bit number too: 0xC023 is in no enum."""
    suite = "ECDHE-ECDSA-AES128-SHA256"
    return [
        subject.configured(cipher=suite),
        handshake(subject, peer),
        subject.does(same(subject.thing("buffer").calls("cipher"), 0xC023)).gives(True),
    ]


@scenario("pep748:tls-version:ends", drivers="buffer", sweep="none")
def versions_have_open_ends(subject, peer):
    """TLSVersion has the two versions, and names for the lowest and the highest an implementation has."""
    tls = subject.thing("tls")
    names = ("MINIMUM_SUPPORTED", "TLSv1_2", "TLSv1_3", "MAXIMUM_SUPPORTED")
    return [
        *(tls.has("TLSVersion." + name).returns() for name in names),
        *(tls.has("TLSVersion." + name + ".name").gives(name) for name in names),
    ]


@scenario("pep748:errors:derived", drivers="buffer", sweep="none")
def all_errors_are_tls_errors(subject, peer):
    """Whoever catches TLSError has caught every error of the implementation; it is an Exception."""
    tls = subject.thing("tls")
    return [
        *_derived(subject, "WantReadError", "WantWriteError", "RaggedEOF"),
        subject.does(py("issubclass", tls.has("TLSError"), constant("Exception"))).gives(True),
    ]


@scenario("pep748:errors:configuration", drivers="buffer", sweep="none")
def a_refused_configuration_is_a_tls_error(subject, peer):
    """ConfigurationError, for what an implementation does not support, is a TLSError."""
    return _derived(subject, "ConfigurationError")

"""Names: which certificates stand for the host or the address that a client wants."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    Actor,
    chain_file,
    handshake,
    in_turn,
    payload,
    py,
    reconnect,
    scenario,
    together,
)


def _named(*requires: str):
    """A client wants somebody, and a server shows what it has."""
    return scenario(*requires, roles="client", sweep="none")


def _wants(subject: Actor, peer: Actor, name: str, certificate: str):
    return [subject.configured(server_name=name), peer.configured(certificate=certificate)]


def _talk(subject: Actor, peer: Actor):
    """The handshake, and a little data to show that it holds."""
    data = payload(100)
    return [handshake(subject, peer), subject.writes(data), peer.reads_exactly(data)]


def _refuses(subject: Actor, peer: Actor):
    """The client refuses the server's certificate, and the server's handshake or its next read fails."""
    return [together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything())]


# -- addresses ----------------------------------------------------------------------------------------------


@_named("python:names:ip-address")
def an_address_matches_its_certificate(subject, peer):
    """A client that wants 127.0.0.1 believes a certificate for this address."""
    return [*_wants(subject, peer, "127.0.0.1", "ip"), *_talk(subject, peer)]


@_named("python:names:ip-address")
def an_address_is_compared_as_a_number(subject, peer):
    """The address 0::0001 is ::1: the certificate has the number, not one way to write it."""
    return [*_wants(subject, peer, "0::0001", "ip"), *_talk(subject, peer)]


@_named("python:names:ip-mismatch")
def another_address_is_refused(subject, peer):
    """A certificate for 127.0.0.1 is none for 127.0.0.2."""
    return [*_wants(subject, peer, "127.0.0.2", "ip"), *_refuses(subject, peer)]


@_named("python:names:ip-mismatch")
def another_address_of_version_6_is_refused(subject, peer):
    """A certificate for ::1 is none for ::2, and what is no server_name is checked all the same."""
    return [*_wants(subject, peer, "::2", "ip"), *_refuses(subject, peer)]


@_named("python:names:ip-is-no-host")
def an_address_is_no_host_name(subject, peer):
    """A certificate whose host name reads 127.0.0.1 is none for the address: no authority checked that."""
    return [*_wants(subject, peer, "127.0.0.1", "ip-as-dns"), *_refuses(subject, peer)]


@_named("python:names:ip-not-sent")
def an_address_is_not_sent(subject, peer):
    """A client that wants an address sends no server_name: RFC 6066 has host names there and nothing else."""
    return [
        *_wants(subject, peer, "127.0.0.1", "ip"),
        peer.configured(notes_name=True),
        handshake(subject, peer),
        peer.tells("server_name").gives(None),
    ]


# -- wildcards ----------------------------------------------------------------------------------------------


@_named("python:names:wildcard", "rfc6125:6.4.3:wildcards")
def a_wildcard_is_one_label(subject, peer):
    """A certificate for *.harness.example is one for www.harness.example, in any case."""
    return [*_wants(subject, peer, "WWW.harness.example", "wildcard"), *_talk(subject, peer)]


@_named("python:names:wildcard-depth", "rfc6125:6.4.3:wildcards")
def a_wildcard_is_not_two_labels(subject, peer):
    """A certificate for *.harness.example is none for a.b.harness.example, which somebody else may run."""
    return [*_wants(subject, peer, "a.b.harness.example", "wildcard"), *_refuses(subject, peer)]


@_named("python:names:wildcard-depth", "rfc6125:6.4.3:wildcards")
def a_wildcard_is_not_nothing(subject, peer):
    """A certificate for *.harness.example is none for harness.example itself."""
    return [*_wants(subject, peer, "harness.example", "wildcard"), *_refuses(subject, peer)]


@_named("python:names:wildcard-partial")
def a_wildcard_is_a_whole_label(subject, peer):
    """A certificate for w*.harness.example is one for nobody: such patterns match more than they seem to."""
    return [*_wants(subject, peer, "www.harness.example", "partial-wildcard"), *_refuses(subject, peer)]


# -- whole names --------------------------------------------------------------------------------------------


@_named("python:names:whole")
def a_longer_name_is_another(subject, peer):
    """A certificate for localhost is none for localhost.example, which begins with it."""
    return [*_wants(subject, peer, "localhost.example", "ecdsa"), *_refuses(subject, peer)]


@_named("python:names:whole")
def a_shorter_name_is_another(subject, peer):
    """A certificate for localhost is none for host, which is a part of it."""
    return [*_wants(subject, peer, "host", "ecdsa"), *_refuses(subject, peer)]


@_named("python:names:idn")
def an_international_name_is_sent_and_matched(subject, peer):
    """The host bücher.example is sent and matched as xn--bcher-kva.example, as the wire has it."""
    return [
        *_wants(subject, peer, "b\u00fccher.example", "idn"),
        peer.configured(notes_name=True),
        *_talk(subject, peer),
        peer.tells("server_name").gives("xn--bcher-kva.example"),
    ]


# -- common names -------------------------------------------------------------------------------------------


@_named("python:names:common-name")
def a_common_name_counts_alone(subject, peer):
    """A certificate without alternative names stands for its common name, as old devices need it."""
    return [*_wants(subject, peer, "localhost", "no-san"), *_talk(subject, peer)]


@_named("python:names:common-name-off")
def a_common_name_can_be_ruled_out(subject, peer):
    """With hostname_checks_common_name False a certificate without alternative names stands for nobody."""
    return [
        *_wants(subject, peer, "localhost", "no-san"),
        subject.context.sets("hostname_checks_common_name", False),
        reconnect(),
        *_refuses(subject, peer),
    ]


@_named("python:names:common-name-beside")
def a_common_name_does_not_count_beside_others(subject, peer):
    """A certificate for elsewhere.example is none for its common name, localhost."""
    return [*_wants(subject, peer, "localhost", "name-beside-san"), *_refuses(subject, peer)]


@_named("python:names:common-name-alone")
def what_is_said_of_common_names_changes_nothing_else(subject, peer):
    """Whatever hostname_checks_common_name is set to, patterns and addresses are compared as before."""
    refused = (
        ("www.harness.example", "partial-wildcard"),
        ("localhost", "name-beside-san"),
        ("127.0.0.1", "ip-as-dns"),
    )
    return in_turn(
        [
            *_wants(subject, peer, name, certificate),
            subject.context.sets("hostname_checks_common_name", counts),
            reconnect(),
            *_refuses(subject, peer),
        ]
        for counts in (True, False)
        for name, certificate in refused
    )


# -- how it is told, and how strictly certificates are read -------------------------------------------------


@_named("python:names:strict")
def a_strict_client_wants_the_issuers_key_named(subject, peer):
    """VERIFY_X509_STRICT refuses a certificate that does not name its issuer's key; others accept it."""
    flags, strict = subject.context.has("verify_flags"), subject.ssl.has("VERIFY_X509_STRICT")
    return [
        *_wants(subject, peer, "localhost", "no-aki"),
        *_talk(subject, peer),
        subject.context.sets("verify_flags", py("operator.or_", flags, strict)),
        reconnect(),
        *_refuses(subject, peer),
    ]


@_named("python:names:partial-chain")
def a_single_certificate_can_be_trusted(subject, peer):
    """With VERIFY_X509_PARTIAL_CHAIN a server's own certificate is an anchor, and without it is none."""
    flags, partial = subject.context.has("verify_flags"), subject.ssl.has("VERIFY_X509_PARTIAL_CHAIN")
    return [
        subject.configured(trust="nothing"),
        subject.context.sets("verify_flags", py("operator.and_", flags, py("operator.invert", partial))),
        subject.context.calls("load_verify_locations", chain_file("ecdsa")),
        reconnect(),
        *_refuses(subject, peer),
        subject.context.sets("verify_flags", py("operator.or_", flags, partial)),
        reconnect(),
        *_talk(subject, peer),
    ]


@scenario("python:names:error", roles="client", drivers="bio sockets", sweep="none")
def a_refused_address_says_so(subject, peer):
    """An address that the certificate lacks raises SSLCertVerificationError, errno SSL_ERROR_SSL, code 64."""
    return [
        *_wants(subject, peer, "127.0.0.1", "ecdsa"),
        together(
            subject.handshakes().raises(
                CERTIFICATE_REJECTED, exception="SSLCertVerificationError", errno=1, verify_code=64
            ),
            peer.handshakes().raises(PROTOCOL_ERROR),
        ),
    ]

"""Requests for authentication behind the handshake (RFC 8446 section 4.6.2)."""

from harness.scenario import PROTOCOL_ERROR, handshake, wire_scenario

SCHEMES = "extension(signature_algorithms, vector(2, u16(rsa_pss_rsae_sha256) + u16(ecdsa_secp256r1_sha256)))"


@wire_scenario("rfc8446:4.6.2:not-offered", roles="client", tls="1.3")
def a_request_that_was_not_invited_is_refused(subject, peer):
    """CertificateRequest to a client that sent no post_handshake_auth: unexpected_message."""
    return [
        handshake(subject, peer),
        peer.injects(f"message(certificate_request, vector(1, b'one') + vector(2, {SCHEMES}))"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("unexpected_message"),
    ]


@wire_scenario("rfc8446:4.6.2:answered", roles="client", tls="1.3")
def a_request_that_was_invited_is_answered(subject, peer):
    """CertificateRequest to a client that sent post_handshake_auth is answered under the same context."""
    return [
        subject.configured(post_handshake_auth=True),
        handshake(subject, peer),
        peer.injects(
            f"message(certificate_request, vector(1, b'one') + vector(2, {SCHEMES}))",
            "record(application_data, b'more')",
        ),
        subject.reads(100).gives(b"more"),
        subject.sends("certificate.context == b'one'"),
        subject.sends("finished_2"),
    ]


@wire_scenario("rfc8446:4.6.2:schemes", roles="client", tls="1.3")
def a_request_without_schemes_is_refused(subject, peer):
    """CertificateRequest without signature_algorithms ends the connection: missing_extension."""
    return [
        subject.configured(post_handshake_auth=True),
        handshake(subject, peer),
        peer.injects("message(certificate_request, vector(1, b'one') + vector(2, b''))"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("missing_extension"),
    ]

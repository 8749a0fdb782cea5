"""A client's Certificate and CertificateVerify: asked for, whole, proved (RFC 8446 4.4, RFC 5246 7.4.8)."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    accepted_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)


def _asks(subject, peer, verify="required"):
    """The subject asks for a certificate, and the peer has one."""
    return [subject.configured(verify=verify), peer.configured(certificate="client")]


@wire_scenario("rfc8446:4.4.2.4:client-empty", roles="server", tls="1.3")
def tls13_an_empty_certificate_is_refused_where_one_is_required(subject, peer):
    """A client that presents nothing to a server that insists gets certificate_required."""
    failing = subject.handshakes().raises(CERTIFICATE_REJECTED, PROTOCOL_ERROR)
    return [
        *_asks(subject, peer),
        peer.forges("certificate.entries = []", "del certificate_verify"),
        together(failing, peer.handshakes().anything()),
        subject.alerts("certificate_required"),
    ]


@wire_scenario("rfc5246:7.4.6:empty", roles="server", tls="1.2")
def tls12_an_empty_certificate_is_refused_where_one_is_required(subject, peer):
    """A client that presents nothing to a server that insists gets handshake_failure."""
    failing = subject.handshakes().raises(CERTIFICATE_REJECTED, PROTOCOL_ERROR)
    return [
        *_asks(subject, peer),
        peer.forges("certificate.entries = []", "del certificate_verify"),
        together(failing, peer.handshakes().anything()),
        subject.alerts("handshake_failure"),
    ]


@wire_scenario("rfc8446:4.4.2.4:client-optional", roles="server")
def an_empty_certificate_is_accepted_where_one_is_optional(subject, peer):
    """A server that only would like a certificate goes on without one, and knows nobody."""
    return [
        *_asks(subject, peer, "optional"),
        peer.forges("certificate.entries = []", "del certificate_verify"),
        handshake(subject, peer),
        subject.tells("peer_certificate").gives(None),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.4.3:client-proof", roles="server")
def a_certificate_without_proof_is_refused(subject, peer):
    """A client's Certificate without CertificateVerify proves nothing: unexpected_message."""
    steps = [peer.forges("del certificate_verify"), *refused(subject, peer, "unexpected_message")]
    return [*_asks(subject, peer), *steps]


@wire_scenario("rfc8446:4.4.3:proof-of-nothing", roles="server")
def a_proof_without_certificate_is_refused(subject, peer):
    """CertificateVerify behind an empty Certificate is out of place: unexpected_message."""
    steps = [peer.forges("certificate.entries = []"), *refused(subject, peer, "unexpected_message")]
    return [*_asks(subject, peer, "optional"), *steps]


@wire_scenario("rfc8446:4.4.2:client-unasked", roles="server", tls="1.3")
def tls13_a_certificate_nobody_asked_for_is_refused(subject, peer):
    """A client may send Certificate only if it was asked: unexpected_message."""
    lie = "before(finished, hashed(certificate, b'\\0' + u24(0)))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc5246:7.4.6:unasked", roles="server", tls="1.2")
def tls12_a_certificate_nobody_asked_for_is_refused(subject, peer):
    """A client may send Certificate only if it was asked: unexpected_message."""
    lie = "before(client_key_exchange, hashed(certificate, u24(0)))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:4.4.2:client-left-out", roles="server")
def a_certificate_that_was_asked_for_may_not_be_left_out(subject, peer):
    """A client that was asked answers, if only with an empty Certificate: unexpected_message without."""
    lies = ["del certificate", "del certificate_verify"]
    return [
        *_asks(subject, peer, "optional"),
        peer.forges(*lies),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc8446:4.4.3:client-signature", roles="server")
def a_clients_signature_that_does_not_verify_is_refused(subject, peer):
    """A wrong signature in a client's CertificateVerify ends the handshake with decrypt_error."""
    lies = [
        "certificate_verify.signature[-1] ^= 1",
        "certificate_verify.signature += b'\\0'",
        "certificate_verify.signature = b'0' * 71",
    ]
    return [*_asks(subject, peer), *refused_each(subject, peer, lies, "decrypt_error")]


@wire_scenario("rfc8446:4.4.3:client-form", roles="server")
def a_malformed_client_certificate_verify_is_refused(subject, peer):
    """A client's CertificateVerify that is cut or too long for its parts is refused: decode_error."""
    lies = [
        "certificate_verify.body = b''",
        "certificate_verify.body += b'\\0'",
        "certificate_verify.signature.length += 1",
    ]
    return [*_asks(subject, peer), *refused_each(subject, peer, lies, "decode_error")]


@wire_scenario("rfc8446:4.4.3:client-scheme", roles="server", tls="1.3")
def tls13_a_clients_scheme_that_does_not_belong_is_refused(subject, peer):
    """A client's scheme that was not asked for, is of TLS 1.2 or of another key: illegal_parameter."""
    schemes = ("0xfefe", "GREASE", "rsa_pkcs1_sha256", "ecdsa_sha1", "rsa_pss_rsae_sha256", "ed25519")
    lies = [f"certificate_verify.scheme = {scheme}" for scheme in schemes]
    return [*_asks(subject, peer), *refused_each(subject, peer, lies, "illegal_parameter")]


@wire_scenario("rfc8446:4.4.3:client-scheme", roles="server", tls="1.3")
def tls13_a_clients_rsa_key_signs_with_pss_only(subject, peer):
    """A client's RSA signature of the old padding, though properly made, is refused: illegal_parameter."""
    schemes = ("rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512")
    lies = [f"certificate_verify.scheme = {scheme}" for scheme in schemes]
    asks = [subject.configured(verify="required"), peer.configured(certificate="rsa")]
    return [*asks, *refused_each(subject, peer, lies, "illegal_parameter")]


@wire_scenario("rfc5246:7.4.8:scheme", roles="server", tls="1.2")
def tls12_a_clients_scheme_that_was_not_asked_for_is_refused(subject, peer):
    """A client's signature algorithm must be one of the CertificateRequest's: illegal_parameter."""
    schemes = ("0xfefe", "rsa_pkcs1_md5", "rsa_pkcs1_sha256")
    lies = [f"certificate_verify.scheme = {scheme}" for scheme in schemes]
    return [
        *_asks(subject, peer),
        *refused_each(subject, peer, lies, "illegal_parameter", "handshake_failure", "decrypt_error"),
    ]


@wire_scenario("rfc5246:7.4.8:scheme", roles="server", tls="1.2")
def tls12_a_clients_weak_scheme_is_refused_before_it_is_tried(subject, peer):
    """A good signature with MD5, which no request names, is refused for its scheme: illegal_parameter."""
    return [
        *_asks(subject, peer),
        peer.configured(certificate="rsa"),
        peer.forges("certificate_verify.scheme = rsa_pkcs1_md5"),  # and signed so
        *refused(subject, peer, "illegal_parameter", "handshake_failure"),
    ]


@wire_scenario("rfc8446:4.4.2:client-form", roles="server")
def a_malformed_client_certificate_is_refused(subject, peer):
    """A client's Certificate that is cut, or longer than its list, is refused: decode_error."""
    lies = ["certificate.body = b''", "certificate.body += b'\\0'", "certificate.entries.length += 1"]
    return [*_asks(subject, peer), *refused_each(subject, peer, lies, "decode_error")]


@wire_scenario("rfc8446:4.4.2:client-context", roles="server", tls="1.3")
def tls13_a_context_that_was_not_asked_is_refused(subject, peer):
    """A client's Certificate repeats the request's context, which is empty: illegal_parameter at best."""
    lie = "certificate.context = b'another'"
    return [
        *_asks(subject, peer),
        peer.forges(lie),
        *refused(subject, peer, "illegal_parameter", "decode_error", "unexpected_message"),
    ]


@wire_scenario("rfc8446:4.4.2:client-chain", roles="server")
def a_clients_chain_may_hold_more_than_it_needs(subject, peer):
    """A certificate that is not needed does no harm."""
    return [*_asks(subject, peer), *accepted_each(subject, peer, ["repeat(certificate.entries[-1])"])]


@wire_scenario("rfc8446:4.3.2:sent", roles="server", tls="1.3")
def tls13_a_request_has_no_context_and_names_schemes(subject, peer):
    """A server's own CertificateRequest has an empty context in the handshake, and names its schemes."""
    return [
        *_asks(subject, peer),
        peer.forges("certificate.body ^= 0"),
        handshake(subject, peer),
        subject.sends("certificate_request.context == b''"),
        subject.sends("len(certificate_request.extensions[signature_algorithms].schemes) > 0"),
        reconnect(),
        handshake(subject, peer),
        subject.continues(),
    ]

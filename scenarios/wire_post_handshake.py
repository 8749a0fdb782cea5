"""Authentication behind the handshake (RFC 8446 section 4.6.2): a client that is asked for its certificate.

The peer verifies the answer: its context, the signature, Finished, and that nothing came between. What is
wrong with it shows in `continues`, as a failure of the peer's.
"""

from harness.scenario import PROTOCOL_ERROR, certificate, handshake, together, wire_scenario

SCHEMES = "extension(signature_algorithms, vector(2, u16(rsa_pss_rsae_sha256) + u16(ecdsa_secp256r1_sha256)))"


def _ready(subject, peer, shown="client", verify="required"):
    """A client that offered to show its certificate, and a server that may ask for it later."""
    return [
        subject.configured(certificate=shown, post_handshake_auth=True),
        peer.configured(verify=verify, post_handshake_auth=True),
        handshake(subject, peer),
    ]


def _asked(subject, peer, data=b"who are you?"):
    """The peer asks, and the subject comes upon the request as it reads."""
    return [peer.requests_certificate(), together(peer.writes(data), subject.reads_exactly(data))]


def _known(subject, peer):
    """The answer was right: the peer goes on, and knows the client."""
    return [subject.continues(), peer.tells("peer_certificate").gives(certificate("client"))]


def _refused(subject, peer, lie, *alerts):
    """The peer's request is a lie, and the subject ends the connection over it."""
    return [
        *_ready(subject, peer),
        peer.forges(lie),
        peer.requests_certificate(),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts(*alerts),
    ]


# -- how it goes --------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.6.2:request", "rfc8446:4.6.2:consecutive", roles="client", tls="1.3")
def an_answer_proves_who_it_is(subject, peer):
    """A client that offered it answers with Certificate, CertificateVerify and Finished, which all fit.

    They follow one another, with nothing between, whatever the client wrote before.
    """
    return [
        *_ready(subject, peer),
        peer.tells("peer_certificate").gives(None),
        subject.writes(b"before"),
        *_asked(subject, peer),
        peer.reads_exactly(b"before"),
        *_known(subject, peer),
        subject.sends("certificate.context == peer.certificate_request.context"),
        subject.sends("len(certificate.context) == 32"),
    ]


@wire_scenario("rfc8446:4.6.2:request", roles="client", tls="1.3")
def a_split_request_is_answered(subject, peer):
    """A CertificateRequest in records of one byte is answered as any other."""
    return [
        *_ready(subject, peer),
        peer.forges("split(certificate_request, 1)"),
        *_asked(subject, peer),
        *_known(subject, peer),
    ]


@wire_scenario("rfc8446:4.3.2:unknown-extensions", roles="client", tls="1.3")
def unknown_extensions_of_a_request_are_ignored(subject, peer):
    """A CertificateRequest with an extension nobody knows, and one of GREASE, is answered."""
    return [
        *_ready(subject, peer),
        peer.forges("certificate_request.extensions[0:0] = [extension(0xfefe, b'new'), extension(GREASE)]"),
        *_asked(subject, peer),
        *_known(subject, peer),
    ]


@wire_scenario("rfc8446:4.6.2:each", roles="client", tls="1.3")
def two_requests_at_once_are_both_answered(subject, peer):
    """Requests that come one upon the other are answered each under its own context, in any order."""
    asked = "[peer.certificate_request.context, peer.certificate_request_2.context]"
    return [
        *_ready(subject, peer),
        peer.requests_certificate(),
        *_asked(subject, peer),
        *_known(subject, peer),
        subject.sends(f"set([certificate.context, certificate_2.context]) == set({asked})"),
    ]


@wire_scenario("rfc8446:4.6.2:each", roles="client", tls="1.3")
def a_known_client_is_asked_again(subject, peer):
    """A request behind the first answer is answered too: the transcript begins with the handshake again."""
    return [
        *_ready(subject, peer),
        *_asked(subject, peer),
        *_known(subject, peer),
        *_asked(subject, peer, b"still you?"),
        *_known(subject, peer),
        subject.sends("certificate_2.context == peer.certificate_request_2.context"),
    ]


@wire_scenario("rfc8446:4.4:later-key", roles="client", tls="1.3")
def an_answer_is_made_with_the_newest_keys(subject, peer):
    """Behind a KeyUpdate, Finished of the answer is made with the client's newest traffic secret."""
    return [
        *_ready(subject, peer),
        peer.updates_keys(request=True),
        together(peer.writes(b"new keys"), subject.reads_exactly(b"new keys")),
        subject.continues(),
        subject.sends("key_update"),
        *_asked(subject, peer),
        *_known(subject, peer),
    ]


# -- with nothing to show -----------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.6.2:nothing", roles="client", tls="1.3")
def a_client_without_a_certificate_says_so(subject, peer):
    """A client that offered to answer and has no certificate answers with none, and a Finished."""
    return [
        *_ready(subject, peer, shown=None, verify="optional"),
        *_asked(subject, peer),
        subject.continues(),
        peer.tells("peer_certificate").gives(None),
        subject.sends("certificate.context == peer.certificate_request.context"),
        subject.sends("len(certificate.entries) == 0"),
        subject.sends("finished_2"),
        subject.never_sends("certificate_verify"),
    ]


@wire_scenario("rfc8446:4.6.2:nothing", roles="client", tls="1.3")
def a_client_without_a_fitting_scheme_says_so(subject, peer):
    """A client that cannot sign as the request wants answers without a certificate."""
    return [
        *_ready(subject, peer, verify="optional"),
        peer.forges("certificate_request.extensions[signature_algorithms].schemes = [ed448]"),
        *_asked(subject, peer),
        subject.continues(),
        subject.sends("len(certificate.entries) == 0"),
        subject.sends("finished_2"),
        subject.never_sends("certificate_verify"),
    ]


# -- requests in disorder -----------------------------------------------------------------------------------


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


@wire_scenario("rfc8446:4.3.2:later-form", roles="client", tls="1.3")
def a_later_request_with_trailing_bytes_is_refused(subject, peer):
    """A byte behind the extensions of a CertificateRequest after the handshake: decode_error."""
    return _refused(subject, peer, "certificate_request.body += b'\\0'", "decode_error")


@wire_scenario("rfc8446:4.3.2:later-form", roles="client", tls="1.3")
def a_later_request_with_a_context_too_long_is_refused(subject, peer):
    """A context whose length reaches beyond the CertificateRequest: decode_error."""
    return _refused(subject, peer, "certificate_request.context.length = 255", "decode_error")


@wire_scenario("rfc8446:4.3.2:later-twice", roles="client", tls="1.3")
def a_later_request_with_an_extension_twice_is_refused(subject, peer):
    """signature_algorithms twice in a CertificateRequest after the handshake: illegal_parameter.

    decode_error tolerated: section 4.2 names no alert for an extension that comes twice.
    """
    lie = "repeat(certificate_request.extensions[signature_algorithms])"
    return _refused(subject, peer, lie, "illegal_parameter", "decode_error")

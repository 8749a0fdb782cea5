"""Authentication behind the handshake (RFC 8446 section 4.6.2): a server, and answers to it."""

from harness.scenario import MISUSE, PROTOCOL_ERROR, certificate, handshake, together, wire_scenario

#: The alerts for a strange context: the RFC names none.
_STRANGE = ("illegal_parameter", "decode_error", "unexpected_message")


def _ready(subject, peer, verify="required"):
    """A server that may ask for a certificate later, and a client that has one and offered to show it."""
    return [
        subject.configured(verify=verify, post_handshake_auth=True),
        peer.configured(certificate="client", post_handshake_auth=True),
        handshake(subject, peer),
    ]


def _asked(subject, peer, data=b"who are you?"):
    """The subject asks, with its next data at the latest; the peer answers as it reads."""
    return [subject.requests_certificate(), together(subject.writes(data), peer.reads_exactly(data))]


def _known(subject, peer):
    """The answer was taken: the connection goes on, and the subject knows the client."""
    return [
        together(peer.writes(b"it is me"), subject.reads_exactly(b"it is me")),
        subject.tells("peer_certificate").gives(certificate("client")),
        subject.continues(),
    ]


def _refused(subject, peer, lie, *alerts):
    """The peer's answer is a lie, and the subject ends the connection over it."""
    return [
        *_ready(subject, peer),
        peer.forges(lie),
        *_asked(subject, peer),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts(*alerts),
    ]


# -- how it goes --------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.6.2:server", roles="server", tls="1.3")
def a_true_answer_is_taken(subject, peer):
    """The server knows nobody at first, and the client once it has answered; its request has a context."""
    return [
        *_ready(subject, peer),
        subject.tells("peer_certificate").gives(None),
        *_asked(subject, peer),
        *_known(subject, peer),
        subject.sends("len(certificate_request.context) > 0"),
    ]


@wire_scenario("rfc8446:4.6.2:offered", roles="server", tls="1.3")
def nobody_is_asked_who_did_not_offer_to_answer(subject, peer):
    """The client sent no post_handshake_auth: whoever wants it, the handshake holds the only request."""
    return [
        subject.configured(verify="required", post_handshake_auth=True),
        peer.configured(certificate="client"),
        peer.forges("del client_hello.extensions[post_handshake_auth]"),
        handshake(subject, peer),
        subject.requests_certificate().anything().or_raises(MISUSE),
        together(subject.writes(b"no questions"), peer.reads_exactly(b"no questions")),
        subject.sends("absent(certificate_request) or len(certificate_request.context) == 0"),
        subject.never_sends("certificate_request_2"),
    ]


@wire_scenario("rfc8446:4.3.2:unique", roles="server", tls="1.3")
def a_client_can_be_asked_twice(subject, peer):
    """A second request has a context of its own, and its answer is taken too."""
    return [
        *_ready(subject, peer),
        *_asked(subject, peer),
        *_known(subject, peer),
        *_asked(subject, peer, b"still you?"),
        *_known(subject, peer),
        subject.sends("certificate_request.context != certificate_request_2.context"),
    ]


@wire_scenario("rfc8446:4.6.2:data", roles="server", tls="1.3")
def data_before_an_answer_is_read(subject, peer):
    """Data the client sent before it came upon the request is read, and the answer behind it is taken."""
    return [
        *_ready(subject, peer),
        subject.requests_certificate(),
        together([subject.writes(b"who?"), subject.reads_exactly(b"busy")], peer.writes(b"busy")),
        peer.reads_exactly(b"who?"),
        *_known(subject, peer),
    ]


@wire_scenario("rfc8446:4.6.2:server", roles="server", tls="1.3")
def a_split_answer_is_taken(subject, peer):
    """An answer in records of one byte is taken as any other."""
    return [
        *_ready(subject, peer),
        peer.forges("split(every_message, 1)"),
        *_asked(subject, peer),
        *_known(subject, peer),
    ]


@wire_scenario("rfc8446:4.4:later-key", roles="server", tls="1.3")
def an_answer_with_the_newest_keys_is_taken(subject, peer):
    """Behind a KeyUpdate of the client, Finished of its answer is checked with the newest secret."""
    return [
        *_ready(subject, peer),
        peer.updates_keys(),
        together(peer.writes(b"new keys"), subject.reads_exactly(b"new keys")),
        *_asked(subject, peer),
        *_known(subject, peer),
    ]


@wire_scenario("rfc8446:4.6.2:server-nothing", roles="server", tls="1.3")
def nothing_to_show_is_enough_where_it_is_optional(subject, peer):
    """A server that can do without a certificate goes on after an answer without one."""
    return [
        *_ready(subject, peer, verify="optional"),
        peer.forges("certificate.entries = []", "del certificate_verify"),
        *_asked(subject, peer),
        together(peer.writes(b"nobody"), subject.reads_exactly(b"nobody")),
        subject.tells("peer_certificate").gives(None),
        subject.continues(),
    ]


# -- answers that are false ---------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.6.2:required", roles="server", tls="1.3")
def nothing_to_show_is_not_enough(subject, peer):
    """A server that requires a certificate refuses an answer without one: certificate_required."""
    return [
        *_ready(subject, peer),
        peer.forges("certificate.entries = []", "del certificate_verify"),
        *_asked(subject, peer),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("certificate_required"),
    ]


@wire_scenario("rfc8446:4.6.2:context", roles="server", tls="1.3")
def an_answer_under_another_context_is_refused(subject, peer):
    """An answer whose context is not that of the request is refused: illegal_parameter.

    decode_error and unexpected_message tolerated: the RFC fixes only that contexts tell requests apart.
    """
    return _refused(subject, peer, "certificate.context[0] ^= 1", *_STRANGE)


@wire_scenario("rfc8446:4.6.2:context", roles="server", tls="1.3")
def an_answer_without_a_context_is_refused(subject, peer):
    """An answer with an empty context, as in the handshake, is refused in the same way."""
    return _refused(subject, peer, "certificate.context = b''", *_STRANGE)


@wire_scenario("rfc8446:4.6.2:proof", roles="server", tls="1.3")
def an_answer_without_a_signature_is_refused(subject, peer):
    """A certificate without CertificateVerify: Finished in its place is an unexpected_message."""
    return _refused(subject, peer, "del certificate_verify", "unexpected_message")


@wire_scenario("rfc8446:4.6.2:proof", roles="server", tls="1.3")
def an_answer_with_a_false_signature_is_refused(subject, peer):
    """A signature of something else: decrypt_error."""
    return _refused(subject, peer, "certificate_verify.signature[-1] ^= 1", "decrypt_error")


@wire_scenario("rfc8446:4.6.2:scheme", roles="server", tls="1.3")
def an_answer_signed_as_nobody_asked_is_refused(subject, peer):
    """A true signature by a scheme the request did not list, ECDSA with SHA-1: illegal_parameter."""
    return _refused(subject, peer, "certificate_verify.scheme = ecdsa_sha1", "illegal_parameter")


@wire_scenario("rfc8446:4.6.2:finished", roles="server", tls="1.3")
def an_answer_with_a_false_finished_is_refused(subject, peer):
    """Finished that does not fit the transcript: decrypt_error."""
    return _refused(subject, peer, "finished.verify_data[0] ^= 1", "decrypt_error")


@wire_scenario("rfc8446:4.6.2:finished", roles="server", tls="1.3")
def an_answer_with_a_short_finished_is_refused(subject, peer):
    """Finished of the wrong length: decode_error, or decrypt_error for one that does not fit."""
    return _refused(subject, peer, "del finished.verify_data[-1:]", "decode_error", "decrypt_error")


@wire_scenario("rfc8446:4.6.2:interrupted", roles="server", tls="1.3")
def an_answer_without_finished_is_refused(subject, peer):
    """Data in place of Finished: unexpected_message, and the data is not read."""
    lie = "instead(finished, record(application_data, b'trust me'))"
    return _refused(subject, peer, lie, "unexpected_message")


@wire_scenario("rfc8446:4.6.2:interrupted", roles="server", tls="1.3")
def an_interrupted_answer_is_refused(subject, peer):
    """Data between Certificate and CertificateVerify: unexpected_message."""
    lie = "before(certificate_verify, record(application_data, b'between'))"
    return _refused(subject, peer, lie, "unexpected_message")


@wire_scenario("rfc8446:4.6.2:unasked", roles="server", tls="1.3")
def an_answer_nobody_asked_for_is_refused(subject, peer):
    """Certificate from a client that was not asked: unexpected_message."""
    return [
        *_ready(subject, peer),
        peer.injects("message(certificate, vector(1, b'') + vector(3, b''))"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("unexpected_message"),
    ]


@wire_scenario("rfc8446:4.6.2:unasked", roles="server", tls="1.3")
def a_second_answer_is_refused(subject, peer):
    """A second answer under a context that was answered already: unexpected_message.

    illegal_parameter tolerated: a context that is no longer known.
    """
    again = "message(certificate, vector(1, peer.certificate.context) + vector(3, b''))"
    return [
        *_ready(subject, peer),
        *_asked(subject, peer),
        *_known(subject, peer),
        peer.injects(again),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("unexpected_message", "illegal_parameter"),
    ]

"""Resumption in TLS 1.2: what is resumed, what not, what must not be (RFC 5246 7.3, RFC 5077, RFC 7627)."""

from harness.scenario import (
    PROTOCOL_ERROR,
    handshake,
    in_turn,
    reconnect,
    refused,
    together,
    wire_scenario,
)

_TICKET = "client_hello.extensions[session_ticket].ticket"


def _full_handshake(subject, peer):
    return [handshake(subject, peer), subject.continues()]


def _not_resumed(subject, peer):
    return [handshake(subject, peer), subject.tells("session_reused").gives(False), subject.continues()]


@wire_scenario("rfc5077:3.1:resumes", tls="1.2")
def a_ticket_is_resumed(subject, peer):
    """A client that offers its ticket is resumed, whatever the records its messages come in."""
    return [
        *_full_handshake(subject, peer),
        reconnect(resume=True),
        peer.forges("split(every_message, 20)"),
        handshake(subject, peer),
        subject.tells("session_reused").gives(True),
        subject.continues(),
    ]


@wire_scenario("rfc5077:3.4:unknown-ticket", roles="server", tls="1.2")
def an_unknown_ticket_leads_to_a_full_handshake(subject, peer):
    """A ticket that was changed, cut, or made up is no error: a full handshake follows, without alert."""
    lies = ("{}[-1] ^= 1", "{}[20] ^= 1", "del {}[-8:]", "{} = b'made up' * 20")
    return in_turn(
        [
            *_full_handshake(subject, peer),
            reconnect(resume=True),
            peer.forges(lie.format(_TICKET), "client_hello.session_id = b''"),
            *_not_resumed(subject, peer),
        ]
        for lie in lies
    )


@wire_scenario("rfc5246:7.3:unknown-session", roles="server", tls="1.2")
def an_unknown_session_id_leads_to_a_full_handshake(subject, peer):
    """A session ID the server never issued is no error: a full handshake follows."""
    return [peer.forges("client_hello.session_id = b'unknown' * 4"), *_not_resumed(subject, peer)]


@wire_scenario("rfc5246:7.4.1.2:resumed-suite", roles="server", tls="1.2")
def a_session_whose_suite_is_not_offered_is_not_resumed(subject, peer):
    """A client that offers a session without its suite: a full handshake, or illegal_parameter."""
    return [
        *_full_handshake(subject, peer),
        reconnect(resume=True),
        peer.forges("client_hello.cipher_suites = [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 0xff]"),
        together(subject.handshakes().raises(PROTOCOL_ERROR).or_gives(None), peer.handshakes().anything()),
        subject.alerts("illegal_parameter", None),
        subject.sends("len(alert) == 1 or not absent(server_key_exchange)"),
    ]


@wire_scenario("rfc5246:7.3:unsolicited", roles="client", tls="1.2")
def an_abbreviated_handshake_nobody_asked_for_is_refused(subject, peer):
    """A client that offered no session does not take ServerHello and Finished for one: unexpected_message."""
    omitted = ("certificate", "server_key_exchange", "server_hello_done")
    return [
        peer.forges(*(f"del {name}" for name in omitted[:2]), f"instead({omitted[2]}, ccs())"),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc5246:7.4.1.3:resumed-suite", roles="client", tls="1.2")
def a_resumption_with_another_suite_is_refused(subject, peer):
    """A server that resumes chooses the session's suite: another one is illegal_parameter."""
    masks = (1, 3, 4, 7, 0x1B, 0x1C, 0x1F)  # between those of ECDHE with AEAD, one of which it is
    return in_turn(
        [
            *_full_handshake(subject, peer),
            reconnect(resume=True),
            peer.forges(f"server_hello.cipher_suite ^= {mask}"),
            *refused(subject, peer, "illegal_parameter"),
        ]
        for mask in masks
    )


@wire_scenario("rfc5246:7.4.1.3:resumed-version", roles="client", tls="1.2")
def a_resumption_with_another_version_is_refused(subject, peer):
    """A server that resumes in another version is refused: protocol_version, or illegal_parameter."""
    lies = ["server_hello.legacy_version = 0x0302", "server_hello.legacy_version = 0x0301"]
    return in_turn(
        [
            *_full_handshake(subject, peer),
            reconnect(resume=True),
            peer.forges(lie),
            *refused(subject, peer, "protocol_version", "illegal_parameter"),
        ]
        for lie in lies
    )


@wire_scenario("rfc5246:7.4.9:resumed", tls="1.2")
def a_wrong_finished_of_a_resumption_is_refused(subject, peer):
    """In an abbreviated handshake Finished is checked as in a full one: decrypt_error."""
    return [
        *_full_handshake(subject, peer),
        reconnect(resume=True),
        peer.forges("finished.verify_data ^= 1"),
        *refused(subject, peer, "decrypt_error"),
    ]


# -- what a fatal alert leaves behind ----------------------------------------------------------------------

_BY_ID = "del client_hello.extensions[session_ticket]"


def _comes_again_after(subject, peer, end):
    """A connection of a client that takes no ticket, which ends so; the session is offered by its ID then."""
    return [
        peer.forges(_BY_ID),
        *_full_handshake(subject, peer),
        peer.injects(end),
        subject.reads(100).raises(PROTOCOL_ERROR),
        reconnect(resume=True),
        peer.forges(_BY_ID),
        *_not_resumed(subject, peer),
    ]


# A ticket is the client's, and a server that keeps nothing cannot forget it.
@wire_scenario("rfc5246:7.2.2:forgotten", roles="server", tls="1.2")
def a_session_that_the_client_failed_is_not_resumed(subject, peer):
    """After the client's fatal alert its session ID is forgotten: a full handshake."""
    return _comes_again_after(subject, peer, "alert(fatal, internal_error)")


@wire_scenario("rfc5246:7.2.2:forgotten", roles="server", tls="1.2")
def a_session_that_the_server_failed_is_not_resumed(subject, peer):
    """After a fatal alert of its own, for a record that does not verify, the ID is forgotten as well."""
    return _comes_again_after(subject, peer, "clear(application_data, b'0' * 64)")

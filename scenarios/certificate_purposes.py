"""Certificates that are valid, but not for this, or not any more: their purpose, and revocation."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    constant,
    handshake,
    reconnect,
    scenario,
    together,
)

# RFC 8446 section 6.2 has no alert for a wrong purpose but "unacceptable for some other reason".
_OF_PURPOSE = ("unsupported_certificate", "certificate_unknown", "bad_certificate")


def _hears(act: Act, alerts: tuple[str, ...]) -> Act:
    strict, *tolerated = alerts
    act = act.raises(PROTOCOL_ERROR, alert=strict)
    for alert in tolerated:
        act = act.or_raises(PROTOCOL_ERROR, alert=alert)
    return act


def _refuses(subject: Actor, peer: Actor, *alerts: str) -> Step:
    return together(subject.handshakes().raises(CERTIFICATE_REJECTED), _hears(peer.handshakes(), alerts))


def _heeds_revocations(subject: Actor) -> list[Step]:
    """From the next connection on the subject looks whether a certificate was revoked."""
    return [subject.context.sets("verify_flags", constant("ssl.VERIFY_CRL_CHECK_LEAF")), reconnect()]


@scenario("rfc5280:4.2.1.12:extended-key-usage", roles="client", sweep="none")
def a_certificate_for_clients_is_no_servers(subject, peer):
    """A server shows a certificate whose extended key usage names clients alone: it is refused."""
    return [peer.configured(certificate="for-clients"), _refuses(subject, peer, *_OF_PURPOSE)]


@scenario("rfc5280:4.2.1.12:extended-key-usage", roles="server", tls="1.2", sweep="none")
def tls12_a_certificate_for_servers_is_no_clients(subject, peer):
    """A client shows a certificate whose extended key usage names servers alone: it is refused."""
    return [
        peer.configured(certificate="for-servers"),
        subject.configured(verify="required"),
        _refuses(subject, peer, *_OF_PURPOSE),
    ]


@scenario("rfc5280:4.2.1.12:extended-key-usage", roles="server", tls="1.3", sweep="none")
def tls13_a_certificate_for_servers_is_no_clients(subject, peer):
    """A client shows a certificate whose extended key usage names servers alone: it is refused."""
    return [
        peer.configured(certificate="for-servers"),
        subject.configured(verify="required"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED),
            [peer.handshakes(), _hears(peer.reads(1), _OF_PURPOSE)],
        ),
    ]


@scenario("rfc5280:6.1.3:revocation", drivers="bio socket-nonblocking", roles="client", sweep="none")
def a_revoked_certificate_is_refused(subject, peer):
    """With VERIFY_CRL_CHECK_LEAF and the authority's list, a certificate on it is refused.

    bad_certificate and certificate_unknown are tolerated besides certificate_revoked.
    """
    return [
        peer.configured(certificate="revoked"),
        subject.configured(trust="revocations"),
        *_heeds_revocations(subject),
        _refuses(subject, peer, "certificate_revoked", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc5280:6.1.3:revocation", drivers="bio socket-nonblocking", roles="client", sweep="none")
def a_certificate_that_is_not_on_the_list_is_good(subject, peer):
    """With VERIFY_CRL_CHECK_LEAF and the authority's list, a certificate that is not on it serves."""
    return [
        subject.configured(trust="revocations"),
        *_heeds_revocations(subject),
        handshake(subject, peer),
        subject.continues(),
    ]


@scenario("rfc5280:6.1.3:revocation", drivers="bio socket-nonblocking", roles="client", sweep="none")
def without_the_list_nobody_is_believed_who_might_be_on_it(subject, peer):
    """VERIFY_CRL_CHECK_LEAF without a list of the authority's: nothing can be verified, so it is refused."""
    return [
        *_heeds_revocations(subject),
        _refuses(subject, peer, "unknown_ca", "certificate_unknown", "bad_certificate", "internal_error"),
    ]

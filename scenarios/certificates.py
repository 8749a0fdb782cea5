"""Certificates: which are believed, which are not, what the other end hears, and client authentication."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    certificate,
    handshake,
    in_turn,
    payload,
    scenario,
    together,
)


def _hears(act: Act, strict: str, *tolerated: str) -> Act:
    """The act fails with this alert of the other end's; RFC 8446 section 6.2 leaves room for some others."""
    act = act.raises(PROTOCOL_ERROR, alert=strict)
    for alert in tolerated:
        act = act.or_raises(PROTOCOL_ERROR, alert=alert)
    return act


def _refuses(subject: Actor, peer: Actor, strict: str, *tolerated: str) -> Step:
    """The subject refuses the server's certificate, and the server learns why."""
    return together(
        subject.handshakes().raises(CERTIFICATE_REJECTED), _hears(peer.handshakes(), strict, *tolerated)
    )


def _talk(one: Actor, other: Actor) -> list[Step]:
    data = payload(500)
    return [one.writes(data), other.reads_exactly(data), other.writes(data), one.reads_exactly(data)]


# -- the server's certificate -------------------------------------------------------------------------------


@scenario("rfc5246:7.4.2:certificate-types", "rfc8446:4.4.3:certificate-types", sweep="none")
def rsa_certificate_serves(client, server):
    """A server with an RSA key is as good as one with ECDSA; most of the web's certificates are such."""
    return [
        server.configured(certificate="rsa"),
        handshake(client, server),
        client.tells("peer_certificate").gives(certificate("rsa")),
        *_talk(client, server),
    ]


@scenario("rfc5280:6.1:trust-anchor", "python:ssl.CERT_REQUIRED:untrusted", roles="client", sweep="none")
def untrusted_issuer_is_refused(subject, peer):
    """A certificate of an unknown authority ends the handshake, or anybody could pose as the server."""
    return [
        peer.configured(certificate="untrusted"),
        _refuses(subject, peer, "unknown_ca", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc5280:6.1:trust-anchor", "python:ssl.CERT_OPTIONAL:client", roles="client", sweep="none")
def optional_is_no_less_for_a_client(subject, peer):
    """To a client CERT_OPTIONAL means what CERT_REQUIRED does: nobody unknown is believed."""
    return [
        subject.configured(verify="optional"),
        peer.configured(certificate="untrusted"),
        _refuses(subject, peer, "unknown_ca", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc5280:6.1:trust-anchor", "python:ssl.CERT_OPTIONAL:client", roles="client", sweep="none")
def optional_is_no_less_where_no_name_is_checked(subject, peer):
    """Nor does a client with CERT_OPTIONAL that checks no name believe what nobody it trusts has signed."""
    return [
        subject.configured(verify="optional", server_name=None),
        peer.configured(certificate="untrusted"),
        _refuses(subject, peer, "unknown_ca", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc5280:6.1:trust-anchor", "python:ssl.CERT_REQUIRED:no-anchors", roles="client", sweep="none")
def nobody_trusted_nobody_believed(subject, peer):
    """A client that was given no trust anchor believes no certificate at all."""
    return [
        subject.configured(trust="nothing"),
        _refuses(subject, peer, "unknown_ca", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc5280:6.1.3:validity", roles="client", sweep="none")
def expired_certificate_is_refused(subject, peer):
    """A certificate past its date is refused: its key may be in anybody's hands by now."""
    return [
        peer.configured(certificate="expired"),
        _refuses(subject, peer, "certificate_expired", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc5280:6.1.3:validity", roles="client", sweep="none")
def a_certificate_that_is_not_valid_yet_is_refused(subject, peer):
    """A certificate before its time is refused: RFC 8446 section 6.2 has the same alert for both."""
    return [
        peer.configured(certificate="early"),
        _refuses(subject, peer, "certificate_expired", "certificate_unknown", "bad_certificate"),
    ]


@scenario("rfc6125:6:server-identity", "python:ssl.check_hostname:mismatch", roles="client", sweep="none")
def certificate_for_another_host_is_refused(subject, peer):
    """A valid certificate of another host is refused, or any site's owner could pose as any other."""
    return [
        peer.configured(certificate="wrong-host"),
        _refuses(subject, peer, "bad_certificate", "certificate_unknown"),
    ]


@scenario("rfc6125:6:server-identity", "python:ssl.check_hostname:mismatch", roles="client", sweep="none")
def name_asked_for_is_the_name_checked(subject, peer):
    """The name the program asked for is checked, not the one the server would like to be called."""
    return [
        subject.configured(server_name="elsewhere.example"),
        _refuses(subject, peer, "bad_certificate", "certificate_unknown"),
    ]


@scenario("rfc6125:6.4.1:whole-name", "python:ssl.check_hostname:mismatch", roles="client", sweep="none")
def subdomain_is_another_host(subject, peer):
    """A certificate for a host is none for the hosts below it: names are compared whole."""
    return [
        subject.configured(server_name="sub.localhost"),
        _refuses(subject, peer, "bad_certificate", "certificate_unknown"),
    ]


@scenario("rfc6125:6.4.1:case", roles="client", sweep="none")
def host_names_have_no_case(subject, peer):
    """The host LOCALHOST is localhost: names that users type in capitals must connect."""
    return [
        subject.configured(server_name="LOCALHOST"),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario("python:ssl.CERT_NONE:anything-goes", roles="client", sweep="none")
def unverified_name_does_not_matter(subject, peer):
    """A client that opted out of verification connects to any name; tests and old devices depend on it."""
    return [
        subject.configured(verify="no"),
        peer.configured(certificate="wrong-host"),
        handshake(subject, peer),
        *_talk(subject, peer),
    ]


@scenario(
    "python:ssl.CERT_NONE:anything-goes",
    "python:ssl.getpeercert:unverified-der",
    roles="client",
    sweep="none",
)
def unverified_certificate_is_still_told(subject, peer):
    """Without verification the handshake completes, and the DER the server sent is there to be pinned."""
    return [
        subject.configured(verify="no", trust="nothing"),
        peer.configured(certificate="untrusted"),
        handshake(subject, peer),
        subject.tells("peer_certificate").gives(certificate("untrusted")),
        *_talk(subject, peer),
    ]


# -- the client's certificate -------------------------------------------------------------------------------


@scenario("rfc8446:4.4.2:client-certificate", "rfc5246:7.4.6:client-certificate", sweep="none")
def client_proves_who_it_is(client, server):
    """A server that requires a certificate gets the client's and knows who called."""
    return [
        client.configured(certificate="client"),
        server.configured(verify="required"),
        handshake(client, server),
        server.tells("peer_certificate").gives(certificate("client")),
        client.tells("peer_certificate").gives(certificate("ecdsa")),
        *_talk(client, server),
    ]


# What the bytes' arrival does to the other faces shows in shorter handshakes as well.
@scenario("rfc8446:4.4.2:client-certificate", "rfc5246:7.4.6:client-certificate", drivers="bio")
def client_proves_who_it_is_in_pieces(client, server):
    """The longer flights of client authentication, cut, joined or late, identify the client just the same."""
    return [
        client.configured(certificate="client"),
        server.configured(verify="required"),
        handshake(client, server),
        server.tells("peer_certificate").gives(certificate("client")),
    ]


@scenario("rfc8446:4.3.2:only-when-asked", "rfc5246:7.4.6:only-when-asked", sweep="none")
def client_is_not_identified_unasked(client, server):
    """A client shows its certificate only to a server that asks: others need not know who calls."""
    return [
        client.configured(certificate="client"),
        handshake(client, server),
        server.tells("peer_certificate").gives(None),
        *_talk(client, server),
    ]


@scenario("python:ssl.CERT_OPTIONAL:given", sweep="none")
def optional_certificate_is_told(client, server):
    """A server that takes certificates if there are any knows the client that has one."""
    return [
        client.configured(certificate="client"),
        server.configured(verify="optional"),
        handshake(client, server),
        server.tells("peer_certificate").gives(certificate("client")),
        *_talk(client, server),
    ]


@scenario("python:ssl.CERT_OPTIONAL:missing", "rfc8446:4.4.2:empty-certificate", sweep="none")
def optional_certificate_may_be_missing(client, server):
    """A server that takes certificates if there are any serves the client without one, as nobody."""
    return [
        server.configured(verify="optional"),
        handshake(client, server),
        server.tells("peer_certificate").gives(None),
        *_talk(client, server),
    ]


def _presents_untrusted(client: Actor, server: Actor, verify: str) -> list[Step]:
    return [client.configured(certificate="untrusted-client"), server.configured(verify=verify)]


_OF_UNTRUSTED = ("unknown_ca", "certificate_unknown", "bad_certificate")


@scenario("python:ssl.CERT_REQUIRED:untrusted-client", roles="server", tls="1.2", sweep="none")
def tls12_untrusted_client_is_refused(subject, peer):
    """A client certificate of an unknown authority opens no door, and the client learns why."""
    return [
        *_presents_untrusted(peer, subject, "required"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED), _hears(peer.handshakes(), *_OF_UNTRUSTED)
        ),
    ]


@scenario("rfc5280:6.1.3:validity", roles="server", sweep="none")
def an_expired_client_is_refused(subject, peer):
    """A server that wants a certificate takes none that is past its date, wherever it comes from."""
    return in_turn(
        [
            peer.configured(certificate="expired-client"),
            subject.configured(verify=verify),
            together(
                subject.handshakes().raises(CERTIFICATE_REJECTED),
                [peer.handshakes().anything(), peer.reads(1).anything()],
            ),
        ]
        for verify in ("required", "optional")
    )


@scenario("python:ssl.CERT_OPTIONAL:untrusted", roles="server", tls="1.2", sweep="none")
def tls12_optional_is_not_unchecked(subject, peer):
    """An optional certificate, once given, is checked: a forged identity is worse than none."""
    return [
        *_presents_untrusted(peer, subject, "optional"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED), _hears(peer.handshakes(), *_OF_UNTRUSTED)
        ),
    ]


@scenario("python:ssl.CERT_REQUIRED:untrusted-client", roles="server", tls="1.3", sweep="none")
def tls13_untrusted_client_is_refused(subject, peer):
    """A client certificate of an unknown authority opens no door; the client learns why when it reads."""
    return [
        *_presents_untrusted(peer, subject, "required"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED),
            [peer.handshakes(), _hears(peer.reads(1), *_OF_UNTRUSTED)],
        ),
    ]


@scenario("python:ssl.CERT_OPTIONAL:untrusted", roles="server", tls="1.3", sweep="none")
def tls13_optional_is_not_unchecked(subject, peer):
    """An optional certificate, once given, is checked: a forged identity is worse than none."""
    return [
        *_presents_untrusted(peer, subject, "optional"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED),
            [peer.handshakes(), _hears(peer.reads(1), *_OF_UNTRUSTED)],
        ),
    ]


@scenario(
    "rfc5246:7.4.6:handshake_failure",
    "python:ssl.CERT_REQUIRED:missing",
    roles="server",
    tls="1.2",
    sweep="none",
)
def tls12_nameless_client_is_refused(subject, peer):
    """A client without the certificate required is refused in the handshake, with handshake_failure."""
    return [
        subject.configured(verify="required"),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR),
            _hears(peer.handshakes(), "handshake_failure", "bad_certificate", "certificate_unknown"),
        ),
    ]


@scenario(
    "rfc8446:4.4.2.4:certificate_required",
    "python:ssl.CERT_REQUIRED:missing",
    roles="server",
    tls="1.3",
    sweep="none",
)
def tls13_nameless_client_is_refused(subject, peer):
    """A client without the certificate required is refused with certificate_required; it may come back."""
    return [
        subject.configured(verify="required"),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR),
            [peer.handshakes(), _hears(peer.reads(1), "certificate_required", "handshake_failure")],
        ),
    ]


@scenario(
    "rfc5246:7.4.6:handshake_failure",
    "python:ssl.SSLError:reason-names-alert",
    roles="client",
    tls="1.2",
    sweep="none",
)
def tls12_refused_client_learns_it_in_the_handshake(subject, peer):
    """A client refused for want of a certificate fails in do_handshake(), with the server's reason."""
    return [
        peer.configured(verify="required"),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR, alert="handshake_failure").or_raises(PROTOCOL_ERROR),
            peer.handshakes().raises(PROTOCOL_ERROR),
        ),
    ]


@scenario("rfc8446:4.4.4:verdict-after-finished", "python:ssl.read:refused-client", roles="client", tls="1.3")
def tls13_refused_client_learns_it_when_it_reads(subject, peer):
    """In TLS 1.3 a refused client's handshake has succeeded; its next read tells, instead of waiting on."""
    return [
        peer.configured(verify="required"),
        together(
            [
                subject.handshakes(),
                subject.reads(1)
                .raises(PROTOCOL_ERROR, alert="certificate_required")
                .or_raises(PROTOCOL_ERROR),
            ],
            peer.handshakes().raises(PROTOCOL_ERROR),
        ),
    ]


@scenario(
    "rfc8446:4.4.4:verdict-after-finished",
    "python:ssl.read:refused-client",
    roles="client",
    tls="1.3",
    sweep="none",
)
def tls13_distrusted_client_learns_it_when_it_reads(subject, peer):
    """A client whose certificate is not believed finds unknown_ca in its next read, not an endless wait."""
    return [
        *_presents_untrusted(subject, peer, "required"),
        together(
            [
                subject.handshakes(),
                subject.reads(1).raises(PROTOCOL_ERROR, alert="unknown_ca").or_raises(PROTOCOL_ERROR),
            ],
            peer.handshakes().raises(CERTIFICATE_REJECTED),
        ),
    ]

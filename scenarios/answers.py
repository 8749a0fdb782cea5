"""Answers that TLS owes while an application only reads: they leave at once, whatever layer is above TLS."""

from harness.scenario import (
    READ,
    certificate,
    handshake,
    scenario,
    together,
)


@scenario(
    "rfc8446:4.6.2:while-reading",
    drivers="socket asyncio streams",
    roles="client",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_who_reads_proves_who_it_is(subject, peer):
    """A client that is asked for its certificate while it reads answers, and reads on once it is known."""
    return [
        subject.configured(certificate="client", post_handshake_auth=True),
        peer.configured(verify="required", post_handshake_auth=True),
        handshake(subject, peer),
        peer.requests_certificate(),
        subject.reads(100).wants(READ),
        peer.reads(100).wants(READ),
        peer.tells("peer_certificate").gives(certificate("client")),
        peer.writes(b"welcome"),
        subject.reads(100).gives(b"welcome"),
    ]


@scenario(
    "rfc5246:7.4.1.1:while-reading",
    drivers="socket asyncio streams",
    roles="client",
    tls="1.2",
    peers="tlslite",
    sweep="none",
)
def tls12_who_reads_shakes_hands_again(subject, peer):
    """A client asked for another handshake while it reads does it, or declines, and reads on."""
    return [
        handshake(subject, peer),
        together(
            [peer.renegotiates().or_gives(value=False), peer.writes(b"welcome back")],
            subject.reads(100).gives(b"welcome back"),
        ),
    ]

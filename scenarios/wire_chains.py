"""Certificate lists that are long, in no order, or without end, and requests for a certificate's status."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    accepted_each,
    in_turn,
    together,
    wire_scenario,
)

#: A certificate that has to do with nobody: self-signed, of an Ed25519 key, for "other".
_OTHER = bytes.fromhex(
    "3081cb307fa003020102020101300506032b65703010310e300c06035504030c056f74686572301e170d323030313031"
    "3030303030305a170d3338303130313030303030305a3010310e300c06035504030c056f74686572302a300506032b65"
    "7003210019c1297b8eb9085bf3bbcc0fec9795db9ce995afdea644cda4b13fff449f229f300506032b65700341006c79"
    "248752f7915b0e0910f019b9b30f4f5abfbb2108027eedd381be783d832c557d4ad2e595151a0e0318af0f6f37cfd10c"
    "6c288612db35066567a8861bca0c"
)
_ENTRY_12, _ENTRY_13 = f"vector(3, {_OTHER!r})", f"(vector(3, {_OTHER!r}) + u16(0))"


@wire_scenario("rfc8446:4.4.2:any-order", roles="client")
def certificates_behind_the_leaf_come_in_any_order(subject, peer):
    """A chain of two authorities is good in any order, and with repetitions, if the leaf is first."""
    lies = [
        "move(certificate.entries[2], 1)",
        "repeat(certificate.entries[0])",
        "repeat(certificate.entries[1])",
    ]
    return [peer.configured(certificate="chain"), *accepted_each(subject, peer, lies)]


@wire_scenario("rfc8446:4.4.2:any-order", roles="client", tls="1.3")
def tls13_a_long_list_of_certificates_is_borne(subject, peer):
    """Eighty certificates that nobody needs stand behind the leaf, and do no harm."""
    return accepted_each(subject, peer, [f"certificate.entries += {_ENTRY_13} * 80"])


@wire_scenario("rfc8446:4.4.2:any-order", roles="client", tls="1.2")
def tls12_a_long_list_of_certificates_is_borne(subject, peer):
    """Eighty certificates that nobody needs stand behind the leaf, and do no harm."""
    return accepted_each(subject, peer, [f"certificate.entries += {_ENTRY_12} * 80"])


def _floods(subject, peer, entry):
    """A thousand certificates, then ten times as many: accepted or refused, but in bounded time."""
    opening = subject.handshakes().or_raises(PROTOCOL_ERROR, CERTIFICATE_REJECTED)
    return in_turn(
        [
            peer.forges(f"certificate.entries += {entry} * {count}"),
            together(opening, peer.handshakes().anything()),
        ]
        for count in (1000, 10_000)
    )


@wire_scenario("harness:bounded", roles="client", tls="1.3", sweep="none")
def tls13_a_flood_of_certificates_is_bounded(subject, peer):
    """A list of 200 kB, and one of 2 MB, is refused at some point, or read without undue work."""
    return _floods(subject, peer, _ENTRY_13)


@wire_scenario("harness:bounded", roles="client", tls="1.2", sweep="none")
def tls12_a_flood_of_certificates_is_bounded(subject, peer):
    """A list of 200 kB, and one of 2 MB, is refused at some point, or read without undue work."""
    return _floods(subject, peer, _ENTRY_12)


@wire_scenario("rfc8446:4.4.2:leaf-first", roles="client")
def an_authority_in_place_of_the_leaf_is_refused(subject, peer):
    """The sender's own certificate comes first: an authority's in its place is refused.

    Which alert it is, is left to the client: the certificate is a wrong one, or the signature is.
    """
    tolerated = ("illegal_parameter", "decrypt_error", "unknown_ca", "certificate_unknown")
    failing = subject.handshakes().raises(CERTIFICATE_REJECTED, PROTOCOL_ERROR)
    return [
        peer.configured(certificate="chain"),
        peer.forges("move(certificate.entries[0], -1)"),
        together(failing, peer.handshakes().anything()),
        subject.alerts("bad_certificate", "unsupported_certificate", *tolerated),
    ]


@wire_scenario("rfc6066:8:request-form", roles="server")
def a_malformed_status_request_is_refused_or_passed_over(subject, peer):
    """status_request that is empty, cut, or longer than its parts: decode_error, of a server that reads it.

    One that has no OCSP responses to give may pass the extension over, and goes on without a word.
    """
    lists = ("u8(1)", "u8(1) + u16(0)", "u8(1) + u16(5) + u16(0)", "u8(1) + u16(0) + u16(0) + b'x'")
    opening = subject.handshakes().or_raises(PROTOCOL_ERROR)
    return in_turn(
        [
            peer.forges(f"client_hello.extensions[0:0] = [extension(status_request, {data})]"),
            together(opening, peer.handshakes().anything()),
            subject.alerts("decode_error", None),
        ]
        for data in ("b''", *lists)
    )

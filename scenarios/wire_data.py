"""Application data on the wire: never before its time, and whole and in order in records of any size."""

from harness.scenario import (
    READ,
    handshake,
    payload,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)


@wire_scenario("rfc8446:5.1:data-before-finished")
def data_as_the_first_word_is_refused(subject, peer):
    """Application data in clear before anything else, empty or not, is refused: unexpected_message."""
    first = [peer.injects("clear(application_data, b'early')"), *refused(subject, peer, "unexpected_message")]
    empty = [peer.injects("clear(application_data, b'')"), *refused(subject, peer, "unexpected_message")]
    return [*first, reconnect(), *empty]


@wire_scenario("rfc8446:5.1:data-before-finished")
def data_before_finished_is_refused(subject, peer):
    """Protected application data before the peer's Finished fails the handshake: unexpected_message."""
    lie = "before(finished, record(application_data, b'early'))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:5.1:data-before-finished")
def empty_data_before_finished_is_refused(subject, peer):
    """The same of application data that is empty."""
    lie = "before(finished, record(application_data, b''))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:5.1:data-before-finished", roles="client", tls="1.3")
def tls13_data_before_the_certificate_is_refused(subject, peer):
    """Application data under the handshake's keys, before EncryptedExtensions or Certificate: refused."""
    early = "record(application_data, b'early')"
    return refused_each(
        subject,
        peer,
        [f"before(encrypted_extensions, {early})", f"before(certificate, {early})"],
        "unexpected_message",
    )


@wire_scenario("rfc8446:5.1:fragmentation")
def data_in_records_of_one_byte_arrives(subject, peer):
    """Data in records of a byte each arrives whole, as does data in records of other sizes."""
    return [
        handshake(subject, peer),
        peer.forges("split(application_data, 1)"),
        peer.writes(payload(200)),
        subject.reads_exactly(payload(200)),
        subject.continues(),
    ]


@wire_scenario("rfc8446:5.1:fragmentation", seeds=3)
def data_in_records_of_any_size_arrives(subject, peer, dice):
    """50 kB in records of 1, 2, 5, 100 and any number of bytes arrive whole and in order."""
    sizes = [1, 2, 5, 100, *(dice.randrange(1, 16385) for _ in range(3))]
    return [
        handshake(subject, peer),
        peer.forges(f"split(application_data, {sizes})"),
        peer.writes(payload(50_000)),
        subject.reads_exactly(payload(50_000)),
    ]


@wire_scenario("rfc8446:5.1:fragmentation", "rfc8446:5.4:padding", tls="1.3")
def tls13_data_arrives_between_updates_of_keys(subject, peer):
    """Data between KeyUpdates, in padded records, arrives whole and in order."""
    return [
        handshake(subject, peer),
        peer.forges("pad(application_data, 33)"),
        peer.writes(payload(5000, "one")),
        peer.updates_keys(),
        peer.writes(payload(5000, "two")),
        peer.updates_keys(request=True),
        peer.writes(payload(5000, "six")),
        subject.reads_exactly(payload(5000, "one") + payload(5000, "two") + payload(5000, "six")),
        subject.continues(),
    ]


@wire_scenario("rfc8446:5.1:plaintext-length")
def long_data_is_sent_in_records_within_the_limit(subject, peer):
    """200 kB written at once go out in records of at most 2^14 bytes, whole and in order."""
    return [
        handshake(subject, peer),
        subject.writes(payload(200_000)),
        peer.reads_exactly(payload(200_000)),
        subject.sends("len(application_data) >= 13"),
    ]


def _data_behind_the_handshake(subject, peer):
    """The peer writes as soon as its handshake is over, so that Finished and data may come in one piece."""
    return [
        together(subject.handshakes(), (peer.handshakes(), peer.writes(payload(100)))),
        subject.reads_exactly(payload(100)),
        subject.reads(100).wants(READ),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.4.4:data-after-finished", roles="server")
def data_right_behind_finished_is_read_after_the_handshake(subject, peer):
    """Data right behind the client's Finished, which may be cut in pieces, is there after the handshake."""
    cut = [reconnect(), peer.forges("split(finished, 5)"), *_data_behind_the_handshake(subject, peer)]
    return [*_data_behind_the_handshake(subject, peer), *cut]


@wire_scenario("rfc8446:4.4.4:data-after-finished", roles="client", tls="1.2")
def tls12_data_right_behind_the_servers_finished_is_read(subject, peer):
    """Data right behind the server's Finished, which may be cut in pieces, is there after the handshake."""
    cut = [reconnect(), peer.forges("split(finished, 5)"), *_data_behind_the_handshake(subject, peer)]
    return [*_data_behind_the_handshake(subject, peer), *cut]


@wire_scenario("rfc8446:4.4.4:half-rtt", roles="client", tls="1.3")
def tls13_data_before_the_clients_finished_is_read(subject, peer):
    """Data of a server that waits for no Finished of the client, as it may, is there after the handshake."""
    early = "after(finished, keys(next), record(application_data, b'half a round trip'))"
    return [
        peer.forges(early),
        handshake(subject, peer),
        subject.reads_exactly(b"half a round trip"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:5.3:sequence", sweep="none")
def more_records_than_a_byte_counts_are_sent(subject, peer):
    """Three hundred writes of a byte, and as many the other way: the sequence number has 64 bits."""
    writes = [subject.writes(b"x") for _ in range(300)]
    return [handshake(subject, peer), *writes, peer.reads_exactly(b"x" * 300), subject.continues()]

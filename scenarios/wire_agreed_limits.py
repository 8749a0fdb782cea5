"""Limits agreed on for the length of records: RFC 6066 section 4, RFC 8449.

A server is free to pass either extension over; what is demanded holds where it answered.
"""

from harness.scenario import (
    PROTOCOL_ERROR,
    Actor,
    Step,
    handshake,
    in_turn,
    payload,
    refused_each,
    together,
    wire_scenario,
)

_LONG = payload(3000)
_TOO_LONG = payload(513)
_FRAGMENTS = "client_hello.extensions[:0] = [extension(max_fragment_length, u8(1))]"
#: What is no number of two bytes.
_MALFORMED = (r"b''", r"b'\0'", r"b'\0\1\0'")
_RECORDS = "client_hello.extensions[record_size_limit].limit = 100"


def _keeps_to(subject, peer, asked, answer, most):
    """A server that writes a lot, in records of at most so many bytes where it gave this answer."""
    return [
        peer.forges(asked),
        handshake(subject, peer),
        together(subject.writes(_LONG), peer.reads_exactly(_LONG)),
        subject.sends(f"absent({answer}) or max(lengths(application_data)) <= {most}"),
    ]


@wire_scenario("rfc6066:4:fragments", roles="server", tls="1.2")
def tls12_a_server_keeps_to_the_fragment_length_it_agreed_to(subject, peer):
    """A client asks for fragments of at most 512 bytes; a server that agrees sends none that is longer."""
    return _keeps_to(subject, peer, _FRAGMENTS, "server_hello.extensions[max_fragment_length]", 512)


@wire_scenario("rfc6066:4:fragments", roles="server", tls="1.3")
def tls13_a_server_keeps_to_the_fragment_length_it_agreed_to(subject, peer):
    """A client asks for fragments of at most 512 bytes; a server that agrees sends none that is longer."""
    return _keeps_to(subject, peer, _FRAGMENTS, "encrypted_extensions.extensions[max_fragment_length]", 512)


@wire_scenario("rfc6066:4:fragments", roles="server", tls="1.2")
def tls12_a_fragment_longer_than_agreed_is_refused(subject, peer):
    """A client that got a server to agree to 512 bytes sends 513: record_overflow."""
    return [
        peer.forges(_FRAGMENTS),
        handshake(subject, peer),
        peer.injects(f"record(application_data, {_TOO_LONG!r})"),
        subject.reads(1000).raises(PROTOCOL_ERROR).or_gives(_TOO_LONG),
        subject.sends(
            "absent(server_hello.extensions[max_fragment_length]) or alert == [u8(2) + u8(record_overflow)]"
        ),
    ]


@wire_scenario("rfc8449:4:limit-sent", roles="server", tls="1.3")
def tls13_a_server_that_gives_a_record_size_limit_keeps_to_the_clients(subject, peer):
    """A client takes records of at most 100 bytes, the content type included; a server that gives a limit
    too sends none that is longer.
    """
    return _keeps_to(subject, peer, _RECORDS, "encrypted_extensions.extensions[record_size_limit]", 99)


@wire_scenario("rfc8449:4:limit-sent", roles="server", tls="1.2")
def tls12_a_server_that_gives_a_record_size_limit_keeps_to_the_clients(subject, peer):
    """A client takes records of at most 100 bytes; a server that gives a limit too sends none longer."""
    return _keeps_to(subject, peer, _RECORDS, "server_hello.extensions[record_size_limit]", 100)


@wire_scenario("rfc8449:4:limit-sent", roles="client", tls="1.3")
def tls13_a_client_that_gives_a_record_size_limit_keeps_to_the_servers(subject, peer):
    """A server takes records of at most 100 bytes, the content type included: a client that was given that
    in answer to its own limit sends none that is longer.
    """
    return [
        peer.forges("encrypted_extensions.extensions[record_size_limit].limit = 100"),
        handshake(subject, peer),
        together(subject.writes(_LONG), peer.reads_exactly(_LONG)),
        subject.sends("max(lengths(application_data)) <= 99"),
    ]


@wire_scenario("rfc8449:4:smallest", roles="client", tls="1.3")
def tls13_a_limit_below_64_bytes_is_refused(subject, peer):
    """A server that takes less than 64 bytes in a record is refused: illegal_parameter."""
    lies = [f"encrypted_extensions.extensions[record_size_limit].limit = {limit}" for limit in (63, 0)]
    return refused_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8449:4:smallest", roles="client", tls="1.2")
def tls12_a_limit_below_64_bytes_is_refused(subject, peer):
    """The same in a ServerHello: illegal_parameter."""
    lies = [f"server_hello.extensions[record_size_limit].limit = {limit}" for limit in (63, 0)]
    return refused_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8449:4:form", roles="client", tls="1.3")
def tls13_a_limit_of_no_two_bytes_is_refused(subject, peer):
    """A record_size_limit that is no number of two bytes does not parse: decode_error."""
    where = "encrypted_extensions.extensions[record_size_limit].data"
    return refused_each(subject, peer, [f"{where} = {each}" for each in _MALFORMED], "decode_error")


@wire_scenario("rfc8449:4:form", roles="client", tls="1.2")
def tls12_a_limit_of_no_two_bytes_is_refused(subject, peer):
    """The same in a ServerHello: decode_error."""
    where = "server_hello.extensions[record_size_limit].data"
    return refused_each(subject, peer, [f"{where} = {each}" for each in _MALFORMED], "decode_error")


@wire_scenario("rfc8449:4:smallest", "rfc8449:4:form", roles="server", tls="1.3")
def tls13_a_server_agrees_to_no_limit_that_is_none(subject, peer):
    """A server that knows the extension refuses a limit below 64, or of no two bytes; others ignore it."""
    return _never_agreed(subject, peer, "encrypted_extensions")


@wire_scenario("rfc8449:4:smallest", "rfc8449:4:form", roles="server", tls="1.2")
def tls12_a_server_agrees_to_no_limit_that_is_none(subject, peer):
    """A server that knows the extension refuses a limit below 64, or of no two bytes; others ignore it."""
    return _never_agreed(subject, peer, "server_hello")


def _never_agreed(subject: Actor, peer: Actor, answer: str) -> list[Step]:
    """Each such limit in a connection of its own: no answer gives the server's."""
    where = "client_hello.extensions[record_size_limit]"
    opening = together(subject.handshakes().anything(), peer.handshakes().anything())
    unanswered = subject.never_sends(f"{answer}.extensions[record_size_limit]")
    lies = [f"{where}.limit = 63", *(f"{where}.data = {each}" for each in _MALFORMED)]
    return in_turn([peer.forges(lie), opening, unanswered] for lie in lies)

"""The end of the stream at every boundary of the peer's flights, and within them (RFC 8446 section 6.1)."""

from harness.scenario import (
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    in_turn,
    together,
    wire_scenario,
)

_CCS = "change_cipher_spec"
_HANDSHAKE, _PROTECTED = 0x16, 0x17
_SERVER_13 = ("server_hello", "encrypted_extensions", "certificate", "certificate_verify", "finished")
_SERVER_12 = ("server_hello", "certificate", "server_key_exchange", "server_hello_done")


def _over(subject, peer):
    """The subject waits for what does not come; then the stream ends, and its handshake fails for good."""
    failing = subject.handshakes().raises(RAGGED_EOF, PROTOCOL_ERROR, OS_ERROR)
    return [
        together(subject.handshakes().wants(READ), peer.handshakes().anything()),
        peer.cuts_wire(),
        failing,
        failing,
    ]


def _ends_before_each(subject, peer, names, kind, *besides):
    """Nothing comes from each of the messages on: at a boundary, and then behind some bytes of a record.

    kind: the content type in the header of the last message's record.
    """
    gone = [f"del {name}" if name == _CCS else f"withhold({name})" for name in names]
    begun = (bytes((kind, 3, 3)), bytes((kind, 3, 3, 0, 0x40)) + b"\x5a" * 30)
    lost = [
        *(gone[at:] for at in range(len(gone))),
        *([f"replace({names[-1]}, raw({part!r}))"] for part in begun),
    ]
    return in_turn([peer.forges(*besides, *each), *_over(subject, peer)] for each in lost)


@wire_scenario("rfc8446:6.1:eof-in-handshake", roles="client", tls="1.3", sweep="none")
def tls13_an_end_within_the_servers_flight_fails_the_handshake(subject, peer):
    """The stream ends before each message of the server, or within a record: no success, no clean end."""
    return _ends_before_each(subject, peer, _SERVER_13, _PROTECTED, f"del {_CCS}")


@wire_scenario("rfc8446:6.1:eof-in-handshake", roles="client", tls="1.2", sweep="none")
def tls12_an_end_within_the_servers_flights_fails_the_handshake(subject, peer):
    """The stream ends before each message of the server, or within a record: no success, no clean end."""
    return _ends_before_each(subject, peer, _SERVER_12, _HANDSHAKE)


@wire_scenario("rfc8446:6.1:eof-in-handshake", roles="client", tls="1.2", sweep="none")
def tls12_an_end_before_the_servers_finished_fails_the_handshake(subject, peer):
    """The stream ends before NewSessionTicket or what follows it, or within Finished: no success."""
    return _ends_before_each(subject, peer, ("new_session_ticket", _CCS, "finished"), _HANDSHAKE)


@wire_scenario("rfc8446:6.1:eof-in-handshake", roles="server", tls="1.3", sweep="none")
def tls13_an_end_before_the_clients_finished_fails_the_handshake(subject, peer):
    """The stream ends before the client's Finished, or within its record: no success, no clean end."""
    return _ends_before_each(subject, peer, ("finished",), _PROTECTED)


@wire_scenario("rfc8446:6.1:eof-in-handshake", roles="server", tls="1.2", sweep="none")
def tls12_an_end_within_the_clients_flight_fails_the_handshake(subject, peer):
    """The stream ends before each message of the client's second flight, or within a record: no success."""
    return _ends_before_each(subject, peer, ("client_key_exchange", _CCS, "finished"), _HANDSHAKE)


@wire_scenario("rfc8446:6.1:eof-in-handshake", roles="client", sweep="none")
def an_end_before_any_answer_fails_the_handshake(subject, peer):
    """The stream ends behind the ClientHello, before a byte of the server: no success, no clean end."""
    failing = subject.handshakes().raises(RAGGED_EOF, PROTOCOL_ERROR, OS_ERROR)
    return [subject.handshakes().wants(READ), peer.cuts_wire(), failing, failing]

"""Handshake framing: messages over records, in order, each once (RFC 8446 4 and 5.1; RFC 5246 7.3, 7.4)."""

from harness.scenario import (
    PROTOCOL_ERROR,
    READ,
    accepted_each,
    ended_each,
    in_turn,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

_FLIGHT_13 = ("server_hello", "encrypted_extensions", "certificate", "certificate_verify", "finished")
_FLIGHT_12 = ("server_hello", "certificate", "server_key_exchange", "server_hello_done", "finished")


# -- fragments --------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:5.1:fragments")
def messages_may_be_spread_over_records(subject, peer):
    """Messages cut into records of 1, 3 and 5 bytes, in their header and behind it, are put together."""
    lies = [f"split(every_message, {size})" for size in ("1", "3", "5", "[4, 1, 2]", "[2, 2, 100]")]
    return accepted_each(subject, peer, lies)


@wire_scenario("rfc8446:5.1:coalesced", roles="client", tls="1.3")
def tls13_messages_may_share_a_record(subject, peer):
    """Two messages between EncryptedExtensions and Finished may share a record, whole or in part."""
    lies = ["join(encrypted_extensions)", "join(certificate)", "join(certificate_verify, 10)"]
    return accepted_each(subject, peer, lies)


@wire_scenario("rfc8446:5.1:coalesced", roles="client", tls="1.2")
def tls12_messages_may_share_a_record(subject, peer):
    """Two messages between ServerHello and ServerHelloDone may share a record, whole or in part."""
    return accepted_each(
        subject, peer, ["join(server_hello)", "join(certificate, 7)", "join(server_key_exchange)"]
    )


@wire_scenario("rfc8446:5.1:key-change", roles="client", tls="1.3")
def tls13_nothing_follows_server_hello_in_its_record(subject, peer):
    """EncryptedExtensions, or its beginning, in the record of ServerHello spans the change of keys."""
    return refused_each(subject, peer, ["join(server_hello, 2)", "join(server_hello)"], "unexpected_message")


@wire_scenario("rfc8446:5.1:key-change", roles="server", tls="1.3")
def tls13_nothing_follows_client_hello_in_its_record(subject, peer):
    """Bytes of another message behind ClientHello in its record span the change of keys."""
    lies = [
        "replace(client_hello, record(handshake, original + b'\\x14\\0'))",
        "replace(client_hello, record(handshake, original + message(finished, b'0' * 48)))",
    ]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:5.1:key-change", tls="1.3")
def tls13_nothing_follows_finished_in_its_record(subject, peer):
    """A KeyUpdate, or two bytes of any message, behind Finished in its record: unexpected_message."""
    lies = [
        "replace(finished, record(handshake, original + message(key_update, b'\\0')))",
        "replace(finished, record(handshake, original + b'\\x18\\0'))",
    ]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:5.1:key-change", tls="1.3")
def tls13_nothing_follows_key_update_in_its_record(subject, peer):
    """A second KeyUpdate, or part of one, behind a KeyUpdate in its record: unexpected_message."""
    update = "message(key_update, b'\\0')"
    lies = [f"record(handshake, {update} + {update})", f"record(handshake, {update} + b'\\x18\\0')"]
    return ended_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.1:fragment-across", tls="1.2")
def tls12_a_message_may_not_span_change_cipher_spec(subject, peer):
    """The first bytes of Finished in clear before change_cipher_spec: unexpected_message."""
    lie = "before(change_cipher_spec, clear(handshake, b'\\x14\\0'))"
    return [
        peer.forges(lie),
        *refused(subject, peer, "unexpected_message"),
    ]


# -- order ------------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4:skipped", roles="client", tls="1.3")
def tls13_a_servers_message_left_out_is_noticed(subject, peer):
    """Each message between ServerHello and Finished left out in turn: the next is unexpected_message."""
    lies = [f"del {name}" for name in _FLIGHT_13[1:4]]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.3:skipped", roles="client", tls="1.2")
def tls12_a_servers_message_left_out_is_noticed(subject, peer):
    """Certificate, or ServerKeyExchange, left out: the message after it is unexpected_message."""
    lies = [f"del {name}" for name in _FLIGHT_12[1:3]]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4:repeated", roles="client", tls="1.3")
def tls13_a_servers_message_sent_twice_is_refused(subject, peer):
    """Each message between ServerHello and Finished sent twice: the second is unexpected_message."""
    lies = [f"repeat({name})" for name in _FLIGHT_13[1:4]]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.3:repeated", roles="client", tls="1.2")
def tls12_a_servers_message_sent_twice_is_refused(subject, peer):
    """Each message before the server's Finished sent twice: the second is unexpected_message."""
    lies = [f"repeat({name})" for name in _FLIGHT_12[:4]]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.3:repeated", roles="server", tls="1.2")
def tls12_a_clients_message_sent_twice_is_refused(subject, peer):
    """ClientKeyExchange sent twice: the second is unexpected_message."""
    return refused_each(subject, peer, ["repeat(client_key_exchange)"], "unexpected_message")


@wire_scenario("rfc8446:4:repeated", roles="server", tls="1.3")
def tls13_a_client_hello_sent_twice_is_refused(subject, peer):
    """A second ClientHello nobody asked for is refused: unexpected_message."""
    return refused_each(subject, peer, ["repeat(client_hello)"], "unexpected_message", "bad_record_mac")


@wire_scenario("rfc8446:4:order", roles="client", tls="1.3")
def tls13_messages_that_change_places_are_refused(subject, peer):
    """EncryptedExtensions or Certificate behind the message after it: unexpected_message."""
    return refused_each(
        subject, peer, ["swap(encrypted_extensions)", "swap(certificate)"], "unexpected_message"
    )


@wire_scenario("rfc5246:7.3:order-checked", roles="client", tls="1.2")
def tls12_messages_that_change_places_are_refused(subject, peer):
    """Certificate or ServerKeyExchange behind the message after it: unexpected_message."""
    return refused_each(
        subject, peer, ["swap(certificate)", "swap(server_key_exchange)"], "unexpected_message"
    )


@wire_scenario("rfc8446:4:unknown-message", roles="client", tls="1.3")
def tls13_a_message_of_an_unknown_type_is_refused(subject, peer):
    """A message of the flight with a type nobody defined, or message_hash: unexpected_message."""
    lies = [f"{name}.type = {kind}" for name in _FLIGHT_13 for kind in (42, 254)]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4:unknown-message", roles="client", tls="1.2")
def tls12_a_message_of_an_unknown_type_is_refused(subject, peer):
    """A message of the flight with a type nobody defined: unexpected_message."""
    lies = [f"{name}.type = 42" for name in _FLIGHT_12]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4:unknown-message", roles="server")
def a_clients_message_of_an_unknown_type_is_refused(subject, peer):
    """ClientHello or Finished with a type nobody defined: unexpected_message."""
    return refused_each(subject, peer, ["client_hello.type = 42", "finished.type = 42"], "unexpected_message")


@wire_scenario("rfc8446:4:too-early")
def messages_before_the_hello_are_refused(subject, peer):
    """Finished, Certificate or KeyUpdate as the very first message: unexpected_message."""
    return in_turn(
        [
            peer.injects(f"clear(handshake, message({kind}, b'\\0' * 12))"),
            subject.handshakes().raises(PROTOCOL_ERROR),
            subject.alerts("unexpected_message"),
        ]
        for kind in ("finished", "certificate", "key_update")
    )


@wire_scenario("rfc8446:4:after-handshake", tls="1.3")
def tls13_messages_of_the_handshake_are_refused_after_it(subject, peer):
    """Behind the handshake its messages, and those nobody knows, are unexpected_message."""
    kinds = (
        "finished",
        "client_hello",
        "server_hello",
        "certificate",
        "end_of_early_data",
        "message_hash",
        "42",
    )
    lies = [f"message({kind}, b'\\0' * 40)" for kind in kinds]
    return ended_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.3:after-handshake", tls="1.2")
def tls12_messages_of_the_handshake_are_refused_after_it(subject, peer):
    """Behind the handshake Finished, Certificate, KeyUpdate or an unknown type are unexpected_message."""
    lies = [f"message({kind}, b'\\0' * 12)" for kind in ("finished", "certificate", "key_update", "42")]
    return ended_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.4.1.1:in-handshake", roles="client", tls="1.2")
def tls12_a_hello_request_in_the_handshake_is_ignored(subject, peer):
    """HelloRequest within a handshake is ignored, and does not enter the hash."""
    lies = [
        f"before({name}, message(hello_request))"
        for name in ("server_hello", "certificate", "server_hello_done")
    ]
    return accepted_each(subject, peer, lies)


@wire_scenario("rfc5246:7.4.1.1:form", roles="client", tls="1.2")
def tls12_a_hello_request_with_a_body_is_refused(subject, peer):
    """HelloRequest is empty: with a body it is decode_error."""
    return refused_each(
        subject,
        peer,
        ["before(certificate, message(hello_request, b'x'))"],
        "decode_error",
        "illegal_parameter",
        "unexpected_message",
    )


@wire_scenario("rfc8446:4:hello-request", roles="client", tls="1.3")
def tls13_a_hello_request_is_refused(subject, peer):
    """TLS 1.3 has no HelloRequest: unexpected_message, within the handshake and after it."""
    steps = ended_each(subject, peer, ["message(hello_request)"], "unexpected_message")
    return [*steps, reconnect(), peer.forges("before(certificate, message(hello_request))"),
            *refused(subject, peer, "unexpected_message")]  # fmt: skip


@wire_scenario("rfc8446:4:interleaved")
def records_of_other_types_between_fragments_are_refused(subject, peer):
    """Between the records of one message there is nothing else: data there is unexpected_message."""
    lie = "replace(finished, record(handshake, b'\\x14\\0'), record(application_data, b'between'))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:4:interleaved", tls="1.3")
def tls13_data_within_a_later_message_is_refused(subject, peer):
    """Data between the two records of a KeyUpdate, where data is legal otherwise: unexpected_message."""
    first, last = "record(handshake, b'\\x18\\0')", "record(handshake, b'\\0\\1\\0')"
    lie = f"{first}, record(application_data, b'between'), {last}"
    return ended_each(subject, peer, [lie], "unexpected_message")


@wire_scenario("rfc8446:4:announced", sweep="some")
def a_huge_announced_message_is_not_kept(subject, peer):
    """A header that announces 2^24 - 1 bytes is best refused at once; to wait for them is allowed."""
    tolerated = ("illegal_parameter", "unexpected_message", "record_overflow", None)
    return in_turn(
        [
            peer.injects(f"clear(handshake, u8({kind}) + b'\\xff\\xff\\xff' + b'x' * 100)"),
            subject.handshakes().raises(PROTOCOL_ERROR).or_wants(READ),
            subject.alerts("decode_error", *tolerated),
        ]
        for kind in (1, 2)
    )

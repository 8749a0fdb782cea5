"""Finished and change_cipher_spec: proof, and the switch of keys (RFC 8446 4.4.4, 5; RFC 5246 7.1, 7.4.9)."""

from harness.scenario import (
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    accepted_each,
    handshake,
    in_turn,
    refused,
    refused_each,
    together,
    wire_scenario,
)

#: How else a read of a connection that has failed may end.
_DEAD = (RAGGED_EOF, OS_ERROR)

# -- Finished ---------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.4.4:verify-data")
def a_wrong_finished_is_refused(subject, peer):
    """verify_data with a bit changed, at either end or within, or all zero is refused: decrypt_error."""
    lies = [
        "finished.verify_data ^= 1",
        "finished.verify_data[0] ^= 0x80",
        "finished.verify_data ^= 1 << 50",
        "finished.verify_data = b'\\0' * (len(original) - 4)",
    ]
    return refused_each(subject, peer, lies, "decrypt_error")


@wire_scenario("rfc8446:4.4.4:verify-data", roles="server")
def a_wrong_finished_behind_a_clients_certificate_is_refused(subject, peer):
    """A client that has proved to have its certificate's key has to prove the handshake all the same."""
    return [
        subject.configured(verify="required"),
        peer.configured(certificate="client"),
        peer.forges("finished.verify_data ^= 1"),
        *refused(subject, peer, "decrypt_error"),
    ]


@wire_scenario("rfc8446:4.4.4:reflected", roles="server", tls="1.3")
def tls13_a_finished_of_the_server_returned_to_it_is_refused(subject, peer):
    """The server's own verify_data, sent back by the client: decrypt_error."""
    lie = "finished.verify_data = subject.finished.verify_data"
    return [peer.forges(lie), *refused(subject, peer, "decrypt_error")]


@wire_scenario("rfc8446:4.4.4:length")
def a_finished_of_another_length_is_refused(subject, peer):
    """verify_data cut, lengthened or empty is refused: decode_error, or decrypt_error."""
    lies = ["del finished.verify_data[-1:]", "finished.verify_data += b'\\0'", "finished.verify_data = b''"]
    return refused_each(subject, peer, lies, "decode_error", "decrypt_error")


@wire_scenario("rfc8446:4.4.4:unprotected", "rfc8446:5:unprotected", tls="1.3")
def tls13_a_finished_in_clear_is_refused(subject, peer):
    """A right Finished in a record in clear is refused: unexpected_message, or bad_record_mac."""
    return refused_each(subject, peer, ["unprotect(finished)"], "unexpected_message", "bad_record_mac")


@wire_scenario("rfc8446:4.4.4:twice", tls="1.3")
def tls13_a_second_finished_is_refused(subject, peer):
    """Finished twice in one record, and so behind the first one in it: unexpected_message."""
    return [
        peer.forges("replace(finished, record(handshake, original + original))"),
        *refused(subject, peer, "unexpected_message"),
    ]


def _dies_of_another(subject, peer, alert):
    """The handshake may be over when the second Finished comes, by how it is delivered; then all is."""
    opening = together(subject.handshakes().or_raises(PROTOCOL_ERROR), peer.handshakes().anything())
    end = subject.reads(100).raises(PROTOCOL_ERROR, *_DEAD)
    return [peer.forges("repeat(finished)"), opening, end, subject.alerts(alert)]


@wire_scenario("rfc8446:4.4.4:twice", tls="1.3", sweep="none")
def tls13_a_second_finished_in_a_record_of_its_own_is_refused(subject, peer):
    """A second Finished under the keys of the first, which are over: bad_record_mac."""
    return _dies_of_another(subject, peer, "bad_record_mac")


@wire_scenario("rfc5246:7.3:repeated", tls="1.2", sweep="none")
def tls12_a_second_finished_is_refused(subject, peer):
    """A second Finished, protected like the first, is out of place: unexpected_message."""
    return _dies_of_another(subject, peer, "unexpected_message")


@wire_scenario("rfc8446:4.4.4:transcript", roles="client", tls="1.3")
def tls13_a_finished_over_another_transcript_is_refused(subject, peer):
    """Finished made over a transcript in which CertificateVerify is missing: decrypt_error."""
    lie = "instead(certificate_verify, record(handshake, original))"
    return [peer.forges(lie), *refused(subject, peer, "decrypt_error")]


@wire_scenario("rfc8446:4.4.4:data-behind")
def data_behind_a_wrong_finished_is_not_delivered(subject, peer):
    """Data in the same delivery as a wrong Finished never reaches the application."""
    return [
        peer.forges(
            "finished.verify_data ^= 1", "after(finished, record(application_data, b'not to be read'))"
        ),
        *refused(subject, peer, "decrypt_error"),
        subject.reads(100).raises(PROTOCOL_ERROR, *_DEAD),
    ]


@wire_scenario("rfc8446:4.4.4:withheld")
def without_finished_nothing_is_done(subject, peer):
    """Data in place of Finished, under the keys of that moment: unexpected_message, and no handshake."""
    return [
        peer.forges("replace(finished, record(application_data, b'too early'))"),
        *refused(subject, peer, "unexpected_message"),
    ]


# -- change_cipher_spec of TLS 1.3 ------------------------------------------------------------------------


@wire_scenario("rfc8446:5:ccs-dropped", tls="1.3", roles="client")
def tls13_a_servers_change_cipher_specs_are_dropped(subject, peer):
    """change_cipher_spec before and behind any message of the flight, or several, means nothing."""
    names = ("encrypted_extensions", "certificate", "certificate_verify", "finished")
    lies = [f"before({name}, ccs())" for name in names]
    return accepted_each(
        subject, peer, [*lies, "before(certificate, ccs(), ccs(), ccs())", "del change_cipher_spec"]
    )


@wire_scenario("rfc8446:5:ccs-dropped", tls="1.3", roles="server")
def tls13_a_clients_change_cipher_specs_are_dropped(subject, peer):
    """change_cipher_spec before Finished, more than one, or none at all: it means nothing."""
    return accepted_each(subject, peer, ["before(finished, ccs(), ccs())", "del change_cipher_spec"])


@wire_scenario("rfc8446:5:ccs-content", tls="1.3")
def tls13_a_change_cipher_spec_of_another_value_is_refused(subject, peer):
    """change_cipher_spec is one byte of value 1: anything else is unexpected_message.

    It comes anywhere before Finished, whether the other end owes one (RFC 8446 appendix D.4) or not.
    """
    data = ("b'\\2'", "b'\\0'", "b'\\1\\1'")
    lies = [f"before(finished, clear(change_cipher_spec, {each}))" for each in data]
    refusal = refused(subject, peer, "unexpected_message")
    return in_turn([peer.forges("del change_cipher_spec", lie), *refusal] for lie in lies)


@wire_scenario("rfc8446:5:ccs-protected", tls="1.3")
def tls13_a_protected_change_cipher_spec_is_refused(subject, peer):
    """A change_cipher_spec under protection is refused: unexpected_message."""
    return refused_each(subject, peer, ["before(finished, inner(b'\\1\\x14'))"], "unexpected_message")


@wire_scenario("rfc8446:5:ccs-late", tls="1.3")
def tls13_a_change_cipher_spec_after_the_handshake_is_refused(subject, peer):
    """Behind the other end's Finished change_cipher_spec is an unexpected record: unexpected_message."""
    return [
        handshake(subject, peer),
        subject.continues(),
        peer.injects("ccs()"),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("unexpected_message"),
    ]


@wire_scenario("rfc8446:5:ccs-dropped", tls="1.3", roles="client")
def tls13_a_change_cipher_spec_before_server_hello_is_dropped(subject, peer):
    """From its own ClientHello on a client drops it, and so before ServerHello too."""
    return accepted_each(subject, peer, ["before(server_hello, clear(change_cipher_spec, b'\\1'))"])


# -- change_cipher_spec of TLS 1.2 ------------------------------------------------------------------------


@wire_scenario("rfc5246:7.1:content", tls="1.2")
def tls12_a_change_cipher_spec_of_another_value_is_refused(subject, peer):
    """change_cipher_spec with another value, or two bytes, does not switch keys."""
    lies = [
        f"instead(change_cipher_spec, clear(change_cipher_spec, {data}))"
        for data in ("b'\\2'", "b'\\0'", "b'\\1\\1'")
    ]
    return refused_each(subject, peer, lies, "unexpected_message", "illegal_parameter", "decode_error")


@wire_scenario("rfc5246:7.1:missing", tls="1.2")
def tls12_finished_without_change_cipher_spec_is_refused(subject, peer):
    """Finished in clear, without change_cipher_spec before it, is refused: unexpected_message."""
    return [
        peer.forges("del change_cipher_spec", "unprotect(finished)"),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc5246:7.1:missing", roles="client", tls="1.2")
def tls12_finished_in_place_of_a_ticket_is_refused(subject, peer):
    """The same of a server that sends no ticket, so that Finished comes first: unexpected_message."""
    return [
        peer.forges("del change_cipher_spec", "unprotect(finished)", "del new_session_ticket"),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc5246:7.1:early", tls="1.2", roles="client")
def tls12_an_early_change_cipher_spec_is_refused(subject, peer):
    """change_cipher_spec before the key exchange would switch to keys nobody agreed on (CVE-2014-0224)."""
    lies = [f"before({name}, ccs())" for name in ("certificate", "server_key_exchange", "server_hello_done")]
    return refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc5246:7.1:early", tls="1.2", roles="server")
def tls12_a_clients_early_change_cipher_spec_is_refused(subject, peer):
    """change_cipher_spec before ClientKeyExchange would switch to keys nobody agreed on (CVE-2014-0224)."""
    return refused_each(subject, peer, ["before(client_key_exchange, ccs())"], "unexpected_message")


@wire_scenario("rfc5246:7.1:twice", tls="1.2")
def tls12_a_second_change_cipher_spec_is_refused(subject, peer):
    """A second change_cipher_spec before Finished is refused: unexpected_message, or bad_record_mac."""
    return refused_each(subject, peer, ["repeat(change_cipher_spec)"], "unexpected_message", "bad_record_mac")

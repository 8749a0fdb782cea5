"""change_cipher_spec of TLS 1.3, which need not come, and not first (RFC 8446 section 5)."""

from harness.scenario import accepted_each, refused, wire_scenario

CCS = "clear(change_cipher_spec, b'\\1')"


@wire_scenario("rfc8446:D.4:none-needed", tls="1.3")
def tls13_none_need_come(subject, peer):
    """A peer that sends no change_cipher_spec at all is served as well."""
    return accepted_each(subject, peer, ["del change_cipher_spec"])


@wire_scenario("rfc8446:5:ccs-before-hello", roles="server", tls="1.3")
def tls13_one_before_the_client_hello_is_refused(subject, peer):
    """change_cipher_spec before any ClientHello fails the handshake: unexpected_message."""
    return [peer.injects(CCS), *refused(subject, peer, "unexpected_message")]

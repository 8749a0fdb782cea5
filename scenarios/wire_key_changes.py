"""Messages that change keys end their record, and messages do not span the change (RFC 8446 section 5.1)."""

from harness.scenario import refused_each, wire_scenario


@wire_scenario("rfc8446:5.1:key-change", roles="server", tls="1.3")
def tls13_a_second_client_hello_ends_its_record(subject, peer):
    """The same of the ClientHello that answers a HelloRetryRequest."""
    lie = "replace(client_hello_2, clear(handshake, original + b'\\x14\\0'))"
    return [
        peer.configured(groups=("x25519",), shares=()),
        *refused_each(subject, peer, [lie], "unexpected_message"),
    ]


@wire_scenario("rfc8446:5.1:key-change", roles="client", tls="1.3")
def tls13_a_signature_does_not_borrow_from_finished(subject, peer):
    """A CertificateVerify that claims five bytes more than it has is refused before the handshake is done.

    It takes them from the Finished: the RFC fixes no alert for what is then a wrong signature.
    """
    lies = ["certificate_verify.body.length += 5"]
    return refused_each(subject, peer, lies, "decode_error", "decrypt_error", "unexpected_message")

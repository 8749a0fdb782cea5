"""A server's Certificate and CertificateVerify: present, whole, and proved (RFC 8446 4.4, RFC 5246 7.4.2)."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    accepted_each,
    reconnect,
    refused,
    refused_each,
    together,
    wire_scenario,
)

# -- Certificate ------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.4.2.4:empty", roles="client", tls="1.3")
def tls13_a_server_without_a_certificate_is_refused(subject, peer):
    """A server's Certificate with an empty list aborts the handshake with decode_error."""
    return refused_each(subject, peer, ["certificate.entries = []"], "decode_error")


@wire_scenario("rfc8446:4.4.2.4:empty", roles="client", tls="1.2")
def tls12_a_server_without_a_certificate_is_refused(subject, peer):
    """A server's Certificate with an empty list aborts the handshake: decode_error at best.

    RFC 5246 names no alert: the list may be taken for an illegal or a bad one as well.
    """
    tolerated = ("illegal_parameter", "handshake_failure", "bad_certificate")
    return refused_each(subject, peer, ["certificate.entries = []"], "decode_error", *tolerated)


@wire_scenario("rfc8446:4.4.2:form", roles="client")
def a_malformed_certificate_message_is_refused(subject, peer):
    """A Certificate that is empty, cut, or longer than its list is refused: decode_error."""
    lies = [
        "certificate.body = b''",
        "certificate.body += b'\\0'",
        "certificate.entries.length += 1",
        "certificate.entries.length -= 1",
    ]
    return refused_each(subject, peer, lies, "decode_error")


@wire_scenario("rfc8446:4.4.2:form", roles="client", tls="1.3")
def tls13_a_malformed_certificate_entry_is_refused(subject, peer):
    """An entry that is empty, or whose extensions do not parse, is refused: decode_error."""
    lies = [
        "certificate.entries[0].certificate = b''",
        "certificate.entries[0].extensions.length += 4",
        "certificate.entries[0].extensions = b'\\0'",
    ]
    return refused_each(subject, peer, lies, "decode_error", "bad_certificate", "illegal_parameter")


@wire_scenario("rfc8446:4.4.2:context", roles="client", tls="1.3")
def tls13_a_context_of_a_server_is_refused(subject, peer):
    """In a server's Certificate the request context is empty: illegal_parameter, or decode_error."""
    return refused_each(
        subject, peer, ["certificate.context = b'context'"], "illegal_parameter", "decode_error"
    )


#: The leaf's DER in a Certificate of each version.
_LEAF_12, _LEAF_13 = "certificate.entries[0]", "certificate.entries[0].certificate"
_NO_CERTIFICATE = ("decode_error", "unsupported_certificate", "certificate_unknown")
_NOT_SIGNED = ("decrypt_error", "unknown_ca", "certificate_unknown")


@wire_scenario("rfc8446:4.4.2:garbage", roles="client", tls="1.3")
def tls13_a_certificate_that_is_none_is_refused(subject, peer):
    """An entry that is no DER certificate is refused: bad_certificate."""
    lie = f"{_LEAF_13} = b'no certificate'"
    return [peer.forges(lie), *_rejected(subject, peer, "bad_certificate", *_NO_CERTIFICATE)]


@wire_scenario("rfc8446:4.4.2:garbage", roles="client", tls="1.2")
def tls12_a_certificate_that_is_none_is_refused(subject, peer):
    """An entry that is no DER certificate is refused: bad_certificate."""
    lie = f"{_LEAF_12} = b'no certificate'"
    return [peer.forges(lie), *_rejected(subject, peer, "bad_certificate", *_NO_CERTIFICATE)]


@wire_scenario("rfc8446:4.4.2:altered", roles="client", tls="1.3")
def tls13_a_certificate_with_another_signature_is_refused(subject, peer):
    """A certificate whose issuer's signature does not verify is refused: bad_certificate at best."""
    return [peer.forges(f"{_LEAF_13} ^= 1"), *_rejected(subject, peer, "bad_certificate", *_NOT_SIGNED)]


@wire_scenario("rfc8446:4.4.2:altered", roles="client", tls="1.2")
def tls12_a_certificate_with_another_signature_is_refused(subject, peer):
    """A certificate whose issuer's signature does not verify is refused: bad_certificate at best."""
    return [peer.forges(f"{_LEAF_12} ^= 1"), *_rejected(subject, peer, "bad_certificate", *_NOT_SIGNED)]


def _rejected(subject, peer, strict, *tolerated):
    """The subject refuses the certificate, as an error of the certificate or of the protocol."""
    handshake = subject.handshakes().raises(CERTIFICATE_REJECTED, PROTOCOL_ERROR)
    return [together(handshake, peer.handshakes().anything()), subject.alerts(strict, *tolerated)]


@wire_scenario("rfc8446:4.4.2:extra", roles="client")
def certificates_behind_the_leaf_may_come_in_any_number(subject, peer):
    """A certificate that is not needed does no harm."""
    return accepted_each(subject, peer, ["repeat(certificate.entries[-1])"])


@wire_scenario("rfc8446:4.4.2:unasked-extension", roles="client", tls="1.3")
def tls13_an_unasked_extension_of_an_entry_is_refused(subject, peer):
    """An entry's extension that the client did not ask for is refused: unsupported_extension.

    A client may ask for either of the two; it is answered with one of a type that nobody knows instead.
    """
    lies = []
    for name, body in (
        ("signed_certificate_timestamp", "b'\\0\\2\\0\\0'"),
        ("status_request", "b'\\1' + vector(3, b'ocsp')"),
    ):
        asked = f"not absent(subject.client_hello.extensions[{name}])"
        lies += [f"certificate.entries[0].extensions += [extension({name} + 0xfe00 * ({asked}), {body})]"]
    return refused_each(subject, peer, lies, "unsupported_extension", "illegal_parameter")


@wire_scenario("rfc8446:4.4.2:present", roles="client", tls="1.3")
def tls13_a_server_that_proves_nothing_is_refused(subject, peer):
    """Without Certificate, without CertificateVerify, or without both, nobody was authenticated.

    The next message is then unexpected_message (CVE-2020-24613 was the last of the three).
    """
    steps = refused_each(subject, peer, ["del certificate", "del certificate_verify"], "unexpected_message")
    both = [
        peer.forges("del certificate", "del certificate_verify"),
        *refused(subject, peer, "unexpected_message"),
    ]
    return [*steps, reconnect(), *both]


@wire_scenario("rfc5246:7.4.2:present", roles="client", tls="1.2")
def tls12_a_server_without_certificate_message_is_refused(subject, peer):
    """A suite that authenticates by certificate needs one: without it, unexpected_message."""
    return refused_each(subject, peer, ["del certificate"], "unexpected_message")


@wire_scenario("rfc8879:4:not-offered", roles="client", tls="1.3")
def tls13_a_compressed_certificate_nobody_asked_for_is_refused(subject, peer):
    """CompressedCertificate from a server whose client did not offer to decompress: unexpected_message."""
    lie = "certificate.type = compressed_certificate"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message", "bad_certificate")]


@wire_scenario("rfc6066:8:not-offered", roles="client", tls="1.2")
def tls12_a_certificate_status_nobody_asked_for_is_refused(subject, peer):
    """CertificateStatus where the client asked for none is refused: unexpected_message."""
    lie = "after(certificate, hashed(certificate_status, b'\\1' + vector(3, b'response')))"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


# -- CertificateVerify ------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.4.3:signature", roles="client", tls="1.3")
def tls13_a_signature_that_does_not_verify_is_refused(subject, peer):
    """A wrong signature in CertificateVerify ends the handshake with decrypt_error."""
    lies = [
        "certificate_verify.signature[-1] ^= 1",
        "certificate_verify.signature = b'\\x30\\6\\2\\1\\0\\2\\1\\0'",
        "certificate_verify.signature += b'\\0'",
        "certificate_verify.signature = b'0' * 71",
    ]
    return refused_each(subject, peer, lies, "decrypt_error")


@wire_scenario("rfc8446:4.4.3:form", roles="client", tls="1.3")
def tls13_a_malformed_certificate_verify_is_refused(subject, peer):
    """A CertificateVerify that is cut or too long for its parts is refused: decode_error."""
    lies = [
        "certificate_verify.body = b''",
        "certificate_verify.body += b'\\0'",
        "certificate_verify.signature.length += 1",
        "del certificate_verify.body[-1:]",
    ]
    return refused_each(subject, peer, lies, "decode_error")


@wire_scenario("rfc8446:4.4.3:empty", roles="client", tls="1.3")
def tls13_an_empty_signature_is_refused(subject, peer):
    """A signature of no bytes is refused: decrypt_error, or decode_error."""
    return refused_each(
        subject, peer, ["certificate_verify.signature = b''"], "decrypt_error", "decode_error"
    )


@wire_scenario("rfc8446:4.4.3:transcript", roles="client", tls="1.3")
def tls13_a_signature_over_another_transcript_is_refused(subject, peer):
    """The signature covers everything before it: with EncryptedExtensions left out, decrypt_error."""
    lie = "instead(encrypted_extensions, message(encrypted_extensions, u16(0)))"
    return [peer.forges(lie), *refused(subject, peer, "decrypt_error")]


@wire_scenario("rfc8446:4.4.3:scheme", roles="client", tls="1.3")
def tls13_a_scheme_that_does_not_belong_is_refused(subject, peer):
    """A scheme nobody offered, of TLS 1.2, of SHA-1 or no hash, or of other keys: illegal_parameter."""
    schemes = ("0xfefe", "GREASE", "rsa_pkcs1_sha256", "rsa_pkcs1_sha1", "ecdsa_sha1", "rsa_pss_rsae_sha256",
               "ecdsa_secp384r1_sha384", "ed25519", "0x0003")  # fmt: skip
    lies = [f"certificate_verify.scheme = {scheme}" for scheme in schemes]
    return refused_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.4.3:scheme", roles="client", tls="1.3")
def tls13_an_rsa_key_signs_with_pss_only(subject, peer):
    """An RSA signature of the old padding, though properly made, is refused in TLS 1.3: illegal_parameter."""
    schemes = ("rsa_pkcs1_sha256", "rsa_pkcs1_sha512", "ecdsa_secp256r1_sha256", "rsa_pss_pss_sha256")
    lies = [f"certificate_verify.scheme = {scheme}" for scheme in schemes]
    return [peer.configured(certificate="rsa"), *refused_each(subject, peer, lies, "illegal_parameter")]


@wire_scenario("rfc8446:4.4.3:schemes-work", roles="client", tls="1.3")
def tls13_every_scheme_of_the_key_works(subject, peer):
    """An RSA key may sign with each PSS scheme the client offered."""
    schemes = ("rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512")
    lies = [f"certificate_verify.scheme = {scheme}" for scheme in schemes]
    return [peer.configured(certificate="rsa"), *accepted_each(subject, peer, lies)]


# -- CertificateRequest -----------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.3.2:context", roles="client", tls="1.3")
def tls13_a_request_with_a_context_is_refused(subject, peer):
    """In the handshake the context of a CertificateRequest is empty: illegal_parameter, or decode_error."""
    lie = "certificate_request.context = b'context'"
    return [peer.configured(verify="optional"), peer.forges(lie),
            *refused(subject, peer, "illegal_parameter", "decode_error")]  # fmt: skip


@wire_scenario("rfc8446:4.3.2:schemes", roles="client", tls="1.3")
def tls13_a_request_without_schemes_is_refused(subject, peer):
    """A CertificateRequest without signature_algorithms is refused: missing_extension."""
    lie = "del certificate_request.extensions[signature_algorithms]"
    return [
        peer.configured(verify="optional"),
        peer.forges(lie),
        *refused(subject, peer, "missing_extension"),
    ]


@wire_scenario("rfc8446:4.3.2:form", roles="client")
def a_malformed_request_is_refused(subject, peer):
    """A CertificateRequest that is cut or too long for its parts is refused: decode_error."""
    lies = ["certificate_request.body = b''", "certificate_request.body += b'\\0'",
            "del certificate_request.body[-1:]"]  # fmt: skip
    return [peer.configured(verify="optional"), *refused_each(subject, peer, lies, "decode_error")]


@wire_scenario("rfc8446:4.3.2:unknown", roles="client", tls="1.3")
def tls13_unknown_extensions_of_a_request_are_ignored(subject, peer):
    """A client passes over extensions and schemes of a CertificateRequest it does not know (RFC 8701 4)."""
    lies = [
        "certificate_request.extensions += [extension(GREASE, b'\\0')]",
        "certificate_request.extensions += [extension(0xfe77, b'unknown')]",
        "certificate_request.extensions[signature_algorithms].schemes[0:0] = [GREASE, 0xfefe]",
    ]
    return [peer.configured(verify="optional"), *accepted_each(subject, peer, lies)]


@wire_scenario("rfc8446:4.4.2:client-without", roles="client")
def a_client_without_a_certificate_says_so(subject, peer):
    """Asked for a certificate, a client that has none sends an empty list, proves nothing, and goes on."""
    return [
        peer.configured(verify="optional"),
        peer.forges("certificate_request.body ^= 0"),
        together(subject.handshakes(), peer.handshakes()),
        subject.sends("certificate.entries == []"),
        subject.never_sends("certificate_verify"),
        subject.sends("finished"),
        subject.continues(),
    ]

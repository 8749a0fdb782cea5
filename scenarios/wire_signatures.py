"""Signatures that are well made and yet wrong: of another key, salt, context or length (RFC 8446 4.4.3)."""

from harness.scenario import handshake, in_turn, reconnect, refused, refused_each, wire_scenario

_RSA = "rsa_pss_rsae_sha256"
_PKCS1 = "rsa_pkcs1_sha256"
_OF_13 = "certificate_verify.signature"
_OF_12 = "server_key_exchange.signature"


def _asks(subject, peer, certificate="client"):
    """The subject asks for a certificate, and the peer has one."""
    return [subject.configured(verify="required"), peer.configured(certificate=certificate)]


def _of_another_key(signature, *keys):
    return [f'{signature} = signed("{key}", ecdsa_secp256r1_sha256)' for key in keys]


@wire_scenario("rfc8446:4.4.3:signature", roles="client", tls="1.3")
def tls13_a_signature_of_another_key_is_refused(subject, peer):
    """A right signature, but of a key that is not the certificate's, is refused: decrypt_error."""
    lies = _of_another_key(_OF_13, "wrong-host", "untrusted")
    return refused_each(subject, peer, lies, "decrypt_error")


@wire_scenario("rfc5246:7.4.3:signature", roles="client", tls="1.2")
def tls12_a_signature_of_another_key_is_refused(subject, peer):
    """Parameters signed with a key that is not the certificate's are refused: decrypt_error."""
    lies = _of_another_key(_OF_12, "wrong-host", "untrusted")
    return refused_each(subject, peer, lies, "decrypt_error")


@wire_scenario("rfc8446:4.4.3:client-signature", roles="server")
def a_clients_signature_of_another_key_is_refused(subject, peer):
    """A client that signs with a key that is not its certificate's is refused: decrypt_error."""
    lies = _of_another_key(_OF_13, "ecdsa", "untrusted-client")
    return [*_asks(subject, peer), *refused_each(subject, peer, lies, "decrypt_error")]


@wire_scenario("rfc8446:4.4.3:context", roles="client", tls="1.3")
def tls13_a_signature_made_as_a_client_is_refused(subject, peer):
    """A server's signature over the context string of clients is refused: decrypt_error."""
    lie = f'{_OF_13} = signed("rsa", {_RSA}, 32, "client")'
    return [peer.configured(certificate="rsa"), peer.forges(lie), *refused(subject, peer, "decrypt_error")]


@wire_scenario("rfc8446:4.4.3:context", roles="server", tls="1.3")
def tls13_a_signature_made_as_a_server_is_refused(subject, peer):
    """A client's signature over the context string of servers is refused: decrypt_error."""
    lie = f'{_OF_13} = signed("rsa", {_RSA}, 32, "server")'
    return [*_asks(subject, peer, "rsa"), peer.forges(lie), *refused(subject, peer, "decrypt_error")]


def _salted(signature):
    """Edits that sign with a salt of another length than that of the hash."""
    return [f'{signature} = signed("rsa", {_RSA}, {size})' for size in (0, 20, 31, 33, 64)]


@wire_scenario("rfc8446:4.2.3:salt", roles="client", tls="1.3")
def tls13_a_salt_of_another_length_is_refused(subject, peer):
    """A PSS signature whose salt is not as long as its hash does not verify: decrypt_error."""
    options = peer.configured(certificate="rsa")
    return [options, *refused_each(subject, peer, _salted(_OF_13), "decrypt_error")]


@wire_scenario("rfc8446:4.2.3:salt", roles="server", tls="1.3")
def tls13_a_clients_salt_of_another_length_is_refused(subject, peer):
    """A client's PSS signature whose salt is not as long as its hash does not verify: decrypt_error."""
    return [*_asks(subject, peer, "rsa"), *refused_each(subject, peer, _salted(_OF_13), "decrypt_error")]


# -- without the leading zero ------------------------------------------------------------------------------


def _cut(subject, peer, signature, scheme, *besides):
    """A signature that begins with a zero byte is a good one; without that byte it is too short."""
    made = [*besides, f'{signature} = signed_short("rsa", {scheme})']
    return [
        peer.forges(*made),
        handshake(subject, peer),
        subject.continues(),
        reconnect(),
        peer.forges(*made, f"del {signature}[0:1]"),
        *refused(subject, peer, "decrypt_error"),
    ]


@wire_scenario("rfc8017:8.1.2:length", roles="client", tls="1.3")
def tls13_a_signature_without_its_leading_zero_is_refused(subject, peer):
    """A PSS signature is as long as the key's modulus: without its leading zero byte, decrypt_error."""
    return [peer.configured(certificate="rsa"), *_cut(subject, peer, _OF_13, _RSA)]


@wire_scenario("rfc8017:8.1.2:length", roles="server", tls="1.3")
def tls13_a_clients_signature_without_its_leading_zero_is_refused(subject, peer):
    """A client's PSS signature without its leading zero byte is too short: decrypt_error."""
    return [*_asks(subject, peer, "rsa"), *_cut(subject, peer, _OF_13, _RSA)]


@wire_scenario("rfc8017:8.1.2:length", roles="client", tls="1.2")
def tls12_a_signature_without_its_leading_zero_is_refused(subject, peer):
    """Parameters whose PSS signature lacks its leading zero byte are refused: decrypt_error."""
    scheme = f"server_key_exchange.scheme = {_RSA}"
    return [peer.configured(certificate="rsa"), *_cut(subject, peer, _OF_12, _RSA, scheme)]


# -- more than a signature ---------------------------------------------------------------------------------


@wire_scenario("rfc8017:8.2.2:whole", roles="client", tls="1.2")
def tls12_a_signature_with_more_behind_its_digest_is_refused(subject, peer):
    """A PKCS #1 v1.5 signature holds padding and digest, and nothing behind them: else decrypt_error."""
    scheme = f"server_key_exchange.scheme = {_PKCS1}"
    lies = [f'{_OF_12} = signed_loosely("rsa", {_PKCS1}, {padding})' for padding in (8, 100)]
    refusals = ([peer.forges(scheme, lie), *refused(subject, peer, "decrypt_error")] for lie in lies)
    return [peer.configured(certificate="rsa"), *in_turn(refusals)]


@wire_scenario("rfc8017:8.2.2:whole", roles="server", tls="1.2")
def tls12_a_clients_signature_with_more_behind_its_digest_is_refused(subject, peer):
    """A client's PKCS #1 v1.5 signature with bytes behind its digest does not verify: decrypt_error."""
    scheme = f"certificate_verify.scheme = {_PKCS1}"
    lie = f'{_OF_13} = signed_loosely("rsa", {_PKCS1}, 8)'
    return [*_asks(subject, peer, "rsa"), peer.forges(scheme, lie), *refused(subject, peer, "decrypt_error")]


@wire_scenario("rfc5246:7.4.8:scheme", roles="client", tls="1.2")
def tls12_a_client_signs_as_it_is_asked(subject, peer):
    """A client's signature is of a scheme that the request names, its hash too: one of two is left."""
    conversations = (
        [
            # What the certificate itself is signed with has to be there (RFC 5246 section 7.4.4).
            peer.forges(f"certificate_request.schemes = [ecdsa_secp256r1_sha256, {scheme}]"),
            handshake(subject, peer),
            subject.sends("certificate_verify.scheme in peer.certificate_request.schemes"),
        ]
        for scheme in (_PKCS1, "rsa_pkcs1_sha512")
    )
    options = [subject.configured(certificate="rsa"), peer.configured(verify="required")]
    return [*options, *in_turn(conversations)]

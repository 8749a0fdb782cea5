"""Pre-shared keys of TLS 1.3: identities, binders, and what a server selects (RFC 8446 section 4.2.11)."""

from harness.scenario import (
    handshake,
    in_turn,
    reconnect,
    refused,
    together,
    wire_scenario,
    with_ticket,
)

_PSK = "client_hello.extensions[pre_shared_key]"
_ANSWER = "server_hello.extensions[pre_shared_key]"


def _refused_each(subject, peer, lies, strict, *tolerated):
    """Each lie in a resumption of its own."""
    return in_turn(
        [*with_ticket(subject, peer), peer.forges(lie), *refused(subject, peer, strict, *tolerated)]
        for lie in lies
    )


def _not_resumed_each(subject, peer, lies):
    """With each lie the handshake is a full one, and works."""
    full = [handshake(subject, peer), subject.tells("session_reused").gives(False), subject.continues()]
    return in_turn([*with_ticket(subject, peer), peer.forges(lie), *full] for lie in lies)


# -- the server -------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2.11:resumes", tls="1.3")
def a_ticket_is_resumed(subject, peer):
    """A client that offers its ticket with a right binder is resumed, and data flows."""
    return [
        *with_ticket(subject, peer),
        peer.forges("split(every_message, 100)"),
        handshake(subject, peer),
        subject.tells("session_reused").gives(True),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.11:binder", roles="server", tls="1.3")
def a_wrong_binder_is_refused(subject, peer):
    """A binder that does not verify aborts the handshake; decrypt_error at best."""
    lies = [f"{_PSK}.binders[0] ^= 1", f"{_PSK}.binders[0] = b'\\0' * 48"]
    return _refused_each(subject, peer, lies, "decrypt_error", "illegal_parameter", "decode_error")


@wire_scenario("rfc8446:4.2.11:binder-form", roles="server", tls="1.3")
def a_binder_of_the_wrong_shape_is_refused(subject, peer):
    """Binders are 32 bytes at least, and as long as the hash: others, or none, are refused."""
    lies = [
        f"{_PSK}.binders = []",
        f"del {_PSK}.binders[0][-17:]",
        f"{_PSK}.binders[0] += b'0'",
    ]
    return _refused_each(subject, peer, lies, "decode_error", "illegal_parameter", "decrypt_error")


@wire_scenario("rfc8446:4.2.11:binder-covers", roles="server", tls="1.3")
def a_binder_covers_the_whole_hello(subject, peer):
    """The binder is over the ClientHello as sent: one made for another random is refused."""
    lies = ["client_hello.random ^= 1", f"{_PSK}.binders[0] ^= 0"]  # named, so that it is not made anew
    steps = [peer.forges(*lies), *refused(subject, peer, "decrypt_error", "illegal_parameter")]
    return [*with_ticket(subject, peer), *steps]


@wire_scenario("rfc8446:4.2.11:count", roles="server", tls="1.3")
def identities_and_binders_must_be_as_many(subject, peer):
    """One binder for each identity: more or fewer are refused with illegal_parameter."""
    lies = [f"{_PSK}.binders[1:1] = [b'0' * 32]", f"{_PSK}.identities += [vector(2, b'unknown') + u32(0)]"]
    return _refused_each(subject, peer, lies, "illegal_parameter", "decode_error")


@wire_scenario("rfc8446:4.2.11:last-checked", roles="server", tls="1.3")
def a_psk_extension_that_is_not_last_is_refused(subject, peer):
    """pre_shared_key is the last extension of a ClientHello: elsewhere it is illegal_parameter."""
    lies = [f"move({_PSK}, 0)", "client_hello.extensions += [extension(0xfe77, b'behind')]"]
    return _refused_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.2.11:last-checked", roles="server", tls="1.3")
def a_psk_nobody_knows_is_last_all_the_same(subject, peer):
    """A pre_shared_key that is not last is refused whether or not an identity in it is known."""
    unknown = f"{_PSK}.identities[0].identity = b'unknown'"
    behind = ("client_hello.extensions += [extension(0xfe77, b'behind')]", f"move({_PSK}, 0)")
    return in_turn(
        [*with_ticket(subject, peer), peer.forges(unknown, lie), *refused(subject, peer, "illegal_parameter")]
        for lie in behind
    )


@wire_scenario("rfc8446:4.2.11:once", roles="server", tls="1.3")
def a_psk_extension_twice_is_refused(subject, peer):
    """pre_shared_key, like every extension, stands once: illegal_parameter."""
    return _refused_each(subject, peer, [f"repeat({_PSK})"], "illegal_parameter", "decode_error")


@wire_scenario("rfc8446:4.2.9:modes-required", roles="server", tls="1.3")
def a_psk_without_modes_is_refused(subject, peer):
    """pre_shared_key without psk_key_exchange_modes aborts the handshake: missing_extension."""
    lie = "del client_hello.extensions[psk_key_exchange_modes]"
    return _refused_each(subject, peer, [lie], "missing_extension", "illegal_parameter")


@wire_scenario("rfc8446:4.2.9:modes-unknown", roles="server", tls="1.3")
def unknown_modes_are_ignored(subject, peer):
    """Modes of a PSK that a server does not know, or GREASE, are passed over."""
    return [
        *with_ticket(subject, peer),
        peer.forges("client_hello.extensions[psk_key_exchange_modes].modes[0:0] = [0x0b, 0xfe]"),
        handshake(subject, peer),
        subject.tells("session_reused").gives(True),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.11:unknown-identity", roles="server", tls="1.3")
def an_unknown_identity_leads_to_a_full_handshake(subject, peer):
    """A ticket the server does not know is no error: it makes a full handshake."""
    lies = [f"{_PSK}.identities[0].identity[-1] ^= 1", f"{_PSK}.identities[0].identity = b'unknown'"]
    return _not_resumed_each(subject, peer, lies)


@wire_scenario("rfc8446:4.2.11:identity-form", roles="server", tls="1.3")
def an_empty_identity_is_refused(subject, peer):
    """An identity has at least one byte, and a list at least one identity: decode_error."""
    lies = [f"{_PSK}.identities[0].identity = b''", f"{_PSK}.identities = b''"]
    return _refused_each(subject, peer, lies, "decode_error", "illegal_parameter")


@wire_scenario("rfc8446:4.2.11:second-identity", roles="server", tls="1.3")
def an_unknown_identity_before_a_good_one_is_skipped(subject, peer):
    """A server passes over an identity it does not know and may take the next, or none: it must not fail."""
    return [
        *with_ticket(subject, peer),
        peer.forges(
            f"{_PSK}.identities[0:0] = [vector(2, b'unknown') + u32(0)]", f"{_PSK}.binders[0:0] = [b'0' * 48]"
        ),
        handshake(subject, peer),
        subject.continues(),
    ]


# -- the client -------------------------------------------------------------------------------------------


@wire_scenario("rfc8446:4.2.11:selection", roles="client", tls="1.3")
def a_selected_identity_out_of_range_is_refused(subject, peer):
    """A server can select only an identity the client offered: illegal_parameter."""
    return _refused_each(
        subject, peer, [f"{_ANSWER}.selected = 7", f"{_ANSWER}.selected = 0xffff"], "illegal_parameter"
    )


@wire_scenario("rfc8446:4.2.11:unasked", roles="client", tls="1.3")
def a_psk_nobody_offered_is_refused(subject, peer):
    """pre_shared_key in answer to a client that offered none: unsupported_extension."""
    lie = "server_hello.extensions += [extension(pre_shared_key, u16(0))]"
    return [peer.forges(lie), *refused(subject, peer, "unsupported_extension", "illegal_parameter")]


@wire_scenario("rfc8446:4.2.11:compatible-suite", roles="server", tls="1.3")
def a_psk_is_not_resumed_under_another_hash(subject, peer):
    """Offered with suites of another hash alone, a ticket is no PSK for them, and is not selected."""
    return [
        peer.forges("client_hello.cipher_suites = [TLS_AES_128_GCM_SHA256]"),
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        peer.forges("client_hello.cipher_suites = [TLS_AES_256_GCM_SHA384]"),
        together(subject.handshakes().anything(), peer.handshakes().anything()),  # who lacks it refuses
        subject.never_sends("server_hello.extensions[pre_shared_key]"),
    ]


@wire_scenario("rfc8446:4.2.11:suite", roles="client", tls="1.3")
def a_psk_with_another_hash_is_refused(subject, peer):
    """The suite's hash is that of the PSK selected: another one is illegal_parameter."""
    lies = ["server_hello.cipher_suite ^= 3"]  # between TLS_AES_128_GCM_SHA256 and TLS_AES_256_GCM_SHA384
    return _refused_each(subject, peer, lies, "illegal_parameter")


@wire_scenario("rfc8446:4.2.9:share", roles="client", tls="1.3")
def a_psk_without_key_share_is_refused(subject, peer):
    """A client that offers psk_dhe_ke alone gets a key share: without, missing_extension at best."""
    return _refused_each(
        subject, peer, ["del server_hello.extensions[key_share]"], "missing_extension", "illegal_parameter",
        "handshake_failure",
    )  # fmt: skip


@wire_scenario("rfc8446:4.3.2:not-with-psk", roles="client", tls="1.3")
def certificate_messages_in_a_resumption_are_refused(subject, peer):
    """Who authenticates by PSK sends neither Certificate nor CertificateRequest: unexpected_message."""
    after = "after(encrypted_extensions, hashed({}))"
    request = (
        "certificate_request, b'\\0' + vector(2, extension(signature_algorithms, vector(2, u16(0x0403))))"
    )
    lies = [after.format("certificate, b'\\0' + u24(0)"), after.format(request)]
    return _refused_each(subject, peer, lies, "unexpected_message")


@wire_scenario("rfc8446:4.2.11.2:retry", tls="1.3")
def a_resumption_survives_a_retry(subject, peer):
    """After a HelloRetryRequest the binder covers it too, and the session is resumed."""
    return [
        *with_ticket(subject, peer),
        peer.configured(groups=("secp521r1",)),
        peer.forges("split(every_message, 200)"),
        handshake(subject, peer),
        subject.tells("session_reused").gives(True),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.11:offered", roles="client", tls="1.3")
def a_client_offers_its_ticket_last_and_with_a_binder(subject, peer):
    """A client's own offer: pre_shared_key with a binder for each identity, psk_dhe_ke, no early data."""
    return [
        *with_ticket(subject, peer),
        handshake(subject, peer),
        subject.sends(f"len({_PSK}.identities) == len({_PSK}.binders)"),
        subject.sends("psk_dhe_ke in client_hello.extensions[psk_key_exchange_modes].modes"),
        subject.never_sends("client_hello.extensions[early_data]"),
        subject.continues(),
    ]

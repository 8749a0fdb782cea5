"""The rules on what is chosen, of a server and of a client that goes on with it; and on TLS 1.2 in clear."""

import pytest

from harness.names import Role, Tls
from harness.rules import RULES
from tests.judgement.greetings import (
    AES_12,
    AES_13,
    CBC_12,
    CCS,
    CERTIFICATE,
    DHE_12,
    DONE,
    FLIGHT,
    KEY_EXCHANGE,
    RSA_12,
    SCSV,
    SESSION,
    TICKET,
    answer,
    client,
    client_12,
    keys,
    message,
    offer,
    retry,
    said,
    server,
    server_12,
    server_13,
    share,
    shares,
    signed,
    u16s,
    vec,
)
from tests.judgement.script import HANDSHAKE, OK, PEER, STARVED, SUBJECT, Script, record, sealed

V12 = Tls.V12
SECOND = offer(key_share=shares(23))
PSK = (("pre_shared_key", keys(b"one", b"two")),)
GREASE = 0x1A1A
REST = sealed(b"the rest")
REQUEST = message(13, b"\x01\x40" + u16s(0x0403) + vec(b""))


def accepted(heard=None, **changes):
    """A client that went on with an answer of TLS 1.3."""
    return client(heard or offer(), got=(answer(**changes), CCS, REST))


def accepted_12(heard=None, *, then=FLIGHT, **changes):
    """A client that went on with an answer of TLS 1.2."""
    return client_12(answer(V12, **changes), then, mine=heard)


def refused(**changes):
    """A client that did not go on with an answer."""
    return client(
        offer(), got=(answer(**changes), REST), then=(record(b"\x02\x2f", kind=21),), finished=False
    )


def retried(**changes):
    """A client that obeyed a HelloRetryRequest."""
    return client(offer(), got=(retry(**changes),), then=(CCS, SECOND), finished=False)


def asks_again(*, heard=None, **changes):
    """A server that asks for another hello."""
    return server(heard or offer(), says=(retry(**changes), CCS))


def keeps_to(asked=None, **changes):
    """A server that asked for another hello, got it, and answers."""
    script = server(offer(), says=(asked or retry(), CCS)).does(PEER, HANDSHAKE, STARVED, CCS + said(SECOND))
    return script.gets(SUBJECT).does(
        SUBJECT, HANDSHAKE, STARVED, said(answer(**{"key_share": share(23), **changes}), REST)
    )


def both(**changes):
    """A server of TLS 1.3 that answers so, and a client that went on with it."""
    return [server_13(**changes), accepted(**changes)]


def both_12(**changes):
    """The same in TLS 1.2."""
    return [server_12(**changes), accepted_12(**changes)]


def flight(*parts, **changes):
    """A server of TLS 1.2 that says these messages."""
    return server_12(then=b"".join(parts), **changes)


WRONG = {
    "server-hello-can-be-read": [
        server(offer(), says=(message(2, answer().serialise()[:-1]), REST)),
        server_13(key_share=b"\x00\x1d"),
        server_13(supported_versions=b"\x03\x04\x00"),
        asks_again(key_share=share(23)),
        asks_again(cookie=vec(b"")),
        server_12(extended_master_secret=b"\0"),
        server_12(renegotiation_info=b"\x01\x00"),
        server_12(session_ticket=b"ticket", then=FLIGHT + TICKET),
        server_12(alpn=vec(vec(b"h2", 1) + vec(b"http/1.1", 1))),
        server_12(server_name=vec(b"")),
        server_12(ec_point_formats=b""),
    ],
    "extensions-are-unique": [
        server_13(last=(("key_share", share(29)),)),
        server_12(last=(("renegotiation_info", b"\0"),)),
    ],
    "point-formats-hold-the-uncompressed": [server_12(ec_point_formats=b"\x01\x01")],
    "key-shares-have-their-form": [
        server_13(key_share=b"\x00\x1d" + vec(bytes(31))),
        server_13(offer(key_share=shares(23)), key_share=b"\x00\x17" + vec(b"\x02" + bytes(32))),
    ],
    "randoms-are-no-constants": [server_13(random=bytes(32)), server_12(random=offer().random)],
    "selected-version-was-offered": [
        *both(supported_versions=b"\x03\x03"),
        *both(supported_versions=b"\x03\x05"),
        server_13(legacy_version=0x0302),
        *both(legacy_version=0x0300),
        *both(heard=offer(supported_versions=u16s(0x0303, width=1))),
        *both(heard=offer(supported_versions=None)),
        *both_12(legacy_version=0x0304),
        *both_12(legacy_version=0x0300),
        server_12(offer(V12, legacy_version=0x0302)),
        server(offer(supported_versions=u16s(0x0304, width=1)), says=(answer(V12), FLIGHT)),
        accepted_12(offer(supported_versions=u16s(0x0304, width=1))),
        retried(supported_versions=None),
        asks_again(supported_versions=b"\x03\x03"),
    ],
    "selected-suite-was-offered": [
        *both(cipher_suite=0x1302),
        *both(cipher_suite=AES_12),
        *both_12(cipher_suite=AES_13),
        *both_12(cipher_suite=0xC02F),
        *both_12(cipher_suite=SCSV),
        *both(heard=offer(cipher_suites=(GREASE, AES_13, SCSV)), cipher_suite=GREASE),
        asks_again(cipher_suite=0x1303),
        retried(cipher_suite=0x1303),
    ],
    "session-id-is-echoed": [
        *both(session_id=b""),
        *both(session_id=b"S" * 32),
        asks_again(session_id=b""),
        retried(session_id=b"s" * 31),
    ],
    "selected-compression-was-offered": [
        *both(compression=1),
        *both_12(compression=1),
        *both(heard=offer(compressions=b"\x01\x00"), compression=1),
    ],
    "extensions-only-answer": [
        *both_12(unknown=b""),
        *both_12(max_fragment_length=b"\x01"),
        *both_12(heard=offer(V12, cipher_suites=(AES_12,))),
        *both_12(heard=offer(V12, alpn=None), alpn=vec(vec(b"h2", 1))),
        *both(unknown=b""),
        asks_again(unknown=b""),
        retried(unknown=b""),
    ],
    "extensions-stand-where-they-may": [
        *both(alpn=vec(vec(b"h2", 1))),
        *both(cookie=vec(b"bread")),
        server_12(signature_algorithms=u16s(0x0403)),
        server_12(offer(), key_share=share(29)),
        *both_12(heard=offer(V12, grease=b""), grease=b""),
        asks_again(extended_master_secret=b""),
        retried(server_name=b""),
    ],
    "server-share-answers-a-share": [
        *both(key_share=share(23)),
        *both(key_share=None),
        *both(heard=offer(last=PSK), key_share=None, pre_shared_key=b"\0\0"),
    ],
    "selected-identity-was-offered": both(heard=offer(last=PSK), pre_shared_key=b"\0\x02"),
    "selected-protocol-was-offered": [server_12(alpn=vec(vec(b"h3", 1)))],
    "retry-asks-for-something-new": [
        asks_again(key_share=(29).to_bytes(2)),
        asks_again(key_share=(25).to_bytes(2)),
        asks_again(key_share=None),
        retried(key_share=(29).to_bytes(2)),
        server(said(offer()), CCS, SECOND, says=(retry(), CCS, retry(key_share=(24).to_bytes(2)))),
    ],
    "retry-is-kept-to": [
        keeps_to(cipher_suite=0x1302),
        keeps_to(key_share=share(24)),
        keeps_to(supported_versions=None),
    ],
    "secure-renegotiation-is-answered": [
        server_12(renegotiation_info=None),
        server_12(offer(V12, cipher_suites=(AES_12,), renegotiation_info=b"\0"), renegotiation_info=None),
        server_12(extensions=None),
    ],
    "encrypt-then-mac-is-for-block-ciphers": [
        server_12(encrypt_then_mac=b""),
        server_13(encrypt_then_mac=b""),
    ],
    "downgrade-sentinel-tells-the-truth": [
        server_13(random=b"r" * 24 + b"DOWNGRD\x01"),
        server_12(random=b"r" * 24 + b"DOWNGRD\x00"),
        accepted_12(offer(), random=b"r" * 24 + b"DOWNGRD\x01"),
        accepted_12(offer(), random=b"r" * 24 + b"DOWNGRD\x00"),
    ],
    "first-answer-is-followed-by-change-cipher-spec": [
        server(offer(), says=(answer(), REST, CCS)),
        server(offer(), says=(answer(), REST)),
    ],
    "nothing-in-clear-follows-the-server-hello": [
        server(offer(), says=(answer(), message(8, b"\0\0"), REST)),
        server(offer(), says=(record(said(answer())[5:] + b"\x08\0\0", kind=22), CCS, REST)),
    ],
    "resumed-session-id-is-echoed": [
        server_12(offer(V12, session_id=SESSION), then=CCS),
        server_12(offer(V12, session_id=SESSION), session_ticket=b"", then=TICKET + CCS),
        server_12(offer(V12, session_id=SESSION), session_id=b"", then=CCS),
    ],
    "promised-ticket-is-sent": [
        server_12(then=FLIGHT + TICKET),
        server_12(session_ticket=b"").does(SUBJECT, HANDSHAKE, OK, CCS),
    ],
    "messages-come-in-order": [
        flight(signed(), CERTIFICATE, DONE),
        flight(CERTIFICATE, CERTIFICATE, signed(), DONE),
        flight(CERTIFICATE, signed(), DONE, DONE),
        flight(CERTIFICATE, DONE, signed()),
        flight(CERTIFICATE, signed(), message(15, b"verify"), DONE),
        client_12(answer(V12), FLIGHT, then=(CERTIFICATE, message(15), KEY_EXCHANGE, CCS)),
    ],
    "server-flight-is-complete": [
        flight(CERTIFICATE, DONE),
        flight(signed(), DONE),
        flight(CERTIFICATE, DONE, cipher_suite=DHE_12),
        flight(FLIGHT, cipher_suite=RSA_12),
        flight(DONE, cipher_suite=RSA_12),
    ],
    "certificate-status-was-announced": [
        flight(CERTIFICATE, message(22, b"status"), signed(), DONE),
    ],
    "certificates-are-sent-as-asked": [
        client_12(answer(V12), FLIGHT, then=(CERTIFICATE, KEY_EXCHANGE, CCS)),
        client_12(answer(V12), CERTIFICATE, signed(), REQUEST, DONE),
        client_12(
            answer(V12), CERTIFICATE, signed(), REQUEST, DONE,
            then=(CERTIFICATE, KEY_EXCHANGE, message(15, b"\x04\x01sig"), CCS),
        ),
        client_12(
            answer(V12), CERTIFICATE, signed(), REQUEST, DONE,
            then=(KEY_EXCHANGE, message(15, b"\x04\x03sig"), CCS),
        ),
    ],
    "curve-of-the-server-was-offered": both_12(then=CERTIFICATE + signed(curve=25) + DONE),
    "scheme-of-the-server-was-offered": both_12(then=CERTIFICATE + signed(scheme=0x0201) + DONE),
    "server-key-exchange-can-be-read": [
        flight(CERTIFICATE, signed(kind=1), DONE),
        flight(CERTIFICATE, message(12, b"\x03\x00\x1d\x20"), DONE),
        flight(CERTIFICATE, message(12), DONE),
        flight(CERTIFICATE, signed(), DONE, cipher_suite=DHE_12),
    ],
}  # fmt: skip

FIELDS = message(12, vec(b"p") + vec(b"g") + vec(b"y") + b"\x08\x04" + vec(b"sig"))
RIGHT = {
    "TLS 1.3": server_13(),
    "TLS 1.3, accepted": accepted(),
    "TLS 1.2": server_12(),
    "TLS 1.2, accepted": accepted_12(),
    "TLS 1.2 by a server that does not know TLS 1.3": server_12(
        offer(supported_versions=u16s(0x0304, width=1))
    ),
    "TLS 1.1": server_12(offer(V12, legacy_version=0x0302), legacy_version=0x0302),
    "every answer TLS 1.2 has": server_12(
        offer(V12, status_request=b"\x01\0\0\0\0", max_fragment_length=b"\x02"),
        cipher_suite=CBC_12, encrypt_then_mac=b"", session_ticket=b"", status_request=b"", server_name=b"",
        alpn=vec(vec(b"h2", 1)), max_fragment_length=b"\x02",
        then=CERTIFICATE + message(22, b"status") + signed() + REQUEST + DONE + TICKET,
    ),
    "renegotiation_info for renegotiation_info": server_12(
        offer(V12, cipher_suites=(AES_12,), renegotiation_info=b"\0")
    ),
    "no renegotiation_info": server_12(offer(V12, cipher_suites=(AES_12,)), renegotiation_info=None),
    "a shortened handshake": server_12(then=CCS),
    "a shortened handshake with a ticket": server_12(session_ticket=b"", then=TICKET + CCS),
    "a resumed session": server_12(offer(V12, session_id=SESSION), session_id=SESSION, then=CCS),
    "a full handshake for a session ID": server_12(
        offer(V12, session_id=SESSION), session_ticket=b"", then=FLIGHT + TICKET + CCS
    ),
    "a promised ticket that is still to come": server_12(session_ticket=b""),
    "finite fields": flight(CERTIFICATE, FIELDS, DONE, cipher_suite=DHE_12),
    "static RSA": flight(CERTIFICATE, DONE, cipher_suite=RSA_12),
    "messages in one record": flight(
        record(b"".join(each[5:] for each in (CERTIFICATE, signed(), DONE)), kind=22)
    ),
    "a HelloRequest": flight(CERTIFICATE, signed(), message(0), DONE),
    "a certificate that was asked for": client_12(
        answer(V12), CERTIFICATE, signed(), REQUEST, DONE,
        then=(CERTIFICATE, KEY_EXCHANGE, message(15, b"\x04\x03sig"), CCS),
    ),
    "nothing but finished": client_12(answer(V12), CCS, then=(CCS,)),
    "a pre-shared key alone": server_13(
        offer(psk_key_exchange_modes=b"\x01\x00", last=PSK), key_share=None, pre_shared_key=b"\0\x01"
    ),
    "a pre-shared key and a share": server_13(offer(last=PSK), pre_shared_key=b"\0\0"),
    "a retry": asks_again(),
    "a retry with a cookie": asks_again(cookie=vec(b"bread")),
    "a cookie alone": asks_again(key_share=None, cookie=vec(b"bread")),
    "an answer after a retry": keeps_to(),
    "early data between the hellos": server(
        offer(early_data=b"", last=PSK), CCS, sealed(b"early"), SECOND,
        says=(retry(), CCS, answer(key_share=share(23)), REST),
    ),
    "no session id, no change_cipher_spec": server(
        offer(session_id=b""), says=(answer(session_id=b""), REST)
    ),
    "an alert behind the answer": server(offer(), says=(answer(), record(b"\x02\x28", kind=21))),
    "the mark of a server that knows TLS 1.3": server_12(random=b"r" * 24 + b"DOWNGRD\x01"),
    "a mark for a client that does not know it": accepted_12(random=b"r" * 24 + b"DOWNGRD\x01"),
    "a legacy_version that a client must ignore": accepted(legacy_version=0x0301),
    "a legacy_version below SSL 3.0, which it must ignore as well": accepted(legacy_version=0),
    "an extension in TLS 1.2 that a client may ignore": accepted_12(signature_algorithms=u16s(0x0403)),
    "a suite that was not offered, refused": refused(cipher_suite=0x1302),
    "an unasked extension, refused": refused(unknown=b""),
    "a lie about the hello, which cannot be read": server(message(1, b"lies"), says=(answer(), CCS, REST)),
    "extensions that cannot be read": server_13(
        offer(supported_groups=b"\0", signature_algorithms=b"", key_share=b"\0\x09", alpn=b"x"),
    ),
    "no hello at all": server(record(b"GET / HTTP/1.1"), says=(record(b"\x02\x0a", kind=21),)),
    "a client that lists neither groups nor schemes": server_12(
        offer(V12, supported_groups=None, signature_algorithms=None),
        then=CERTIFICATE + signed(25, 0x0203) + DONE,
    ),
}  # fmt: skip


def test_every_rule_on_answers_has_transcripts_that_break_it():
    modules = {f"harness.negotiation.{name}" for name in ("answers", "server", "flights")}
    assert {rule.name for rule in RULES if rule.check.__module__ in modules} <= set(WRONG)


@pytest.mark.parametrize(("rule", "script"), [(rule, each) for rule, them in WRONG.items() for each in them])
def test_a_transcript_that_breaks_a_rule_is_caught_by_it(rule, script):
    assert rule in script.broken


@pytest.mark.parametrize("told", RIGHT)
def test_what_is_allowed_breaks_nothing(told):
    assert RIGHT[told].broken == []


def test_a_violation_says_what_was_chosen():
    script = server_12(cipher_suite=0xC02F)
    assert script.broken == ["selected-suite-was-offered"]


def test_only_what_reached_the_server_counts():
    script = Script(role=Role.SERVER).does(PEER, HANDSHAKE, STARVED, said(offer(cipher_suites=(0x1302,))))
    script.gets(SUBJECT, said(offer())).does(SUBJECT, HANDSHAKE, STARVED, said(answer(), CCS, REST))
    assert script.broken == []

"""The rules on what a client offers: transcripts that break each, and neighbours that break nothing."""

import pytest

from harness.names import Tls
from harness.rules import RULES
from tests.judgement.greetings import (
    AES_12,
    AES_13,
    CCS,
    FALLBACK,
    SCSV,
    answer,
    client,
    host,
    keys,
    message,
    offer,
    retry,
    said,
    shares,
    u16s,
    vec,
)
from tests.judgement.script import HANDSHAKE, RAGGED, STARVED, SUBJECT, Script, record, sealed

V12 = Tls.V12
SECOND = {"key_share": shares(23)}
PSK = (("pre_shared_key", keys(b"one", b"two")),)


def old(**changes):
    """A client of TLS 1.2."""
    return client(offer(V12, **changes), tls=V12)


def new(**changes):
    """A client that offers TLS 1.3."""
    return client(offer(**changes))


def again(asked=None, *, first=None, **changes):
    """A client that is asked for another hello, and says it."""
    return client(
        first or offer(), got=(asked or retry(),), then=(CCS, offer(**{**SECOND, **changes})), finished=False
    )


def in_record(version, hello, *, tls=Tls.V13):
    """A client whose first record has this version."""
    data = said(hello)
    return Script(tls).does(SUBJECT, HANDSHAKE, STARVED, data[:1] + version.to_bytes(2) + data[3:])


def after(records, **kind):
    """A client that has been answered, and sends these records."""
    return client(offer(), got=(answer(),), then=(records,), **kind)


WRONG = {
    "client-hello-can-be-read": [
        client(message(2, b"no ClientHello")),
        client(message(1, offer().serialise()[:-1])),
        client(message(1, b"\x03\x03")),
        new(supported_groups=b""),
        new(supported_groups=b"\x00\x03\x00\x1d\x00"),
        new(signature_algorithms=u16s(0x0403) + b"\0"),
        new(supported_versions=b"\x00"),
        new(key_share=vec(b"\x00\x1d\x00\x00")),
        new(key_share=shares(29)[:-1]),
        new(psk_key_exchange_modes=b"\x00"),
        new(alpn=b""),
        new(alpn=vec(vec(b"", 1))),
        new(server_name=b""),
        new(server_name=vec(b"\x00" + vec(b"localhost")) + b"\0"),
        new(ec_point_formats=b"\x00"),
        new(extended_master_secret=b"\0"),
        new(encrypt_then_mac=b"\0"),
        new(renegotiation_info=b"\x01\x00"),
        new(padding=b"\0\0\x01"),
        new(record_size_limit=b"\0\x3f"),
        new(max_fragment_length=b"\x05"),
        new(status_request=b"\x01\x00\x00"),
        new(last=(("pre_shared_key", keys(b"one", b"two", binders=1)),)),
        new(last=(("pre_shared_key", keys(b"")),)),
        new(last=(("pre_shared_key", b""),)),
    ],
    "extensions-are-unique": [
        new(last=(("alpn", vec(vec(b"h2", 1))),)),
        new(last=(("unknown", b""), ("unknown", b""))),
    ],
    "key-shares-have-their-form": [
        new(key_share=vec(b"\x00\x1d" + vec(bytes(31)))),
        new(supported_groups=u16s(23), key_share=vec(b"\x00\x17" + vec(b"\x02" + bytes(32)))),
        new(supported_groups=u16s(23), key_share=vec(b"\x00\x17" + vec(b"\x06" + bytes(64)))),
    ],
    "point-formats-hold-the-uncompressed": [
        new(ec_point_formats=b"\x01\x01"),
        old(ec_point_formats=b"\x02\x01\x02"),
    ],
    "randoms-are-no-constants": [new(random=bytes(32)), old(random=b"\xff" * 32)],
    "legacy-version-of-the-client": [
        new(legacy_version=0x0304),
        new(legacy_version=0x0301),
        old(legacy_version=0x0304),
        old(legacy_version=0x0300),
    ],
    "offered-versions-exist": [
        new(supported_versions=u16s(0x0304, 0x0300, width=1)),
        new(supported_versions=u16s(0x0305, 0x0304, width=1)),
        new(supported_versions=u16s(0x2A2A, width=1)),
    ],
    "null-compression-is-offered": [
        new(compressions=b"\x01\x00"),
        new(compressions=b"\x01"),
        old(compressions=b"\x01"),
    ],
    "key-shares-follow-the-groups": [
        new(supported_groups=u16s(23, 24)),
        new(key_share=shares(23, 29)),
        new(key_share=shares(29, 29)),
        new(supported_groups=None),
    ],
    "pre-shared-key-is-last": [new(last=(*PSK, ("unknown", b"")))],
    "pre-shared-keys-come-with-modes": [
        new(psk_key_exchange_modes=None, last=PSK),
        new(early_data=b""),
    ],
    "server-name-is-a-host-name": [
        new(server_name=host(b"127.0.0.1")),
        new(server_name=host(b"::1")),
        new(server_name=host(b"localhost.")),
        new(server_name=host("bücher.example".encode())),
        old(server_name=host(b"local\0host")),
        new(server_name=vec(b"\x00" + vec(b"one") + b"\x00" + vec(b"two"))),
    ],
    "mandatory-extensions-are-there": [
        new(signature_algorithms=None),
        new(supported_groups=None, key_share=None),
        new(key_share=None),
        new(supported_groups=None, last=PSK),
    ],
    "broken-suites-are-not-offered": [
        new(cipher_suites=(AES_13, 0x0005)),
        old(cipher_suites=(AES_12, 0x0003, SCSV)),
        old(cipher_suites=(AES_12, 0x0002, SCSV)),
        old(cipher_suites=(AES_12, 0x0009, SCSV)),
        old(cipher_suites=(AES_12, 0xC018, SCSV)),
        old(cipher_suites=(SCSV, 0x3A3A)),
    ],
    "broken-hashes-are-not-offered": [
        new(signature_algorithms=u16s(0x0403, 0x0201)),
        old(signature_algorithms=u16s(0x0101)),
        old(signature_algorithms=u16s(0x0203)),
    ],
    "no-fallback-at-the-highest-version": [new(cipher_suites=(AES_13, SCSV, FALLBACK))],
    "secure-renegotiation-is-offered": [
        new(cipher_suites=(AES_13, AES_12)),
        old(cipher_suites=(AES_12,)),
    ],
    "cookies-are-only-echoed": [
        new(cookie=vec(b"unasked")),
        again(retry(cookie=vec(b"bread"))),
        again(retry(cookie=vec(b"bread")), cookie=vec(b"crumb")),
        again(cookie=vec(b"unasked")),
    ],
    "second-hello-repeats-the-first": [
        again(random=b"d" * 31 + b"r"),
        again(session_id=b"t" * 32),
        again(cipher_suites=(AES_13, SCSV)),
        again(alpn=None),
        again(unknown=b""),
        again(server_name=host(b"elsewhere")),
        again(last=(("early_data", b""),)),
        again(supported_groups=None, last=(("supported_groups", u16s(29, 23, 24)),)),
        client(said(offer(), offer())),
        client(offer(), got=(answer(),), then=(offer(),), finished=False),
    ],
    "second-hello-has-the-share-asked-for": [
        again(key_share=shares(24)),
        again(key_share=shares(29, 23)),
        again(key_share=shares()),
        again(retry(key_share=None, cookie=vec(b"bread")), cookie=vec(b"bread")),
    ],
    "first-record-is-of-an-old-version": [
        in_record(0x0300, offer()),
        in_record(0x0302, offer()),
        in_record(0x0304, offer()),
        client(offer(), got=(retry(),), then=(b"\x16\x03\x01" + said(offer(**SECOND))[3:],), finished=False),
    ],
    "records-are-of-version-1-2": [
        after(b"\x17\x03\x04" + sealed(b"finished")[3:]),
        after(b"\x17\x03\x01" + sealed(b"finished")[3:]),
        after(sealed(b"finished")).does(SUBJECT, HANDSHAKE, STARVED, b"\x15\x03\x01\x00\x02\x01\x00"),
    ],
    "change-cipher-spec-is-one-byte": [
        after(record(b"\x02", kind=20)),
        after(record(b"\x01\x01", kind=20)),
    ],
}  # fmt: skip

RIGHT = {
    "an ordinary client of TLS 1.3": new(),
    "an ordinary client of TLS 1.2": old(),
    "one of TLS 1.2 that lists its versions": old(supported_versions=u16s(0x0303, width=1)),
    "one of TLS 1.1": old(legacy_version=0x0302),
    "one of TLS 1.3 alone": new(supported_versions=u16s(0x0304, width=1), cipher_suites=(AES_13,)),
    "GREASE in every list": new(
        cipher_suites=(0x0A0A, AES_13, SCSV),
        supported_groups=u16s(0x4A4A, 29),
        key_share=vec(b"\x4a\x4a" + vec(b"\0") + shares(29)[2:]),
        supported_versions=u16s(0x6A6A, 0x0304, width=1),
        signature_algorithms=u16s(0x8A8A, 0x0403),
        alpn=vec(vec(b"\x5a\x5a", 1) + vec(b"h2", 1)),
        psk_key_exchange_modes=b"\x02\x01\x0b",
        grease=b"",
        last=(("unknown", b"\0"),),
    ),
    "no key share at all": new(key_share=shares()),
    "two key shares in order": new(key_share=shares(29, 24)),
    "a pre-shared key": new(early_data=b"", last=PSK),
    "a pre-shared key in place of certificates": new(signature_algorithms=None, last=PSK),
    "no server name": new(server_name=None),
    "a name that looks like an address": new(server_name=host(b"300.0.0.1")),
    "names of another kind": new(server_name=vec(b"\x00" + vec(b"localhost")), unknown=b"x"),
    "padding": new(padding=bytes(100)),
    "status, limits and renegotiation": new(
        status_request=b"\x01\x00\x00\x00\x00", record_size_limit=b"\0\x40", renegotiation_info=b"\0"
    ),
    "compression where TLS 1.2 allows it": old(compressions=b"\x01\x00"),
    "fallback below the highest version": old(cipher_suites=(AES_12, SCSV, FALLBACK)),
    "no extensions": client(offer(V12, extensions=None), tls=V12),
    "the oldest record version, for TLS 1.2": in_record(0x0300, offer(V12), tls=V12),
    "an old record version, for TLS 1.3": in_record(0x0301, offer()),
    "a second hello": again(),
    "a second hello with a cookie": again(retry(cookie=vec(b"bread")), cookie=vec(b"bread")),
    "a cookie alone": again(
        retry(key_share=None, cookie=vec(b"bread")), cookie=vec(b"bread"), key_share=shares(29)
    ),
    "a second hello without early data and padding, with other binders": again(
        first=offer(early_data=b"", padding=bytes(9), last=PSK), last=(("pre_shared_key", keys(b"one")),)
    ),
    "a hello in two records": client(
        record(said(offer())[5:105], kind=22), record(said(offer())[105:], kind=22)
    ),
    "a change_cipher_spec cut off": after(CCS[:5], finished=False),
    "an old alert before anything is agreed": client(offer()).does(
        SUBJECT, HANDSHAKE, STARVED, b"\x15\x03\x01\x00\x02\x02\x0a"
    ),
    "nothing said": Script().does(SUBJECT, HANDSHAKE, STARVED),
    "an answer that cannot be read": client(
        offer(), got=(message(2, b"\x03\x03"),), then=(CCS,), finished=False
    ),
    "half a hello": client(said(offer())[:50]).does(SUBJECT, HANDSHAKE, RAGGED),
}  # fmt: skip


def test_every_rule_on_offers_has_transcripts_that_break_it():
    modules = {f"harness.negotiation.{name}" for name in ("offers", "retries", "layers", "forms")}
    rules = {rule.name for rule in RULES if rule.check.__module__ in modules}
    assert rules - {"server-hello-can-be-read"} == set(WRONG)


@pytest.mark.parametrize(("rule", "script"), [(rule, each) for rule, them in WRONG.items() for each in them])
def test_a_transcript_that_breaks_a_rule_is_caught_by_it(rule, script):
    assert rule in script.broken


@pytest.mark.parametrize("told", RIGHT)
def test_what_is_allowed_breaks_nothing(told):
    assert RIGHT[told].broken == []


def test_what_follows_a_fatal_error_is_not_judged():
    script = client(offer(), got=(answer(),), then=(sealed(b"x"),), finished=False)
    script.does(SUBJECT, HANDSHAKE, RAGGED).does(SUBJECT, HANDSHAKE, STARVED, said(offer()))
    assert script.broken == ["fatal-errors-are-final"]

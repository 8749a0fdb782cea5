"""The forging peer: every lie reaches the wire as told, is the only one, and what it hears is true."""

import gc
import re
import weakref

import pytest

from harness.drivers import registry
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, Raised
from harness.implementation import load
from harness.names import Role, Side, Tls
from harness.options import Options
from harness.peers import forging
from harness.run.execute import execute
from harness.run.setting import Setting
from harness.scenario import PROTOCOL_ERROR, Actor, handshake, reconnect, together
from harness.schedule import STRAIGHT
from harness.setup import Setup
from harness.transcript import Emitted
from harness.wire.handshake import HandshakeReader
from harness.wire.records import MAX_CIPHERTEXT_12, ContentType, RecordReader

SUBJECT, PEER = Actor(Side.SUBJECT), Actor(Side.PEER)
HANDSHAKE = handshake(SUBJECT, PEER)

both_roles = pytest.mark.parametrize("role", Role)
both_versions = pytest.mark.parametrize("tls", Tls)


@pytest.fixture
def act_out(pki):
    """Runs steps with CPython's ssl as the subject; the transcript."""

    def run(role, tls, *steps):
        driver, stdlib, contexts = registry.driver("bio"), load("stdlib"), Contexts()
        connect = {
            Side.SUBJECT: lambda setup: driver.connect(stdlib, setup, contexts),
            Side.PEER: forging.connect,
        }
        return execute(list(steps), Setting(role, tls, STRAIGHT, pki, connect))

    return run


def outcome(transcript, verb, side=Side.PEER):
    """How the last act of that verb ended."""
    return [r.outcome for r in transcript.results if r.act.verb == verb and r.act.side is side][-1]


def records(transcript):
    """The records the peer put on the wire."""
    reader = RecordReader(MAX_CIPHERTEXT_12)
    reader.feed(b"".join(e.data for e in transcript.events if isinstance(e, Emitted) and e.side is Side.PEER))
    return list(reader)


def first_messages(transcript):
    """The unprotected handshake messages the peer sent, by type."""
    reader = HandshakeReader()
    for record in records(transcript):
        if record.type == ContentType.change_cipher_spec:
            break
        if record.type == ContentType.handshake:
            reader.feed(record.payload)
    return {message.type: message.body for message in reader}


# -- lies that a sound subject must not notice


@both_roles
@both_versions
@pytest.mark.parametrize(
    "edit",
    [
        "split(every_message, 1)",
        "split(every_message, [4, 1, 60])",
        "split(every_message, 3)",
        "split(finished, 16)",
    ],
)
def test_messages_in_many_records_make_the_same_handshake(act_out, role, tls, edit):
    run = act_out(role, tls, PEER.forges(edit), HANDSHAKE, SUBJECT.continues())
    assert run.finished
    assert run.unreached == ()


@both_versions
def test_a_changed_random_is_signed_hashed_and_reckoned_with(act_out, tls):
    edit = "server_hello.random[0:4] = b'abcd'"
    run = act_out(Role.CLIENT, tls, PEER.forges(edit), HANDSHAKE, SUBJECT.continues())
    assert run.finished
    assert first_messages(run)[2][2:6] == b"abcd"
    run = act_out(
        Role.SERVER, tls, PEER.forges("client_hello.random = b'r' * 32"), HANDSHAKE, SUBJECT.continues()
    )
    assert run.finished
    assert first_messages(run)[1][2:34] == b"r" * 32


@both_roles
def test_padding_is_put_on_and_borne_with(act_out, role):
    run = act_out(
        role, Tls.V13, PEER.forges("pad(every_message, 300)", "pad(application_data, 500)"), HANDSHAKE,
        SUBJECT.continues(),
    )  # fmt: skip
    assert run.finished
    assert [r for r in records(run) if r.type == ContentType.application_data and len(r.payload) > 800]


@both_roles
def test_cbc_padding_may_be_long(act_out, role):
    suite = "ECDHE-ECDSA-AES128-SHA"
    run = act_out(
        role, Tls.V12, SUBJECT.configured(cipher=suite), PEER.configured(cipher=suite),
        PEER.forges("pad(application_data, 255)"), HANDSHAKE, SUBJECT.continues(),
    )  # fmt: skip
    assert run.finished


def test_binders_are_made_anew(act_out):
    run = act_out(
        Role.SERVER, Tls.V13, HANDSHAKE, SUBJECT.writes(b"ticket"), PEER.reads_exactly(b"ticket"),
        reconnect(resume=True), PEER.forges("client_hello.cipher_suites += [GREASE]"), HANDSHAKE,
        PEER.tells("session_reused").gives(True),
    )  # fmt: skip
    assert run.finished, run.results[-1]
    assert run.unreached == ()


def test_a_signature_is_made_anew_for_another_scheme(act_out):
    run = act_out(
        Role.CLIENT, Tls.V13, PEER.configured(certificate="rsa"),
        PEER.forges("certificate_verify.scheme = rsa_pss_rsae_sha512"), HANDSHAKE,
    )  # fmt: skip
    assert run.finished


# -- lies that show


@both_roles
@both_versions
@pytest.mark.parametrize(
    ("edit", "alert"),
    [
        ("finished.verify_data ^= 1", "decrypt_error"),
        ("damage(finished, -1)", "bad_record_mac"),
        ("truncate(finished, 1)", "bad_record_mac"),
        ("resequence(finished, 7)", "bad_record_mac"),
        ("retype(finished, 99)", "unexpected_message"),
        ("del finished.verify_data[-1:]", "decode_error"),
        ("finished.type = 42", "unexpected_message"),
    ],
)
def test_a_lie_about_finished_is_answered_and_the_answer_is_heard(act_out, role, tls, edit, alert):
    run = act_out(
        role, tls, PEER.forges(edit),
        together(SUBJECT.handshakes().raises(PROTOCOL_ERROR), PEER.handshakes().anything()),
        SUBJECT.alerts(alert),
    )  # fmt: skip
    assert outcome(run, "alerts") == Done((f"fatal {alert}",))
    assert run.unreached == ()


@pytest.mark.parametrize("edit", ["damage_mac(application_data)", "damage_padding(application_data, 0)"])
@both_roles
def test_below_encryption_mac_and_padding_can_be_wrong(act_out, role, edit):
    suite = "ECDHE-ECDSA-AES128-SHA"
    run = act_out(
        role, Tls.V12, SUBJECT.configured(cipher=suite), PEER.configured(cipher=suite), HANDSHAKE,
        PEER.forges(edit, "pad(application_data, 40)"), PEER.writes(b"x" * 20),
        SUBJECT.reads(100).raises(PROTOCOL_ERROR), SUBJECT.alerts("bad_record_mac"),
    )  # fmt: skip
    assert run.finished, run.results[-1]


def test_what_shares_a_record_across_a_key_change_is_on_the_wire(act_out):
    run = act_out(
        Role.CLIENT, Tls.V13, PEER.forges("join(server_hello, 2)"),
        together(SUBJECT.handshakes().raises(PROTOCOL_ERROR), PEER.handshakes().anything()),
    )  # fmt: skip
    hello = records(run)[0]
    assert len(hello.payload) == 4 + int.from_bytes(hello.payload[1:4]) + 2
    assert hello.payload[-2] == 8


def test_messages_change_places(act_out):
    run = act_out(
        Role.CLIENT, Tls.V12, PEER.forges("swap(certificate)"),
        together(SUBJECT.handshakes().raises(PROTOCOL_ERROR), PEER.handshakes().anything()),
        SUBJECT.alerts("unexpected_message"),
    )  # fmt: skip
    assert run.finished
    assert list(first_messages(run)) == [2, 12, 11, 14]


def test_old_keys_can_be_used_again(act_out):
    run = act_out(
        Role.CLIENT, Tls.V13, HANDSHAKE, PEER.injects("keys(old), record(application_data, b'late')"),
        SUBJECT.reads(100).raises(PROTOCOL_ERROR), SUBJECT.alerts("bad_record_mac"),
    )  # fmt: skip
    assert run.finished


@both_roles
def test_the_next_keys_follow_a_key_update(act_out, role):
    items = "message(key_update, u8(0)), keys(next), record(application_data, b'new keys')"
    run = act_out(
        role, Tls.V13, HANDSHAKE, PEER.injects(items), SUBJECT.reads_exactly(b"new keys"), SUBJECT.continues()
    )
    assert run.finished, run.results[-1]


@both_roles
@both_versions
def test_items_go_out_as_they_are(act_out, role, tls):
    run = act_out(
        role,
        tls,
        PEER.injects("clear(24, b'beat', 0x0301)", "raw(b'\\x17\\x03')"),
        SUBJECT.handshakes().anything(),
    )
    wire = b"".join(e.data for e in run.events if isinstance(e, Emitted) and e.side is Side.PEER)
    assert wire == b"\x18\x03\x01\x00\x04beat\x17\x03"


# -- what it hears


def test_what_the_subject_sent_can_be_asked_about(act_out):
    run = act_out(
        Role.CLIENT, Tls.V13, PEER.configured(groups=("secp384r1",)), HANDSHAKE,
        SUBJECT.sends("client_hello.random == client_hello_2.random"),
        SUBJECT.sends("client_hello_2.extensions[key_share].shares[0].group == secp384r1"),
        SUBJECT.sends("len(client_hello_2.extensions[key_share].shares) == 1"),
        SUBJECT.never_sends("client_hello_3"), SUBJECT.sends("finished"), SUBJECT.alerts(None),
        SUBJECT.sends("len(change_cipher_spec) == 1"), SUBJECT.sends("'finished' in every_message"),
    )  # fmt: skip
    assert run.finished, run.results[-1]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("client_hello.legacy_version == 0x0304", "no: client_hello.legacy_version is 0x303"),
        ("len(alert) == 1 or not absent(certificate)", "no: alert is []; certificate is absent"),
        ("client_hello_2.random", "no client_hello no. 2 was sent"),
        (
            "client_hello.extensions[cookie]",
            "client_hello.extensions[cookie]: the message at hand has no cookie",
        ),
    ],
)
def test_a_condition_that_does_not_hold_says_what_is_there(act_out, condition, told):
    run = act_out(Role.CLIENT, Tls.V13, HANDSHAKE, SUBJECT.sends(condition))
    assert outcome(run, "observe") == Done(told)


def test_what_was_sent_in_honesty_can_be_asked_about(act_out):
    condition = "client_hello.session_id == peer.server_hello.session_id"
    run = act_out(Role.CLIENT, Tls.V13, HANDSHAKE, SUBJECT.sends(condition))
    assert run.finished, run.results[-1]


def test_what_is_there_is_not_absent(act_out):
    run = act_out(Role.CLIENT, Tls.V13, HANDSHAKE, SUBJECT.never_sends("client_hello.extensions[key_share]"))
    assert not run.finished


# -- honesty about lies


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ("del hello_request", "was not reached"),
        ("server_hello.extensions[9].type = 0xfe77", "could not be applied: .* has no 9"),
        ("server_hello.legacy_version = 0x10000", "could not be applied"),
    ],
)
def test_a_lie_that_was_not_told_is_told(act_out, edit, why):
    run = act_out(Role.CLIENT, Tls.V12, PEER.forges(edit), HANDSHAKE)
    assert len(run.unreached) == 1
    assert re.search(why, run.unreached[0])
    assert run.unasked == ()


def test_an_answer_nobody_asked_for_cannot_be_lied_about(act_out):
    answer = "server_hello.extensions[alpn].protocols = [b'h2']"
    run = act_out(Role.CLIENT, Tls.V12, PEER.configured(alpn=("h2",)), PEER.forges(answer), HANDSHAKE)
    assert run.unasked == (f"{answer} is about an answer, and the other end does not offer alpn",)
    assert run.unreached == ()
    asks = SUBJECT.configured(alpn=("h2",)), PEER.configured(alpn=("h2",))
    run = act_out(Role.CLIENT, Tls.V12, *asks, PEER.forges(answer), HANDSHAKE, SUBJECT.continues())
    assert run.finished
    assert (run.unasked, run.unreached) == ((), ())


def test_a_session_that_no_server_gave_cannot_be_lied_about(act_out):
    lie = "client_hello.extensions[pre_shared_key].binders = []"
    run = act_out(Role.SERVER, Tls.V13, PEER.forges(lie), HANDSHAKE)
    assert run.unasked == (f"{lie} is about a resumption, and the other end has given no ticket",)
    assert run.unreached == ()


def test_what_a_client_never_sent_is_no_answer(act_out):
    """A lie about an extension of ClientHello that is not there is an author's mistake."""
    run = act_out(
        Role.SERVER, Tls.V12, PEER.forges("client_hello.extensions[cookie].cookie = b''"), HANDSHAKE
    )
    assert run.unasked == ()
    assert re.search("could not be applied: .* has no cookie", run.unreached[0])


@pytest.mark.parametrize(
    ("session_id", "edit", "unreached"),
    [
        ("b''", "del change_cipher_spec", False),
        ("b''", "before(change_cipher_spec, ccs())", True),
        ("b'0' * 32", "del change_cipher_spec", False),
        ("b'0' * 32", "before(change_cipher_spec, ccs())", False),
    ],
)
def test_to_leave_out_what_is_not_sent_is_no_lie_that_was_not_told(pki, session_id, edit, unreached):
    """A server of TLS 1.3 sends change_cipher_spec to clients with a session ID (RFC 8446 appendix D.4)."""

    def client(setup):
        endpoint = forging.connect(setup)
        endpoint.attempt(Call("forge", (f"client_hello.session_id = {session_id}",)))
        return endpoint

    connect = {Side.SUBJECT: client, Side.PEER: forging.connect}
    opening = together(SUBJECT.handshakes().anything(), PEER.handshakes().anything())
    run = execute([PEER.forges(edit), opening], Setting(Role.CLIENT, Tls.V13, STRAIGHT, pki, connect))
    assert run.unreached == ((f"{edit} was not reached",) if unreached else ())


def test_a_lying_peer_judges_nothing(act_out):
    """It never alerts by itself, so that only the subject can have refused."""
    run = act_out(
        Role.SERVER, Tls.V13, PEER.forges("client_hello.session_id = b''"),
        together(SUBJECT.handshakes().anything(), PEER.handshakes().anything()),
    )  # fmt: skip
    assert not any(record.type == ContentType.alert for record in records(run))


def test_an_honest_peer_is_not_changed_by_being_able_to_lie(act_out):
    run = act_out(Role.CLIENT, Tls.V13, HANDSHAKE, SUBJECT.continues())
    assert not isinstance(outcome(run, "handshake"), Raised)
    assert run.unreached == ()


@both_versions
@both_roles
def test_a_connection_that_is_over_needs_no_garbage_collector(pki, role, tls):
    ends = {each: forging.connect(Setup(each, tls, Options(), pki)) for each in Role}
    waiting = list(ends.items())
    while waiting:
        for each, end in tuple(waiting):
            if isinstance(end.attempt(Call("handshake")), Done):
                waiting.remove((each, end))
            ends[each.other].feed(end.take())
    gone = weakref.ref(ends[role].connection)
    assert ends[role].overheard[0]
    gc.disable()
    try:
        del end, ends
        assert gone() is None
    finally:
        gc.enable()

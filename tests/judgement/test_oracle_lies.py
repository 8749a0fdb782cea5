"""Judging runs in which the peer lied: a lie that was not told is our own fault, and tells findings apart."""

import pytest

from harness.endpoint import Done, Raised, Wants
from harness.names import Grade, Kind, Verdict, Want
from harness.oracle import ending_of, judge
from harness.transcript import Result
from tests.judgement.script import FOREIGN, READ, SUBJECT, shaken
from tests.judgement.test_oracle import peer, proves, run, subject, with_results

LIE = "server_hello.cipher_suite = 0xfefe"
FORGES = (peer.forges(LIE), Done())
REFUSED = Raised(Kind.PROTOCOL_ERROR, "SSLError")
REFUSES = subject.reads(5).raises(Kind.PROTOCOL_ERROR)
ALERTS = subject.alerts("illegal_parameter", "decode_error", None)


def unreached(transcript, why="was not reached"):
    transcript.unreached = (f"{LIE} {why}",)
    return transcript


def test_a_pass_without_the_lie_is_an_error():
    judgement = judge(proves, unreached(run(FORGES)))
    assert (judgement.verdict, judgement.told) == (Verdict.ERROR, f"{LIE} was not reached")


def test_who_goes_on_without_having_been_lied_to_is_not_blamed():
    assert judge(proves, unreached(run(FORGES, (REFUSES, Done(b"data"))))).verdict is Verdict.ERROR


def test_who_fails_before_the_lie_is_due_has_failed_by_itself():
    act = subject.reads(5).gives(b"hello")
    assert judge(proves, unreached(run(FORGES, (act, REFUSED)))).verdict is Verdict.FAIL


def test_who_tells_an_end_before_the_lie_is_due_has_failed_by_itself():
    act = subject.reads(5).gives(b"hello")
    assert judge(proves, unreached(run(FORGES, (act, Done(b""))))).verdict is Verdict.FAIL
    assert judge(proves, unreached(run(FORGES, (act, Done(b"other"))))).verdict is Verdict.ERROR


def test_who_did_not_offer_to_be_asked_is_not_asked_with_a_lie():
    act = peer.requests_certificate().returns()
    misuse = Raised(Kind.MISUSE, message="the client did not offer post_handshake_auth")
    judgement = judge(proves, unreached(run(FORGES, (act, misuse))))
    assert judgement.verdict is Verdict.FAIL
    assert judgement.origin.startswith("open: peer request_certificate returns -> misuse")


def at_once(refusal):
    """A handshake in which the subject waits for ever, and what became of the peer's meanwhile."""
    transcript = unreached(run(FORGES))
    handshakes = subject.handshakes().raises(Kind.PROTOCOL_ERROR), peer.handshakes().anything()
    outcomes = Wants(Want.READ), refusal
    transcript.results += [Result(9, act, outcome) for act, outcome in zip(handshakes, outcomes, strict=True)]
    return judge(proves, transcript)


def test_a_peer_that_finds_fault_before_its_lie_is_due_is_heard():
    judgement = at_once(Raised(Kind.PROTOCOL_ERROR, "TLSLocalAlert", message="illegal_parameter"))
    assert judgement.verdict is Verdict.FAIL
    assert judgement.origin == "open: peer handshake returns -> TLSLocalAlert"
    assert judgement.told == (
        "step 10: peer handshake() returns, but it came to TLSLocalAlert (illegal_parameter)"
    )


def test_a_peer_that_waits_as_well_has_found_none():
    judgement = at_once(Wants(Want.READ))
    assert judgement.verdict is Verdict.STALLED
    assert judgement.origin == f"open: subject handshake raises protocol error -> wants read [{LIE}]"


def test_so_has_who_fails_otherwise_and_alerts_otherwise():
    results = FORGES, (REFUSES, REFUSED), (ALERTS, Done(("fatal internal_error",)))
    assert judge(proves, unreached(run(*results))).verdict is Verdict.FAIL
    assert judge(proves, unreached(run((REFUSES, REFUSED), *results[::2]))).verdict is Verdict.ERROR


def test_an_edit_that_could_not_be_applied_is_always_our_fault():
    act = subject.reads(5).gives(b"hello")
    transcript = unreached(run(FORGES, (act, REFUSED)), "could not be applied: no such field")
    assert judge(proves, transcript).verdict is Verdict.ERROR


NEVER_OFFERED = f"{LIE} is about an answer, and the other end does not offer alpn"


def without_offer(transcript, *, spared):
    transcript.unasked, transcript.spared = (NEVER_OFFERED,), spared
    return transcript


def test_a_lie_about_what_was_never_offered_is_unsupported():
    judgement = judge(proves, without_offer(run(FORGES, (REFUSES, Done(b"data"))), spared=True))
    assert (judgement.verdict, judgement.told) == (Verdict.UNSUPPORTED, NEVER_OFFERED)
    assert judge(proves, without_offer(run(FORGES), spared=False)).verdict is Verdict.UNSUPPORTED


def test_what_comes_after_it_on_another_connection_is_judged():
    assert judge(proves, without_offer(run((REFUSES, Done(b"data"))), spared=False)).verdict is Verdict.FAIL


def test_a_rule_that_is_broken_beside_it_is_broken():
    script = with_results(shaken().does(SUBJECT, READ, FOREIGN), FORGES, (REFUSES, FOREIGN))
    judgement = judge(proves, without_offer(script, spared=True))
    assert (judgement.verdict, judgement.requirement) == (Verdict.FAIL, "python:ssl:exceptions")


def test_after_damage_nobody_asks():
    assert judge(proves, unreached(run(FORGES, damaged=True))).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("sent", "verdict", "grade"),
    [
        (("fatal illegal_parameter",), Verdict.PASS, Grade.STRICT),
        (("fatal decode_error",), Verdict.PASS, Grade.ACCEPTABLE),
        ((), Verdict.PASS, Grade.ACCEPTABLE),
        (("fatal internal_error",), Verdict.FAIL, None),
        (("warning illegal_parameter",), Verdict.FAIL, None),
        (("fatal illegal_parameter", "warning close_notify"), Verdict.FAIL, None),
    ],
)
def test_alerts_are_graded(sent, verdict, grade):
    judgement = judge(proves, run(FORGES, (REFUSES, REFUSED), (ALERTS, Done(sent))))
    assert (judgement.verdict, judgement.grade) == (verdict, grade)


def test_a_wrong_alert_is_told_in_words():
    judgement = judge(proves, run(FORGES, (REFUSES, REFUSED), (ALERTS, Done(("fatal internal_error",)))))
    assert judgement.told == (
        "step 4: the subject alerts fatal illegal_parameter or, tolerated, fatal decode_error "
        "or, tolerated, nothing, but it came to fatal internal_error"
    )


def test_two_lies_that_are_believed_are_two_findings():
    other = (peer.forges("server_hello.compression = 1"), Done())
    origins = {judge(proves, run(lie, (REFUSES, Done(b"")))).origin for lie in (FORGES, other)}
    assert origins == {
        f"open: subject read raises protocol error -> b'' [{LIE}]",
        "open: subject read raises protocol error -> b'' [server_hello.compression = 1]",
    }


def test_how_a_lying_peer_fares_is_no_difference():
    def told(outcome):
        return run(FORGES, (peer.handshakes().anything(), outcome))

    assert judge(proves, told(REFUSED), ending_of(told(Done()))).verdict is Verdict.PASS

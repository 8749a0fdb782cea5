"""The oracle: from a scenario and its transcript to a verdict, a grade, and an origin to group by."""

from dataclasses import replace

import pytest

from harness.endpoint import Call, Done, Raised
from harness.names import Grade, Kind, Side, Verdict, Want
from harness.oracle import agreed, ending_of, judge, shape
from harness.scenario import READ as WANTS_READ
from harness.scenario import Actor, agree, scenario
from harness.transcript import Agreement, Result
from tests.judgement.script import (
    BAD_MAC,
    CLEAN,
    END,
    FOREIGN,
    FULL,
    MISUSED,
    RAGGED,
    READ,
    STARVED,
    SUBJECT,
    shaken,
)

subject, peer = Actor(Side.SUBJECT), Actor(Side.PEER)
HANDSHAKE = subject.handshakes()


@scenario("doc:1:first", "doc:2:second")
def proves(subject, peer):
    """A page."""
    return []


def with_results(script, *results):
    """The script's run, with these (act, outcome) or (act, outcome, bytes read) as its results."""
    for step, (act, *rest) in enumerate(results):
        script.transcript.results.append(Result(step, act, *rest))
    return script.transcript


def run(*results, **kind):
    """A run of a handshake and these results."""
    return with_results(shaken(**kind), (HANDSHAKE, Done()), *results)


# -- without a schedule


def test_everything_as_expected_is_a_strict_pass():
    judgement = judge(proves, run((subject.reads(5).gives(b"hello"), Done(b"hello"), b"hello")))
    assert (judgement.verdict, judgement.grade) == (Verdict.PASS, Grade.STRICT)
    assert (judgement.requirement, judgement.told, judgement.origin) == ("doc:1:first", "", "")


def test_a_tolerated_outcome_is_an_acceptable_pass():
    act = subject.reads(5).raises(Kind.RAGGED_EOF).or_raises(Kind.OS_ERROR)
    judgement = judge(proves, run((act, Raised(Kind.OS_ERROR, "OSError"))))
    assert (judgement.verdict, judgement.grade) == (Verdict.PASS, Grade.ACCEPTABLE)
    assert judge(proves, run((act, RAGGED))).grade is Grade.STRICT


def test_an_unmet_expectation_fails_with_the_step_and_what_came():
    judgement = judge(proves, run((subject.reads(5).gives(b"hello"), Done(b"jello"), b"jello")))
    assert (judgement.verdict, judgement.requirement, judgement.grade) == (Verdict.FAIL, "doc:1:first", None)
    assert judgement.told == "step 2: subject read(5) gives b'hello', but it came to b'jello'"
    assert judgement.origin == "open: subject read gives its value -> bytes"


def test_the_first_unmet_expectation_is_told():
    judgement = judge(proves, run((peer.reads(5), RAGGED), (subject.reads(5), BAD_MAC)))
    assert judgement.origin == "open: peer read returns bytes -> SSLEOFError"


def test_a_call_that_waits_for_ever_is_stalled():
    judgement = judge(proves, run((subject.reads(5).gives(b"hello"), STARVED)))
    assert judgement.verdict is Verdict.STALLED
    assert judgement.told.endswith("but it came to wants read, and nothing moves any more")
    assert judgement.origin == "open: subject read gives its value -> wants read"
    assert judge(proves, run((subject.reads(5).wants(WANTS_READ), STARVED))).verdict is Verdict.PASS
    assert judge(proves, run((subject.reads(5).wants(WANTS_READ), FULL))).verdict is Verdict.STALLED


@pytest.mark.parametrize(
    ("before", "phase"),
    [
        ([], "handshake"),
        ([(HANDSHAKE, Done())], "open"),
        ([(peer.handshakes(), Done())], "handshake"),
        ([(HANDSHAKE, Done()), (subject.closes(), Done())], "closed"),
    ],
)
def test_the_origin_begins_with_the_phase(before, phase):
    judgement = judge(proves, with_results(shaken(), *before, (subject.writes(b"x"), RAGGED)))
    assert judgement.origin == f"{phase}: subject write_all gives its value -> SSLEOFError"


def test_a_broken_rule_fails_with_its_own_requirement_state_and_outcome():
    script = shaken().does(SUBJECT, READ, FOREIGN)
    judgement = judge(proves, with_results(script, (subject.reads(5).anything(), FOREIGN)))
    assert (judgement.verdict, judgement.requirement) == (Verdict.FAIL, "python:ssl:exceptions")
    assert judgement.told.startswith("only-documented-exceptions: read(100) raised KeyError")
    assert judgement.origin == "open: only-documented-exceptions -> KeyError 'x'"
    assert judgement.details == ()


def test_further_broken_rules_are_details():
    script = shaken().does(SUBJECT, READ, Done(None)).does(SUBJECT, READ, FOREIGN)
    judgement = judge(proves, with_results(script))
    assert judgement.told.startswith("only-documented-exceptions: ")
    assert judgement.details == ("values-have-their-types: read(100) gave None",)


def test_an_unmet_expectation_is_told_before_a_broken_rule():
    script = shaken().does(SUBJECT, READ, FOREIGN)
    judgement = judge(proves, with_results(script, (subject.reads(5), FOREIGN)))
    assert judgement.told.startswith("step 1: ")
    assert judgement.details[0].startswith("only-documented-exceptions: ")


def test_what_the_peer_refuses_is_told_by_the_rule_that_was_broken():
    """Who sends what is no TLS breaks that clause, and not the one the scenario is about."""
    script = shaken().does(SUBJECT, READ, STARVED, b"no TLS at all")
    judgement = judge(proves, with_results(script, (peer.reads(5), BAD_MAC)))
    assert (judgement.requirement, judgement.details) == ("rfc8446:5.1:record-framing", ())
    assert judgement.origin.startswith("handshake: peer read returns bytes -> SSLError ")
    assert judgement.told.startswith("output-is-well-formed: ")
    assert "; so step 1: peer read(5)" in judgement.told


@pytest.mark.parametrize(
    "unmet",
    [
        (subject.reads(5), BAD_MAC),
        (peer.reads(5), RAGGED),
        (peer.reads(5), replace(BAD_MAC, alert="bad_record_mac", alert_received=True)),
    ],
)
def test_what_is_no_refusal_of_the_peers_is_told_by_its_own_clause(unmet):
    script = shaken().does(SUBJECT, READ, STARVED, b"no TLS at all")
    judgement = judge(proves, with_results(script, unmet))
    assert judgement.requirement == "doc:1:first"
    assert judgement.details[0].startswith("output-is-well-formed: ")


# -- agreement


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Done("h2"), Done("h2"), True),
        (Done("h2"), Done("http/1.1"), False),
        (Done(None), Done(None), False),
        (Done("h2"), RAGGED, False),
        (RAGGED, RAGGED, False),
    ],
)
def test_both_ends_agree_on_a_value_or_not(one, other, same):
    agreement = Agreement(1, agree("alpn"), one, other)
    assert agreed(agreement) is same
    transcript = run()
    transcript.results.append(agreement)
    judgement = judge(proves, transcript)
    assert judgement.verdict is (Verdict.PASS if same else Verdict.FAIL)
    if not same:
        assert judgement.told == f"step 2: the subject tells {one}, the peer {other}"
        assert judgement.origin == "open: both ends tell the same alpn -> they differ"


# -- under hostile schedules


def test_a_schedule_that_never_met_its_mark_proves_nothing():
    transcript = run(damaged=True)
    transcript.unmet = ("drop(server, 9)",)
    judgement = judge(proves, transcript)
    assert judgement.verdict is Verdict.UNSUPPORTED
    assert judgement.told == "the schedule never met its mark: drop(server, 9)"


def test_after_damage_only_the_rules_judge():
    unmet = (subject.reads(5).gives(b"hello"), BAD_MAC)
    assert judge(proves, run(unmet, damaged=True)).verdict is Verdict.PASS
    assert judge(proves, run(unmet)).verdict is Verdict.FAIL
    script = shaken(damaged=True).does(SUBJECT, READ, Done(b"never sent"))
    assert judge(proves, with_results(script)).requirement == "rfc8446:5.2:integrity"


def test_waiting_behind_the_end_of_a_damaged_wire_is_stalled():
    script = shaken(damaged=True).gets(SUBJECT, eof=True).does(SUBJECT, Call("handshake"), STARVED)
    judgement = judge(proves, script.transcript)
    assert (judgement.verdict, judgement.requirement) == (Verdict.STALLED, "rfc8446:6.1:truncation")
    assert judgement.told == "handshake() still wants read though the wire has ended"
    waits = shaken(damaged=True).gets(SUBJECT).does(SUBJECT, Call("handshake"), STARVED)
    assert judge(proves, waits.transcript).verdict is Verdict.PASS


# -- under benign schedules: as in the undisturbed run

READS = subject.reads(9).anything()


def compare(straight, disturbed):
    """The judgement of a disturbed run beside its undisturbed one."""
    return judge(proves, run(*disturbed), ending_of(run(*straight)))


@pytest.mark.parametrize(
    ("straight", "disturbed"),
    [
        ([(READS, Done(b"ab"), b"ab")], [(READS, Done(b"ab"), b"ab")]),
        (
            [(READS, Done(b"ab"), b"ab"), (READS, Done(b"c"), b"c")],
            [(READS, Done(b"a"), b"a"), (READS, Done(b"bc"), b"bc")],
        ),
        ([(READS, RAGGED)], [(READS, RAGGED)]),
        (
            [(subject.tells("session"), Done(b"one"))],
            [(subject.tells("session"), Done(b"other"))],
        ),
        (
            [(READS, Raised(Kind.FOREIGN, "E", message="at 0x12"))],
            [(READS, Raised(Kind.FOREIGN, "E", message="at 0x97"))],
        ),
    ],
)
def test_what_a_benign_schedule_may_change(straight, disturbed):
    assert compare(straight, disturbed).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("straight", "disturbed", "told"),
    [
        (
            [(READS, Done(b"ab"), b"ab")],
            [(READS, Done(b"ax"), b"ax")],
            "all plaintext of the subject: b'ax', undisturbed b'ab'",
        ),
        ([(READS, END)], [(READS, RAGGED)], "subject read gave SSLEOFError, undisturbed bytes"),
        (
            [(READS, CLEAN)],
            [(READS, RAGGED)],
            "subject read gave SSLEOFError, undisturbed SSLZeroReturnError",
        ),
        (
            [(subject.tells("alpn"), Done("h2"))],
            [(subject.tells("alpn"), Done(None))],
            "subject tell alpn gave None, undisturbed 'h2'",
        ),
        (
            [(subject.pends().anything(), Done(1)), (peer.pends().anything(), Done(1))],
            [(subject.pends().anything(), Done(1))],
            "number of acts: 2, undisturbed 3",
        ),
    ],
)
def test_what_it_may_not_change(straight, disturbed, told):
    judgement = compare(straight, disturbed)
    assert (judgement.verdict, judgement.requirement) == (Verdict.FAIL, "harness:metamorphic")
    assert judgement.told.startswith("not as in the undisturbed run: ")
    assert told in judgement.told
    assert judgement.origin.startswith("any: a benign schedule changes the run: ")
    assert "b'" not in judgement.origin


@pytest.mark.parametrize(
    ("first", "second"),
    [(subject.reads(1).anything(), peer.reads(1).anything()), (READS, subject.closes().anything())],
)
def test_the_order_in_which_concurrent_acts_end_does_not_matter(first, second):
    one, other = Result(0, first, Done(b"")), Result(0, second, Done(b""))
    straight, disturbed = run(), run()
    straight.results += [one, other]
    disturbed.results += [other, one]
    assert judge(proves, disturbed, ending_of(straight)).verdict is Verdict.PASS


# -- shapes


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (Done(b"anything"), "bytes"),
        (END, "b''"),
        (Done(7), "int"),
        (Done("h2"), "'h2'"),
        (Done((0, b"\0\0")), "(0, b'\\x00\\x00')"),
        (Done((1, b"a\0")), "(int, bytes)"),
        (STARVED, "wants read"),
        (RAGGED, "SSLEOFError"),
        (BAD_MAC, "SSLError DECRYPTION_FAILED_OR_BAD_RECORD_MAC"),
        (MISUSED, "ValueError no"),
        (Raised(Kind.FOREIGN, "KeyError", message="at 0x7f12, 34"), "KeyError at N, N"),
        (Raised(Kind.OS_ERROR, "OSError", message="varies"), "OSError"),
        (Raised(Kind.TIMEOUT), "timeout"),
    ],
)
def test_an_outcome_is_shaped_for_grouping(outcome, shown):
    assert shape(outcome) == shown


def test_cells_that_differ_in_values_alone_share_an_origin():
    one = judge(proves, run((subject.reads(5).gives(b"hello"), Done(b"jello"), b"jello")))
    other = judge(proves, run((subject.reads(9).gives(b"goodbye"), Done(b"bye"), b"bye")))
    assert one.origin == other.origin
    assert one.told != other.told


def test_a_write_that_takes_a_part_is_no_write_that_waits():
    waits = subject.writes_once(b"hello").wants(Want.WRITE)
    assert judge(proves, run((waits, Done(2)))).verdict is Verdict.UNSUPPORTED
    assert judge(proves, run((waits, Done(5)))).verdict is Verdict.FAIL
    assert judge(proves, run((waits, Done(0)))).verdict is Verdict.FAIL

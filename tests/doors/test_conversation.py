"""The transcript as a page: both lanes, every record, and a trickle told in one line."""

import pytest

from harness.collection import collect
from harness.endpoint import Call, Done, Raised, Wants
from harness.names import Kind, Role, Side, Tls, Want
from harness.report.conversation import conversation
from harness.run.cell import read_name
from harness.run.worker import Bench
from harness.transcript import Attempted, Connected, Delivered, Emitted, Misbehaved, Note, Transcript

CELL = "talk/greets[stdlib:bio:{}:{}:honest:{}]#0"
ALERT = bytes.fromhex("15030300020228")


@pytest.fixture
def page(catalogue, pki):
    """The lines of one cell's conversation."""
    bench = Bench(collect(catalogue), pki)

    def lines(role="client", tls="1.3", schedule="straight", width=100):
        return list(conversation(bench.try_cell(read_name(CELL.format(role, tls, schedule)))[1], width))

    return lines


def lines_of(*events, tls=Tls.V12, damaged=False, width=100):
    transcript = Transcript(Role.CLIENT, tls, damaged)
    transcript.log.extend(events)
    return [line.rstrip() for line in conversation(transcript, width)]


def call(side, outcome, tick=1):
    return Attempted(tick, side, Call("read", (5,)), outcome, 0, 0, eof=False)


def test_steps_calls_and_records_of_a_real_run_are_on_the_page(page):
    lines = page()
    text = "\n".join(lines)
    assert lines[0].split() == ["tick", "subject,", "the", "client", "peer,", "the", "server"]
    assert "step 1: subject handshake() returns | peer handshake() returns" in text
    assert "--> handshake 0x0301" in text
    assert "client_hello" in text
    assert "<-- handshake 0x0303" in text
    assert "server_hello" in text
    assert "<-- application_data 0x0303" in text
    assert "read(4) -> b'ping'" in text
    subjects = next(line for line in lines if "-->" in line)
    peers = next(line for line in lines if "<--" in line)
    assert peers.index("<--") > subjects.index("-->") + 40


def test_tls12_handshake_messages_are_named_until_they_are_protected(page):
    lines = page(tls="1.2")
    named = [word for line in lines for word in line.split() if word in ("server_hello_done", "finished")]
    assert named == ["server_hello_done"]
    ccs = next(number for number, line in enumerate(lines) if "--> change_cipher_spec" in line)
    assert lines[ccs + 1].split()[:2] == ["-->", "handshake"]
    assert "bytes" in lines[ccs + 1]
    assert "message(" not in "\n".join(lines)


def test_a_trickle_is_told_in_one_line(page):
    straight, trickled = page(width=160), page(schedule="cut(1)", width=160)
    assert len(trickled) < 2 * len(straight)
    assert any("pieces; goes on waiting" in line for line in trickled)


def test_lines_keep_to_the_width(page):
    assert all(len(line) <= 80 for line in page(tls="1.2", width=80) if not line.startswith("---"))


def test_damaged_records_are_shown_as_they_arrive():
    sent, came = ALERT, bytes.fromhex("15030300020100")
    lines = lines_of(Emitted(1, Side.PEER, sent), Delivered(2, Side.SUBJECT, came, eof=False), damaged=True)
    assert lines[2].split() == ["fatal", "handshake_failure"]
    assert lines[3] == "    2 got alert 0x0303 2 bytes"
    assert lines[4].split() == ["warning", "close_notify"]


def test_what_is_no_record_is_told_and_does_not_stop_the_page():
    lines = lines_of(
        Emitted(1, Side.SUBJECT, b"GET / HTTP/1.0"),
        Emitted(2, Side.SUBJECT, b"more"),
        Emitted(3, Side.PEER, ALERT),
    )
    text = " ".join(" ".join(lines).split())
    assert "no record: byte 0 of the record stream: unknown content type 71: 47 45 54" in text
    assert "4 bytes behind what is no record" in text
    assert "<-- alert 0x0303 2 bytes" in text


def test_half_a_record_is_told_with_what_there_is():
    lines = lines_of(Emitted(1, Side.SUBJECT, ALERT[:3]), Emitted(2, Side.SUBJECT, ALERT[3:]))
    assert lines[1:] == [
        "    1 --> 3 bytes of a record still incomplete",
        "    2 --> alert 0x0303 2 bytes",
        "            fatal handshake_failure",
    ]


def test_malformed_insides_are_told():
    lines = lines_of(Emitted(1, Side.SUBJECT, bytes.fromhex("150303000309090916030300040affffff")))
    text = " ".join(" ".join(lines).split())
    assert "no alert: an alert is 2 bytes long, not 3" in text
    assert "no handshake message:" in text


def test_outcomes_ends_and_a_misbehaving_end_are_told():
    lines = lines_of(
        call(Side.SUBJECT, Wants(Want.READ)),
        Delivered(2, Side.SUBJECT, b"", eof=True),
        call(Side.SUBJECT, Raised(Kind.RAGGED_EOF, "SSLEOFError", message="EOF"), tick=3),
        Misbehaved(4, Side.PEER, "feeding", Raised(Kind.FOREIGN, "KeyError")),
        call(Side.PEER, Done(b"x"), tick=5),
    )
    assert [" ".join(line.split()) for line in lines[1:]] == [
        "1 read(5) wants read",
        "2 got the end of the wire",
        "3 read(5) -> SSLEOFError (EOF)",
        "4 feeding raised KeyError",
        "5 read(5) -> b'x'",
    ]


def test_pieces_and_repeated_waits_of_both_sides_are_counted():
    waits = Wants(Want.READ)
    events = [call(Side.SUBJECT, waits, 0), call(Side.PEER, waits, 0)]
    for tick in (1, 2, 3):
        events += [Delivered(tick, side, b"ab", eof=False) for side in Side]
        events += [call(side, waits, tick) for side in Side]
    lines = [" ".join(line.split()) for line in lines_of(*events, width=160)]
    assert lines[3:] == ["1 got 6 bytes in 3 pieces; goes on waiting, 3 times"] * 2


def test_a_new_connection_starts_fresh():
    lines = lines_of(
        Emitted(1, Side.SUBJECT, ALERT[:3]),
        Connected(2),
        Note(2, "step 1: again"),
        Emitted(3, Side.SUBJECT, ALERT),
    )
    assert lines[2:5] == [
        "------ a connection is made",
        "------ step 1: again",
        "    3 --> alert 0x0303 2 bytes",
    ]

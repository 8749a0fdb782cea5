"""The picture of a conversation: what is on every arrow, what the schedule did to it, and where it failed."""

from xml.etree.ElementTree import fromstring

import pytest

from harness.collection import collect
from harness.endpoint import Call, Done, Wants
from harness.names import Role, Side, Tls, Want
from harness.places import place
from harness.run.cell import read_name
from harness.run.worker import Bench
from harness.schedule import STRAIGHT, parse
from harness.site.account import fault_in, in_words, reached
from harness.site.development import develop
from harness.site.drawing import draw
from harness.site.lanes import Lane, record_at
from harness.site.picture import Arrow, Band, Gap, Said, picture
from harness.transcript import Attempted, Connected, Delivered, Emitted, Transcript

CUT = "closing/cut_wire_is_not_a_clean_end[stdlib:{driver}:client:{tls}:tlslite:{schedule}]#0"
DAMAGED = "damage/a_damaged_close_is_no_clean_end[stdlib:bio:client:{tls}:tlslite:{schedule}]#0"


@pytest.fixture(scope="module")
def bench(pki):
    return Bench(collect(place("scenarios")), pki, reveals=True)


@pytest.fixture
def shown(bench):
    """The rows of a cell's picture, its fault, and its SVG as a tree."""

    def show(form, driver="bio", tls="1.3", schedule="straight"):
        cell = read_name(form.format(driver=driver, tls=tls, schedule=schedule))
        _, transcript = bench.try_cell(cell)
        fault = fault_in(transcript)
        rows = picture(transcript, parse(cell.schedule), fault)
        return rows, fault, fromstring(draw(rows, cell.role, cell.name))

    return show


def arrows(rows, side):
    return [row for row in rows if isinstance(row, Arrow) and row.side is side]


def texts(svg):
    return [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("tls", ["1.2", "1.3"])
def test_every_record_says_what_is_inside(shown, tls):
    rows, _, _ = shown(CUT, tls=tls)
    held = [line for row in rows if isinstance(row, Arrow) for line in row.sent.holds]
    for message in ("client_hello", "server_hello", "certificate", "finished", "new_session_ticket"):
        assert any(line.startswith(message) for line in held), message
    last = arrows(rows, Side.PEER)[-1].sent
    assert last.holds == ("11 bytes of application data: b'half a mess'",)
    assert last.opened


def test_records_are_numbered_as_schedules_count_them(shown):
    rows, _, _ = shown(CUT)
    for side in Side:
        indices = [arrow.sent.index for arrow in arrows(rows, side)]
        assert indices == list(range(len(indices)))


def test_the_failing_step_and_call_are_marked(shown):
    rows, fault, svg = shown(CUT, driver="asyncio-streams")
    assert fault.did == "subject read(100)"
    (band,) = [row for row in rows if isinstance(row, Band) and row.failing]
    assert band.text.startswith("step 5: subject read(100) raises ragged EOF")
    (call,) = [row for row in rows if isinstance(row, Said) and row.failing]
    assert (call.call, call.outcome) == ("read(100)", "b''")
    assert sum(text.startswith("\N{HEAVY BALLOT X}") for text in texts(svg)) == 2


def test_a_run_that_passes_has_no_fault(shown):
    rows, fault, _ = shown(CUT)
    assert fault is None
    assert not any(getattr(row, "failing", False) for row in rows)


def test_cuts_are_where_the_schedule_cut(shown):
    rows, _, _ = shown(CUT, schedule="cut@server:100")
    hello = arrows(rows, Side.PEER)[0]
    assert hello.sent.cuts == [100]
    assert hello.marks == ["cut before byte 100"]
    rows, _, _ = shown(CUT, schedule="cut(1)")
    for arrow in (*arrows(rows, Side.PEER), *arrows(rows, Side.SUBJECT)):
        assert arrow.sent.cuts == list(range(1, arrow.sent.end - arrow.sent.start))


def test_what_is_held_lands_late(shown):
    held = {}
    for schedule in ("straight", "hold(server, 4)"):
        rows, _, _ = shown(CUT, schedule=schedule)
        arrow = arrows(rows, Side.PEER)[4]
        held[schedule] = arrow.lands - rows.index(arrow)
    assert held["hold(server, 4)"] > held["straight"]
    assert arrow.marks == ["held until nothing else moves"]


@pytest.mark.parametrize(
    ("schedule", "mark", "fate"),
    [
        ("drop(server, 3)", "dropped", "lost"),
        ("repeat(server, 3)", "arrives twice", "arrives"),
        ("swap(server, 3, 4)", "changes places with record #4", "arrives"),
        ("flip(server, 3, byte=7, bit=2)", "bit 2 of byte 7 is flipped", "arrives"),
        ("end(server, at=#3+9)", "the lane ends at byte 9 of it", "cut"),
        ("end(server, at=#3, eof=no)", "the lane ends at byte 0 of it, and nothing says so", "lost"),
    ],
)
def test_damage_is_drawn_where_it_happens(shown, schedule, mark, fate):
    rows, _, svg = shown(DAMAGED, schedule=schedule)
    arrow = next(arrow for arrow in arrows(rows, Side.PEER) if arrow.sent.index == 3)
    assert arrow.marks == [mark]
    assert arrow.fate == fate
    assert any(text.endswith(mark) for text in texts(svg))


def test_stray_bytes_come_from_nobody(shown):
    rows, _, _ = shown(DAMAGED, schedule="insert(server, 3, 150303000101)")
    at = next(number for number, row in enumerate(rows) if isinstance(row, Arrow) and row.fate == "stray")
    assert rows[at].sent.holds == ("15 03 03 00 01 01",)
    assert rows[at + 1].sent.index == 3


def test_lies_stand_at_the_peer(bench):
    name = "wire_records/the_longest_record_is_read[stdlib:bio:client:1.2:tlslite:straight]#0"
    cell = read_name(name)
    developed = develop(cell, *bench.try_cell(cell))
    assert developed.lies
    assert f"lies: {developed.lies[0]}" in developed.svg
    assert developed.secrets


def test_every_text_is_escaped():
    call = Call("write", ("<script>&\x00\ud800",))
    events = [Connected(0), Attempted(1, Side.SUBJECT, call, Done("</svg>"), 0, 0, eof=False)]
    rows = picture(Transcript(Role.CLIENT, Tls.V13, log=events), STRAIGHT, None)
    svg = draw(rows, Role.CLIENT, '"><script>')
    assert "<script" not in svg
    assert any("<script>&" in text for text in texts(fromstring(svg)))


def test_a_long_conversation_is_shortened():
    call = Call("read", (1,))
    events = [Connected(0)]
    events += [Attempted(tick, Side.SUBJECT, call, Done(b"x"), 0, 0, eof=False) for tick in range(5000)]
    rows = picture(Transcript(Role.CLIENT, Tls.V13, log=events), STRAIGHT, None)
    (gap,) = [row for row in rows if isinstance(row, Gap)]
    assert gap.rows + len(rows) - 1 == 5001
    assert len(rows) < 300


def test_waiting_is_told_once():
    call = Call("handshake")
    events = [Connected(0)]
    events += [Attempted(tick, Side.PEER, call, Wants(Want.READ), 0, 0, eof=False) for tick in range(7)]
    (_, said) = picture(Transcript(Role.CLIENT, Tls.V13, log=events), STRAIGHT, None)
    assert said.times == 7


def test_nonsense_on_the_wire_is_shown_as_such():
    lane = Lane(Tls.V13)
    (sent,) = lane.put(b"GET / HTTP/1.1\r\n\r\n")
    assert sent.index is None
    assert sent.title == "18 bytes that are no record"
    assert lane.put(b"more")[0].title == "4 bytes that are no record"


def test_a_record_cut_short_is_shown_as_such():
    lane = Lane(Tls.V13)
    assert lane.put(bytes.fromhex("1603030010aabb")) == []
    assert lane.rest()[0].title == "7 bytes of an incomplete record"


def test_what_never_arrives_is_lost():
    data = bytes.fromhex("15030300020100")
    events = [
        Connected(0),
        Emitted(0, Side.PEER, data * 3),
        Delivered(1, Side.SUBJECT, (data * 3)[:10], eof=True),
    ]
    rows = picture(Transcript(Role.CLIENT, Tls.V13, log=events), STRAIGHT, None)
    assert [arrow.fate for arrow in arrows(rows, Side.PEER)] == ["arrives", "cut", "lost"]


@pytest.mark.parametrize(
    ("offset", "told"),
    [
        (0, "no bytes"),
        (3, "3 bytes, the last of them byte 2 of record #0"),
        (7, "7 bytes, up to the end of record #0"),
        (8, "8 bytes, the last of them byte 0 of record #1"),
        (14, "14 bytes, up to the end of record #1"),
    ],
)
def test_offsets_are_told_by_record(offset, told):
    assert record_at(bytes.fromhex("15030300020100") * 2, offset) == told


def test_at_which_byte(bench):
    _, transcript = bench.try_cell(
        read_name(CUT.format(driver="asyncio-streams", tls="1.3", schedule="straight"))
    )
    told = reached(transcript, fault_in(transcript).event)
    assert "up to the end of record #4 had come within its reach" in told[0]
    assert told[1] == "it had been told that the wire had ended"


def test_every_action_has_its_words():
    text = (
        "cut(3)+cut@client:#2+scatter(7)+join@server+hold(server, 3)+delay(client, 5)+turns(client)"
        "+swap(server, 2, 3)+drop(server, 4)+repeat(server, 1)+flip(server, 2, byte=17, bit=3)"
        "+insert(server, 2, 1503)+end(server, at=12, eof=no)"
    )
    words = in_words(parse(text))
    assert len(set(words)) == 13
    assert words[0] == "what each end sends arrives in pieces of 3 bytes"
    assert in_words(STRAIGHT) == []

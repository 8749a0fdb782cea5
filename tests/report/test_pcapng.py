"""A capture of a cell, as Wireshark's own dissector reads it."""

import shutil
import struct
import subprocess

import pytest

from harness.cli import main
from harness.names import Role, Side, Tls
from harness.report.pcapng import capture, keylog
from harness.transcript import Connected, Delivered, Transcript

TSHARK = shutil.which("tshark")
needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed (apt-get install tshark)")

CUT = "closing/cut_wire_is_not_a_clean_end[{}:bio:{}:{}:tlslite:{}]#0"


def dissected(path, *arguments):
    done = subprocess.run([TSHARK, "-r", str(path), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def captured(tmp_path, cell):
    path = tmp_path / "cell.pcapng"
    with pytest.raises(SystemExit) as ended:
        main(["replay", cell, "--pcap", str(path)])
    assert ended.value.code == 0
    return path


def blocks(data):
    at = 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        assert struct.unpack_from("<I", data, at + size - 4) == (size,)
        assert size % 4 == 0
        yield kind, data[at + 8 : at + size - 4]
        at += size


@needs_tshark
@pytest.mark.parametrize("role", ["client", "server"])
@pytest.mark.parametrize("tls", ["1.2", "1.3"])
def test_wireshark_decrypts(tmp_path, role, tls):
    path = captured(tmp_path, CUT.format("stdlib", role, tls, "straight"))
    told = dissected(path, "-V")
    assert "Handshake Protocol: Finished" in told
    assert "half a mess" in dissected(path, "-q", "-z", "follow,tls,ascii,0")
    assert "Malformed" not in told


@needs_tshark
def test_segments_are_cut_as_the_schedule_cut_them(tmp_path):
    path = captured(tmp_path, CUT.format("stdlib", "client", "1.3", "cut(100)"))
    sizes = {int(size) for size in dissected(path, "-T", "fields", "-e", "tcp.len").split()}
    assert max(sizes) == 100
    assert "half a mess" in dissected(path, "-q", "-z", "follow,tls,ascii,0")


@needs_tshark
def test_checksums_are_right(tmp_path):
    path = captured(tmp_path, CUT.format("stdlib", "client", "1.2", "straight"))
    asked = ("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE")
    fields = ("-T", "fields", "-e", "tcp.checksum.status", "-e", "ip.checksum.status")
    assert set(dissected(path, *asked, *fields).split()) == {"1"}


@needs_tshark
def test_what_happened_is_told_in_comments(tmp_path):
    path = captured(tmp_path, CUT.format("stdlib", "client", "1.3", "straight"))
    told = dissected(path, "-T", "fields", "-e", "frame.comment")
    assert "subject handshake() returns" in told
    assert "read(100) -> b'half a mess'" in told


def test_secrets_stand_before_the_frames(tmp_path):
    data = captured(tmp_path, CUT.format("stdlib", "client", "1.3", "straight")).read_bytes()
    kinds = [kind for kind, _ in blocks(data)]
    assert kinds[:3] == [0x0A0D0D0A, 1, 10]
    assert set(kinds[3:]) == {6}


def test_a_long_delivery_is_several_frames_and_every_connection_has_its_port():
    events = [Connected(0), Delivered(1, Side.SUBJECT, bytes(130000), eof=True), Connected(2)]
    transcript = Transcript(Role.CLIENT, Tls.V13, log=events)
    packets = [body[20:] for kind, body in blocks(capture(transcript)) if kind == 6]
    ports = [struct.unpack_from(">HH", packet, 20) for packet in packets]
    assert ports[3:7] == [(443, 49152)] * 4  # three of data, one of the end
    assert ports[7:] == [(49153, 443), (443, 49153), (49153, 443)]
    assert keylog(transcript) == ""


def test_one_cell_at_a_time(tmp_path, capsys):
    results = tmp_path / "results.jsonl"
    with pytest.raises(SystemExit):
        main(["run", "--scenario", "closing/cut_wire*", "--driver", "bio", "--schedule", "straight",
              "--jobs", "1", "--results", str(results)])  # fmt: skip
    with pytest.raises(SystemExit) as ended:
        main(["replay", str(results), "--pcap", str(tmp_path / "all.pcapng")])
    assert ended.value.code == 2
    assert "--pcap takes one cell" in capsys.readouterr().err
    assert not (tmp_path / "all.pcapng").exists()

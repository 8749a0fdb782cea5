"""Scripts: what a cell shows, its script shows without the harness; what has none says why in a sentence."""

from __future__ import annotations

import base64
import ssl
import subprocess
import sys
import zlib
from dataclasses import replace
from importlib.util import find_spec

import pytest

from harness.cli import main
from harness.collection import collect
from harness.errors import Unsupported
from harness.expression import Attribute, Callback, Called, Caught, File, Name, Python
from harness.places import place
from harness.run.cell import read_name
from harness.run.worker import Bench
from harness.script.spelling import NoScript, Spelling
from harness.script.trying import difference, script_for

UNDER_WAY = "closing/closing_while_data_is_in_flight_is_no_error[stdlib:bio:client:1.3:honest:straight]#0"

#: Findings of CPython: scenario, setting, what the script needs. Its peer is nobody, bytes, ssl, tlslite-ng.
SHOWN = [
    ("context_wrapping/names_of_no_host_are_refused_for_sockets_too", "module:client:1.3:honest", "ssl"),
    ("handshake/tls13_error_alert_is_fatal_at_any_level", "bio:client:1.3:tlslite", "ssl"),
    pytest.param(
        *("wire_client_hello/tls13_other_compressions_are_refused", "bio:server:1.3:tlslite", "ssl"),
        marks=pytest.mark.skipif(ssl.OPENSSL_VERSION_INFO >= (3, 4), reason="it was mended in OpenSSL 3.4"),
    ),
    ("dead_connection/an_unwrapped_socket_has_no_certificate", "socket-nonblocking:client:1.3:honest", "ssl"),
    ("closing/closing_while_data_is_in_flight_is_no_error", "bio:client:1.3:honest", "ssl"),
    ("closing/cut_wire_is_not_a_clean_end", "asyncio-streams:client:1.3:tlslite", "ssl"),
    ("asyncio_protocol/our_own_close_is_no_eof", "asyncio-protocol:client:1.2:honest", "ssl"),
    ("asyncio_buffered/an_empty_buffer_is_no_clean_end", "asyncio-buffered:client:1.2:honest", "ssl"),
    (
        "sslsocket_connecting/a_socket_that_failed_to_connect_writes_nothing_in_clear",
        "socket:client:1.3:honest",
        "ssl",
    ),
    pytest.param(
        *("sslsocket_closing/writing_to_nobody_is_the_systems_error", "socket:client:1.3:honest", "ssl"),
        marks=pytest.mark.skipif(sys.version_info >= (3, 13), reason="it was mended in Python 3.13"),
    ),
    (
        "wire_encrypted_extensions/an_unknown_extension_is_refused",
        "bio:client:1.3:tlslite",
        "ssl, tlslite-ng",
    ),
]


@pytest.fixture(scope="module")
def bench(pki) -> Bench:
    return Bench(collect(place("scenarios")), pki)


# What a cell leaves unclosed in this process is no failure of the test.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("scenario", "setting", "needs"), SHOWN, ids=lambda value: value)
def test_a_finding_of_cpython_shows_without_the_harness(scenario, setting, needs, bench, tmp_path):
    script = script_for(bench, read_name(f"{scenario}[stdlib:{setting}:straight]#0"))
    assert script.needs == needs
    assert "import harness" not in script.text
    assert "from harness" not in script.text
    file = tmp_path / "script.py"
    file.write_text(script.text)
    run = subprocess.run([sys.executable, "-I", file], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith("it shows: ")


@pytest.mark.skipif(find_spec("OpenSSL") is None, reason="pyOpenSSL, an extra, is not here")
@pytest.mark.parametrize(
    "cell",
    [
        "closing/truncation_stays_truncation[pyopenssl:pyopenssl:client:1.2:tlslite:straight]#0",
        "wire_client_hello/a_client_hello_of_many_parts_is_read[pyopenssl:pyopenssl:server:1.2:tlslite:straight]#0",
    ],
)
def test_a_finding_of_pyopenssl_shows_with_it_alone(cell, bench):
    script = script_for(bench, read_name(cell))
    assert script.needs in ("pyOpenSSL", "pyOpenSSL, tlslite-ng")
    assert difference(script) is None


def test_a_script_that_comes_to_something_else_is_not_believed(bench):
    script = script_for(bench, read_name(UNDER_WAY))
    other = replace(script, text=script.text.replace("connection.write(b'crossing')", "connection.pending()"))
    assert "is due, it says" in str(difference(other))
    silent = replace(script, text=script.text.replace("sys.exit", "print"))
    assert difference(silent) == "its exit code is 0"


def test_where_the_finding_does_not_show_the_script_ends_with_zero(bench, tmp_path):
    """As on a library that is mended: the call that went wrong comes to something else."""
    script = script_for(bench, read_name(UNDER_WAY))
    mended = script.text.replace("go(('peer', \"write(b'crossing')\"", "0 and go(('peer', ''")
    file = tmp_path / "script.py"
    file.write_text(mended)
    run = subprocess.run([sys.executable, "-I", file], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith("it does not show here\n")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("handshake/both_ends_complete[stdlib:bio:client:1.3:honest:straight]#0", "it comes to pass"),
        (
            "handshake/both_ends_complete[stdlib:anyio-trio:client:1.3:honest:straight]#0",
            "the driver anyio-trio",
        ),
        (
            "certificates/untrusted_issuer_is_refused[tlslite:endpoint:client:1.2:tlslite:straight]#0",
            "'subject: handshake.. -> wants read' is due",
        ),
    ],
)
def test_what_has_no_script_says_why(cell, why, bench):
    with pytest.raises(Unsupported, match=why):
        script_for(bench, read_name(cell))


def test_long_bytes_are_rows_of_numbers_or_packed(pki):
    spelling = Spelling(pki)
    for value in (b"short", bytes(range(200)), b"payload " * 1000):
        source = spelling.of(value)
        assert eval(source, {"zlib": zlib, "base64": base64}) == value
        assert len(source) < 600
    assert spelling.modules == {"base64", "zlib"}


def test_expressions_become_python(pki):
    spelling = Spelling(pki, {"ssl": "tls"})
    told = Callback(returns=5, raises="ValueError", does=(Called(Attribute(Name("bio"), "read")),))
    assert (
        spelling.of(Called(Attribute(Name("ssl"), "MemoryBIO"), (), (("size", 5),)))
        == "tls.MemoryBIO(size=5)"
    )
    assert spelling.of(Called(Python("array.array"), ("I", (1,)))) == "array.array('I', (1,))"
    assert spelling.of(Caught(Attribute(Name("bio"), "eof"))) == "caught(lambda: things.bio.eof)"
    assert spelling.of(Attribute(Name("client a"), "eof")) == "getattr(things, 'client a').eof"
    assert spelling.of(File("chain", "ecdsa")) == "path('ecdsa.crt')"
    assert spelling.of(told) == (
        "callback(raises=ValueError, returns=lambda arguments: 5, does=lambda arguments: [things.bio.read()])"
    )
    assert (spelling.modules, spelling.files) == ({"array"}, {"ecdsa.crt"})
    assert spelling.helpers == {"caught", "callback"}
    with pytest.raises(NoScript, match="a object cannot be written"):
        spelling.of(object())


def test_the_command_writes_the_script_to_the_screen_or_a_file(tmp_path, capsys):
    file = tmp_path / "found.py"
    with pytest.raises(SystemExit) as ended:
        main(["replay", UNDER_WAY, "--script", str(file)])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"{file}: needs ssl; it was run, and shows what the cell shows\n"
    with pytest.raises(SystemExit) as ended:
        main(["replay", UNDER_WAY, "--script"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.splitlines()[0] == file.read_text().splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["handshake/both_ends_complete[stdlib:bio:client:1.3:honest:straight]#0", "--script"],
            "it comes to pass",
        ),
        (
            ["nothing/of_that_name[stdlib:bio:client:1.3:honest:straight]#0", "--script"],
            "there is no scenario",
        ),
        ([UNDER_WAY, "--script", "/nowhere/at/all.py"], "cannot write the script to /nowhere/at/all.py"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["replay", *arguments])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1

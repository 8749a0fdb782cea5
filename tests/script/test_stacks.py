"""Scripts for the stacks with faces of their own: each shows its finding with its library alone."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from shutil import which

import pytest

from harness.collection import collect
from harness.places import place
from harness.run.cell import read_name
from harness.run.worker import Bench
from harness.script.pruning import pruned
from harness.script.trying import difference, script_for

#: By the module that must be there: a finding, and what its script needs.
SHOWN = [
    ("siotls", "closing/the_peer_closes_first[siotls:endpoint:client:1.3:tlslite:straight]#0", "siotls"),
    (
        "siotls",
        "wire_key_update/an_unknown_request_is_refused[siotls:endpoint:client:1.3:tlslite:straight]#0",
        "siotls, tlslite-ng",
    ),
    (
        "pyrtls",
        "wire_records/a_first_record_of_unknown_type_is_refused[rustls:endpoint:client:1.3:tlslite:straight]#0",
        "pyrtls",
    ),
    (
        "mbedtls",
        "buffers/do_handshake_returns_when_it_is_done[mbedtls:buffer:client:1.2:honest:straight]#0",
        "python-mbedtls",
    ),
    (
        "OpenSSL",
        "wire_tickets/a_ticket_without_a_lifetime_is_discarded[pyopenssl:pyopenssl:client:1.3:tlslite:straight]#0",
        "pyOpenSSL, tlslite-ng",
    ),
    (
        "tlslite",
        "resumption/tls13_session_is_resumed[tlslite:endpoint:server:1.3:tlslite:straight]#0",
        "tlslite-ng",
    ),
    (
        "gevent",
        "entrances/an_ssl_socket_is_a_socket[stdlib:gevent:client:1.2:honest:straight]#0",
        "gevent",
    ),
    (
        "anyio",
        "anyio_streams/a_closed_stream_is_closed[stdlib:anyio-asyncio:client:1.3:honest:straight]#0",
        "anyio",
    ),
    (
        "trio",
        "closing/closing_while_data_is_in_flight_is_no_error[stdlib:trio:client:1.3:honest:straight]#0",
        "trio",
    ),
    (
        "tornado",
        "tornado_streams/closing_sends_a_closure_alert[stdlib:tornado:client:1.3:honest:straight]#0",
        "tornado",
    ),
    (
        "urllib3",
        "urllib3_transport/a_suppressed_cut_is_an_end[stdlib:urllib3:client:1.3:honest:straight]#0",
        "urllib3",
    ),
    (
        "twisted",
        "twisted_protocols/aborting_is_told_as_such[pyopenssl:twisted:client:1.3:honest:straight]#0",
        "twisted",
    ),
    (
        "OpenSSL",
        "misuse/a_dropped_socket_gives_nothing[pyopenssl:pyopenssl-socket:client:1.2:honest:straight]#0",
        "pyOpenSSL",
    ),
    ("eventlet", "sslsocket/flags_are_refused[stdlib:eventlet:client:1.2:honest:straight]#0", "eventlet"),
    (
        "eventlet",
        "sslsocket_connecting/accepting_shakes_hands[stdlib:eventlet:server:1.2:honest:straight]#0",
        "eventlet",
    ),
    (
        "uvloop",
        "reading/nothing_is_delivered_while_reading_is_paused[stdlib:uvloop-protocol:client:1.3:honest:straight]#0",
        "uvloop",
    ),
    (
        "pyrtls",
        "damage/damaged_data_is_never_delivered[rustls:endpoint:client:1.2:honest:flip(server, 9, byte=26, bit=3)]#0",  # noqa: E501
        "pyrtls",
    ),
    (
        "pyrtls",
        "wire_finished/tls13_a_protected_change_cipher_spec_is_refused[rustls:endpoint:client:1.3:tlslite:straight]#0",
        "pyrtls, tlslite-ng",
    ),
    (
        "mbedtls",
        "wire_key_exchange/a_servers_point_off_the_curve_is_refused[mbedtls:buffer:client:1.2:tlslite:straight]#0",
        "python-mbedtls, tlslite-ng",
    ),
    (
        "pyrtls",
        "wire_renegotiation/many_requests_lead_to_one_handshake[rustls:endpoint:client:1.2:tlslite:straight]#0",
        "pyrtls, tlslite-ng",
    ),
]
#: The same of programs, by the command that must be there.
PROGRAMS = [
    (
        "gnutls-serv",
        "certificates/tls12_nameless_client_is_refused[program:gnutls:program:server:1.2:tlslite:straight]#0",
        "gnutls-cli, gnutls-serv",
    ),
    (
        "gnutls-cli",
        "wire_finished/tls13_a_second_finished_is_refused[program:gnutls:program:client:1.3:tlslite:straight]#0",
        "gnutls-cli, gnutls-serv, tlslite-ng",
    ),
    (
        "selfserv",
        "regressions/an_unknown_psk_without_a_share_is_refused[program:nss:program:server:1.3:tlslite:straight]#0",
        "tstclnt, selfserv, certutil, pk12util, openssl",
    ),
    (
        "openssl",
        "names_checked/a_wildcard_is_a_whole_label[program:openssl:program:client:1.3:tlslite:straight]#0",
        "openssl",
    ),
    (
        "javac",
        "certificates/tls13_nameless_client_is_refused[program:jsse:endpoint:server:1.3:tlslite:straight]#0",
        "java, javac, tlslite-ng",
    ),
]
#: Lies that are refused in a wrong way, by the module that must be there: an honest peer is not refused.
LIES = [
    (
        "siotls",
        "wire_encrypted_extensions/an_unasked_answer_is_refused[siotls:endpoint:client:1.3:tlslite:straight]#0",
    ),
    (
        "tlslite",
        "wire_psk/a_psk_nobody_offered_is_refused[tlslite:endpoint:client:1.3:tlslite:straight]#0",
    ),
]


@pytest.fixture(scope="module")
def bench(pki) -> Bench:
    return Bench(collect(place("scenarios")), pki)


def needs(module: str) -> None:
    if find_spec(module) is None:
        pytest.skip(f"{module}, an extra, is not here")


def run(text: str, folder) -> subprocess.CompletedProcess:
    file = folder / "script.py"
    file.write_text(text)
    command = [sys.executable, "-I", "-W", "ignore", file]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize(("module", "cell", "needed"), SHOWN, ids=lambda value: value)
def test_a_finding_shows_with_the_library_alone(module, cell, needed, bench, tmp_path):
    needs(module)
    shows(bench, cell, needed, tmp_path)


@pytest.mark.parametrize(("command", "cell", "needed"), PROGRAMS, ids=lambda value: value)
def test_a_finding_of_a_program_shows_with_that_alone(command, cell, needed, bench, tmp_path):
    if which(command) is None:
        pytest.skip(f"{command}, a program, is not here")
    shows(bench, cell, needed, tmp_path)


def shows(bench: Bench, cell: str, needed: str, tmp_path) -> None:
    script = script_for(bench, read_name(cell))
    assert script.needs == needed
    assert not re.search(r"^\s*(from|import) harness", script.text, re.MULTILINE)
    done = run(script.text, tmp_path)
    assert (done.returncode, done.stderr.partition(":")[0]) == (1, "it shows"), done.stdout + done.stderr


@pytest.mark.parametrize(("module", "cell"), LIES, ids=lambda value: value)
def test_without_its_lie_a_script_shows_nothing(module, cell, bench, tmp_path):
    needs(module)
    script = script_for(bench, read_name(cell))
    assert "peer.lies = " in script.text
    assert difference(script) is None
    honest = run(re.sub(r"^peer\.lying, peer\.lies = .*$", "", script.text, flags=re.MULTILINE), tmp_path)
    assert (honest.returncode, honest.stderr) == (0, "")
    assert honest.stdout.endswith("it does not show here\n")


def test_what_a_script_does_not_name_is_left_out():
    text = """
class End:
    def _kept(self):
        pass

    def recv(self):
        pass

    def taken(self):
        return self.helps()

    def helps(self):
        return helper(1)

    def idle(self):
        return self.idle() or idler()


def helper(end):
    return end


def idler():
    pass


End().taken()
"""
    left = pruned(text)
    assert re.findall(r"def (\w+)|class (\w+)", left) == [
        ("", "End"), ("_kept", ""), ("recv", ""), ("taken", ""), ("helps", ""), ("helper", ""),
    ]  # fmt: skip
    compile(left, "left", "exec")
    assert pruned(left) == left

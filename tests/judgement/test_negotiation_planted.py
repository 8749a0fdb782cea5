"""Each planted defect in a hello is caught by its rule, not only by the handshake that fails after it.

And real conversations, as unlike each other as can be, break no rule.
"""

import pytest

from harness.collection import collect
from harness.ledger import Ledger
from harness.names import FINDINGS, Role, Tls, Verdict
from harness.places import place
from harness.run.cell import Cell
from harness.run.plan import Request, straight_cells
from harness.run.worker import Bench
from tests.trials import defects

CLIENT, SERVER, V12, V13 = Role.CLIENT, Role.SERVER, Tls.V12, Tls.V13
#: Nothing more is expected than a hello: the wire ends behind it.
HELLO = {CLIENT: "handshake/end_instead_of_an_answer", SERVER: "handshake/end_before_the_clients_last_flight"}
TALK = "closing/cut_wire_is_not_a_clean_end"
RESUME = "resumption/tls13_session_is_resumed"
RETRY = "greetings/retried"

GREETINGS = '''
"""Conversations that begin in every way."""

from harness.names import Tls
from harness.scenario import handshake, reconnect, scenario


def _talk(client, server):
    return [handshake(client, server), server.writes(b"hello"), client.reads_exactly(b"hello")]


@scenario("doc:1:one", peers="tlslite", tls="1.3")
def retried(subject, peer):
    """There is no share that fits, so another hello is asked for."""
    return [peer.configured(groups=("secp384r1",), shares=()), *_talk(subject, peer)]


@scenario("doc:1:one", tls="1.2")
def newer_too(subject, peer):
    """The subject would speak TLS 1.3 as well."""
    return [subject.configured(also=Tls.V13), *_talk(subject, peer)]


@scenario("doc:1:one", tls="1.3")
def older_too(subject, peer):
    """The subject would speak TLS 1.2 as well."""
    return [subject.configured(also=Tls.V12), *_talk(subject, peer)]


@scenario("doc:1:one")
def everything(client, server):
    """Protocols, certificates on both ends, and a session resumed."""
    return [
        client.configured(alpn=("h2", "http/1.1"), certificate="client"),
        server.configured(alpn=("http/1.1",), verify="required"),
        *_talk(client, server),
        reconnect(resume=True),
        *_talk(client, server),
    ]


@scenario("doc:1:one", tls="1.2")
def plain_rsa(client, server):
    """No ephemeral keys, a block cipher, and no protocols."""
    return [
        client.configured(cipher="AES128-SHA256"),
        server.configured(cipher="AES128-SHA256", certificate="rsa"),
        *_talk(client, server),
    ]
'''

CAUGHT = {
    "suite_was_not_offered": [("selected-suite-was-offered", HELLO, SERVER, tls) for tls in Tls],
    "answer_was_not_asked": [("extensions-only-answer", HELLO, SERVER, tls) for tls in Tls],
    "extension_comes_twice": [("extensions-are-unique", HELLO, CLIENT, tls) for tls in Tls],
    "legacy_version_is_the_newest": [("legacy-version-of-the-client", HELLO, CLIENT, tls) for tls in Tls],
    "compression_is_offered": [("null-compression-is-offered", HELLO, CLIENT, tls) for tls in Tls],
    "session_id_is_not_echoed": [("session-id-is-echoed", HELLO, SERVER, V13)],
    "pre_shared_key_is_not_last": [("pre-shared-key-is-last", RESUME, CLIENT, V13)],
    "modes_are_forgotten": [("pre-shared-keys-come-with-modes", RESUME, CLIENT, V13)],
    "share_is_for_no_listed_group": [("key-shares-follow-the-groups", HELLO, CLIENT, V13)],
    "name_ends_in_a_dot": [("server-name-is-a-host-name", HELLO, CLIENT, tls) for tls in Tls],
    "random_is_constant": [("randoms-are-no-constants", HELLO, CLIENT, tls) for tls in Tls],
    "mark_of_a_lower_version": [("downgrade-sentinel-tells-the-truth", HELLO, SERVER, V12)],
    "renegotiation_is_not_answered": [("secure-renegotiation-is-answered", HELLO, SERVER, V12)],
    "renegotiation_is_not_offered": [("secure-renegotiation-is-offered", HELLO, CLIENT, V12)],
    "schemes_are_forgotten": [("mandatory-extensions-are-there", HELLO, CLIENT, V13)],
    "retry_for_the_share_it_has": [("retry-asks-for-something-new", HELLO, SERVER, V13)],
    "everything_is_offered": [("broken-suites-are-not-offered", TALK, CLIENT, V12)],
    "sha1_is_offered": [("broken-hashes-are-not-offered", TALK, CLIENT, V12)],
    "middleboxes_are_forgotten": [("first-answer-is-followed-by-change-cipher-spec", TALK, SERVER, V13)],
    "records_are_of_version_1_3": [("records-are-of-version-1-2", HELLO, SERVER, tls) for tls in Tls],
    "second_hello_is_another": [("second-hello-repeats-the-first", RETRY, CLIENT, V13)],
    "signs_as_nobody_asked": [("scheme-of-the-server-was-offered", HELLO, SERVER, V12)],
}


@pytest.fixture(scope="module")
def bench(pki):
    return Bench(collect(place("scenarios")), pki)


@pytest.fixture(scope="module")
def greeter(tmp_path_factory, pki):
    """A bench with the conversations above."""
    folder = tmp_path_factory.mktemp("greetings")
    (folder / "greetings.py").write_text(GREETINGS, encoding="utf-8")
    (folder / "requirements").mkdir()
    (folder / "requirements" / "doc.toml").write_text(
        '[[requirement]]\nid = "doc:1:one"\nsource = "none"\nlevel = "MUST"\ntext = "It works."\n',
        encoding="utf-8",
    )
    return Bench(collect(folder), pki)


def test_every_defect_in_a_hello_has_its_rule():
    assert {path.stem for path in defects("negotiation_*")} == {f"negotiation_{name}" for name in CAUGHT}


@pytest.mark.parametrize(
    ("name", "rule", "scenario", "role", "tls"),
    [(name, *each) for name, them in CAUGHT.items() for each in them],
    ids=lambda value: str(value) if isinstance(value, (str, Role, Tls)) else "",
)
def test_a_defect_is_caught_by_its_rule(bench, greeter, name, rule, scenario, role, tls):
    (path,) = defects(f"negotiation_{name}")
    scenario = scenario[role] if isinstance(scenario, dict) else scenario
    there, peer = (greeter, "tlslite") if scenario == RETRY else (bench, "honest")
    judgement, _ = there.try_cell(Cell(scenario, str(path), "bio", role, tls, peer))
    assert judgement.verdict in FINDINGS
    assert [told for told in (judgement.told, *judgement.details) if told.startswith(f"{rule}: ")]


def test_real_conversations_break_no_rule(greeter):
    for cell in straight_cells(greeter.catalogue, Request(drivers=("bio",))):
        judgement, transcript = greeter.try_cell(cell)
        assert (judgement.verdict, judgement.told) == (Verdict.PASS, ""), cell.name
        for events in transcript.connections():
            ledger = Ledger(events, cell.tls, cell.role)
            assert len(ledger.negotiated) == (2 if cell.scenario == RETRY else 1), cell.name

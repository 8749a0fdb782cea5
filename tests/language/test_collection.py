"""Collection: a good catalogue is read whole; every fault is told with file and line."""

from pathlib import Path

import pytest

from harness.collection import acts_of, collect, matches
from harness.errors import ScenarioError
from harness.names import Role, Tls
from harness.places import place
from tests.conftest import REQUIREMENTS, TALK, write_catalogue

HEAD = "from harness.scenario import *\nfrom harness.scenario import Act\n\n"
DECORATED = 4  # the line of the decorator in what `one` writes


def one(folder: Path, declaration: str, body: str = "return [handshake(subject, peer)]", page="A page."):
    """A catalogue of one scenario `theme/does`."""
    text = f'{HEAD}@scenario({declaration})\ndef does(subject, peer):\n    """{page}"""\n    {body}\n'
    return write_catalogue(folder / "scenarios", theme=text)


def refused(folder):
    """The message with which a catalogue is refused."""
    with pytest.raises(ScenarioError) as caught:
        collect(folder)
    return str(caught.value)


# -- what a good catalogue holds


def test_every_scenario_and_requirement_is_collected(catalogue_folder):
    catalogue = collect(catalogue_folder)
    assert set(catalogue.scenarios) == {"talk/greets", "talk/answers"}
    assert set(catalogue.requirements) == {"doc:1:one", "doc:2:other"}
    greets = catalogue.scenarios["talk/greets"]
    assert greets.theme == "talk"
    assert greets.page == "Four bytes cross, and are read."
    assert greets.requires == ("doc:1:one",)
    assert greets.place == f"{catalogue_folder / 'talk.py'}:6"
    answers = catalogue.scenarios["talk/answers"]
    assert (answers.drivers, answers.roles, answers.tls) == (("bio",), (Role.CLIENT,), (Tls.V13,))
    assert (answers.peers, answers.sweep) == (("honest",), "none")


def test_coverage_names_the_scenarios_of_each_requirement(catalogue_folder):
    assert collect(catalogue_folder).coverage() == {
        "doc:1:one": ["talk/greets"],
        "doc:2:other": ["talk/answers"],
    }


def test_a_requirement_nobody_proves_shows_as_a_hole(tmp_path):
    catalogue = collect(one(tmp_path, '"doc:1:one"'))
    assert catalogue.coverage() == {"doc:1:one": ["theme/does"], "doc:2:other": []}


def test_the_digest_changes_with_any_file(tmp_path):
    digests = []
    for number, (text, requirements) in enumerate(
        [(TALK, REQUIREMENTS), (TALK, REQUIREMENTS), (TALK + "\n", REQUIREMENTS), (TALK, REQUIREMENTS + "\n")]
    ):
        folder = write_catalogue(tmp_path / str(number), requirements, talk=text)
        digests.append(collect(folder).digest)
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_files_and_functions_with_an_underscore_are_no_scenarios(tmp_path):
    folder = write_catalogue(tmp_path / "s", talk=TALK + "\ndef _helper():\n    return 1\n", _shared="1 / 0")
    assert set(collect(folder).scenarios) == {"talk/greets", "talk/answers"}


def test_acts_are_gathered_over_both_roles(catalogue_folder):
    acts = acts_of(collect(catalogue_folder).scenarios["talk/greets"])
    assert [act.verb for act in acts] == ["handshake", "handshake", "write_all", "read_exactly"] * 2


def test_the_catalogue_of_the_house_is_without_fault():
    catalogue = collect(place("scenarios"))
    assert catalogue.scenarios
    assert all(catalogue.requirements[name] for s in catalogue.scenarios.values() for name in s.requires)


# -- faults, each with its place


@pytest.mark.parametrize(
    ("declaration", "told"),
    [
        ("", "it names no requirement"),
        ('"doc:9:none"', "there is no requirement 'doc:9:none'"),
        ('"doc:1:one", drivers="bio quic"', "there is no driver 'quic'"),
        ('"doc:1:one", peers="gnutls"', "there is no peer 'gnutls'"),
        ('"doc:1:one", sweep="wild"', "there is no sweep 'wild'"),
        ('"doc:1:one", drivers=""', "its drivers are none"),
        ('"doc:1:one", roles=""', "its roles are none"),
        ('"doc:1:one", tls=""', "its tls are none"),
        ('"doc:1:one", peers=""', "its peers are none"),
    ],
)
def test_a_faulty_declaration_is_told_with_its_place(tmp_path, declaration, told):
    folder = one(tmp_path, declaration)
    assert refused(folder).startswith(f"{folder / 'theme.py'}:{DECORATED}: scenario theme/does: {told}")


@pytest.mark.parametrize(("declared", "told"), [('roles="boss"', "'boss'"), ('tls="1.4"', "'1.4'")])
def test_an_unknown_role_or_version_is_told_with_its_place(tmp_path, declared, told):
    folder = one(tmp_path, f'"doc:1:one", {declared}')
    message = refused(folder)
    assert message.startswith(f"{folder / 'theme.py'}:{DECORATED}: ValueError: ")
    assert told in message


HANDSHAKE = "handshake(subject, peer)"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return []", "it has no steps"),
        ("pass", "it does not return a list of steps, but None"),
        (f"return {HANDSHAKE}", "it does not return a list of steps, but Together"),
        (f"return ({HANDSHAKE},)", "it does not return a list of steps, but (Together"),
        (f"return [{HANDSHAKE}, 7]", "it does not return a list of steps: 7 is none"),
        (f"return [{HANDSHAKE}, None]", "it does not return a list of steps: None is none"),
        ("return [subject.handshakes().anything()]", "it expects nothing of anybody"),
        ("return [peer.sends_raw(b'x'), subject.handshakes().anything()]", "it expects nothing of anybody"),
        ("return [peer.sends_raw(b'x')]", "it expects nothing of anybody"),
        ("return [subject.tells('mood')]", "nobody can tell 'mood'"),
        ("return [together(subject.tells('mood'))]", "nobody can tell 'mood'"),
        (f"return [{HANDSHAKE}, agree('mood')]", "nobody can tell 'mood'"),
        (f"return [{HANDSHAKE}, Act(subject.side, 'pending', (), ())]", "subject pending()  expects nothing"),
        ("return [subject.configured(colour=1)]", "there is no option 'colour'"),
        (f"return [{HANDSHAKE}, peer.configured(tickets=1)]", "peer has tickets=1: options stand before"),
        ("return [together([subject.reads(1), peer.cuts_wire()])]", "only acts run together, not as in:"),
        ("return [together(peer.cuts_wire())]", "TypeError while its steps are made: "),
        (
            "return [subject.sings()]",
            "AttributeError while its steps are made: 'Actor' object has no attribute",
        ),
        ("return [1 / 0]", "ZeroDivisionError while its steps are made: division by zero"),
    ],
)
def test_faulty_steps_are_told_with_their_place(tmp_path, body, told):
    folder = one(tmp_path, '"doc:1:one"', body)
    assert refused(folder).startswith(f"{folder / 'theme.py'}:{DECORATED}: scenario theme/does: {told}")


def test_a_scenario_without_a_page_is_refused(tmp_path):
    folder = one(tmp_path, '"doc:1:one"', page="")
    assert refused(folder) == (
        f"{folder / 'theme.py'}:{DECORATED}: scenario theme/does: "
        "it has no docstring, which is its published page"
    )


def test_an_unknown_actor_is_told_with_its_place(tmp_path):
    text = HEAD + '@scenario("doc:1:one")\ndef does(subject, judge):\n    """A page."""\n    return []\n'
    folder = write_catalogue(tmp_path / "s", theme=text)
    assert refused(folder).startswith(f"{folder / 'theme.py'}:4: scenario theme/does: KeyError while")


def test_reconnecting_under_hostile_schedules_is_refused(tmp_path):
    body = f"return [{HANDSHAKE}, reconnect(), {HANDSHAKE}]"
    folder = one(tmp_path, '"doc:1:one", sweep="hostile"', body)
    assert "a scenario under hostile schedules has one connection" in refused(folder)
    assert collect(one(tmp_path / "again", '"doc:1:one"', body)).scenarios


def test_options_may_change_before_a_new_connection(tmp_path):
    body = f"return [{HANDSHAKE}, reconnect(), peer.configured(tickets=1), {HANDSHAKE}]"
    assert collect(one(tmp_path, '"doc:1:one"', body)).scenarios


def test_agreeing_is_an_expectation(tmp_path):
    body = "return [subject.handshakes().anything(), agree('version')]"
    assert collect(one(tmp_path, '"doc:1:one"', body)).scenarios


@pytest.mark.parametrize(
    ("name", "declared", "fine"),
    [("in_tls12", "", False), ("in_tls12", 'tls="1.2"', True), ("in_tls13", 'tls="1.2"', False)],
)
def test_a_name_that_says_a_version_pins_it(tmp_path, name, declared, fine):
    text = f'{HEAD}@scenario("doc:1:one", {declared})\ndef {name}(subject, peer):\n    """A page."""\n'
    folder = write_catalogue(tmp_path / "s", theme=text + f"    return [{HANDSHAKE}]\n")
    if fine:
        assert collect(folder).scenarios
    else:
        assert refused(folder).startswith(
            f"{folder / 'theme.py'}:4: scenario theme/{name}: its name says tls"
        )


def test_a_function_that_is_no_scenario_is_told_with_its_place(tmp_path):
    folder = write_catalogue(
        tmp_path / "s", talk=TALK, stray="x = 1\n\n\ndef forgotten(subject, peer):\n    pass\n"
    )
    assert refused(folder) == (
        f"{folder / 'stray.py'}:4: forgotten is no scenario: it lacks @scenario (or a leading _)"
    )


def test_two_scenarios_of_one_name_are_told_with_their_places(tmp_path):
    text = TALK + TALK.partition("\n\n\n")[2]
    folder = write_catalogue(tmp_path / "s", talk=text)
    assert refused(folder) == f"{folder / 'talk.py'}:17: greets stands in line 7 too"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("x = 1\ny = 1 / 0\n", 2, "ZeroDivisionError: division by zero"),
        ("\n\nimport nothing_of_that_name\n", 3, "ModuleNotFoundError: No module named"),
        ("x = 1\n\ndef broken(:\n    pass\n", 3, "SyntaxError: invalid syntax"),
        ("import sys\nsys.exit('bye')\n", 2, "SystemExit: bye"),
        ("def f():\n    raise ValueError('deep')\n\nf()\n", 2, "ValueError: deep"),
    ],
)
def test_a_file_that_does_not_import_is_told_with_its_line(tmp_path, text, line, told):
    folder = write_catalogue(tmp_path / "s", broken=text)
    assert refused(folder).startswith(f"{folder / 'broken.py'}:{line}: {told}")


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert refused(tmp_path / "nowhere") == f"there is no folder of scenarios at {tmp_path / 'nowhere'}"


# -- globs over names


@pytest.mark.parametrize(
    ("pattern", "name", "found"),
    [
        ("talk/greets", "talk/greets", True),
        ("talk/*", "talk/greets", True),
        ("*", "talk/greets[stdlib:bio:client:1.3:honest:cut(1)]#0", True),
        ("talk/greet?", "talk/greets", True),
        ("talk", "talk/greets", False),
        ("talk/greet", "talk/greets", False),
        ("*/greets[*:bio:*]*", "talk/greets[stdlib:bio:client]#0", True),
        ("*/greets[*:bio:*]*", "talk/greetss", False),
        ("[t]alk/greets", "talk/greets", False),
        ("[!x]alk", "talk", False),
        ("TALK/*", "talk/greets", False),
    ],
)
def test_only_stars_and_question_marks_are_special(pattern, name, found):
    assert matches(pattern, name) is found


# -- lies


LIES = 'wire_scenario("doc:1:one", tls="{tls}", roles="{role}")'


def lie(folder, act, role="client", tls="1.3", declaration=None):
    """The message with which a scenario that tells this lie is refused, after its place."""
    text = (
        f"{HEAD}@{declaration or LIES.format(role=role, tls=tls)}\ndef does(subject, peer):\n"
        f'    """A page."""\n    return [{act}, handshake(subject, peer)]\n'
    )
    message = refused(write_catalogue(folder / "scenarios", theme=text))
    place, _, fault = message.partition(": scenario theme/does: ")
    assert place == f"{folder / 'scenarios' / 'theme.py'}:{DECORATED}"
    return fault


@pytest.mark.parametrize(
    ("act", "role", "told"),
    [
        ('peer.forges("server_hello.cipher_suit = 1")', "client", "there is no 'cipher_suit'"),
        ('peer.forges("server_helo.cipher_suite = 1")', "client", "there is no message 'server_helo'"),
        ('peer.forges("client_hello.random = 1")', "client", "a server sends no client_hello"),
        ("peer.forges(\"server_key_exchange.point = b''\")", "client", "TLS 1.3 has no message"),
        ('peer.injects("record(23)")', "client", "record takes 2 to 2 arguments"),
        ('subject.sends("client_hello.randm")', "client", "there is no 'randm'"),
        ('subject.sends("client_hello.random")', "server", "a server sends no client_hello"),
        ('subject.forges("del finished")', "client", "only the peer lies"),
        ('peer.alerts("decode_error")', "client", "nobody hears the peer"),
    ],
)
def test_a_lie_that_cannot_be_told_is_refused_with_its_place(tmp_path, act, role, told):
    assert told in lie(tmp_path, act, role)


def test_a_lie_must_be_possible_in_every_version(tmp_path):
    assert "TLS 1.2 has no message" in lie(tmp_path, 'peer.forges("del encrypted_extensions")', tls="1.2 1.3")


def test_only_the_reference_peer_lies(tmp_path):
    declaration = 'scenario("doc:1:one", roles="client")'
    assert "its peers are 'tlslite'" in lie(tmp_path, 'peer.forges("del finished")', declaration=declaration)


def test_lies_are_not_told_over_a_damaged_wire(tmp_path):
    declaration = 'wire_scenario("doc:1:one", roles="client", sweep="hostile")'
    assert "hostile" in lie(tmp_path, 'peer.forges("del finished")', declaration=declaration)


@pytest.mark.parametrize(
    ("act", "tls", "only"),
    [("peer.renegotiates()", "1.2 1.3", "1.2"), ("peer.requests_certificate()", "1.2", "1.3")],
)
def test_what_one_version_has_is_done_in_that_version(tmp_path, act, tls, only):
    assert f"only TLS {only} has that" in lie(tmp_path, act, tls=tls)


def test_only_a_server_asks_for_a_certificate(tmp_path):
    assert "only a server asks" in lie(tmp_path, "subject.requests_certificate()", tls="1.3")


def test_only_the_peer_is_told_to_renegotiate(tmp_path):
    assert "only the peer can be told" in lie(tmp_path, "subject.renegotiates()", tls="1.2")

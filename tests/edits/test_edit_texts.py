"""The text form of edits, items and conditions: what reads, what is refused, and with which words."""

import pytest

from harness.edits import Change, Framing, Insert, Omit, Repeat, Swap, parse_check, parse_edit, parse_items
from harness.edits.edit import FRAMINGS
from harness.errors import ScenarioError
from harness.names import Role, Tls

CLIENT, SERVER = Role.CLIENT, Role.SERVER

EDITS = {
    "client_hello.legacy_version = 0x0300": Change,
    "client_hello.cipher_suites[0:0] = [GREASE]": Change,
    "server_hello.extensions[key_share].group += 1": Change,
    "finished.verify_data ^= 1": Change,
    "client_hello.session_id.length -= 1": Change,
    "del client_hello.extensions[0xfe77]": Change,
    "del finished.verify_data[-1:]": Change,
    "repeat(client_hello.extensions[alpn])": Change,
    "move(client_hello.extensions[pre_shared_key], 0)": Change,
    "reverse(client_hello.extensions)": Change,
    "server_hello.session_id = subject.client_hello.random": Change,
    "del certificate_verify": Omit,
    "withhold(finished)": Omit,
    "repeat(finished)": Repeat,
    "swap(certificate)": Swap,
    "before(finished, record(application_data, b'early'), ccs())": Insert,
    "replace(finished, clear(handshake, original))": Insert,
    "split(every_message, 1)": Framing,
    "split(client_hello, [4, 1])": Framing,
    "join(server_hello, 2)": Framing,
    "damage(application_data_2, -1, mask=0x80)": Framing,
    "under(finished, old)": Framing,
}


@pytest.mark.parametrize("text", EDITS)
def test_an_edit_prints_as_it_was_written_and_reads_back(text):
    edit = parse_edit(text)
    assert type(edit) is EDITS[text]
    assert str(edit) == text
    assert parse_edit(str(edit)) == edit


def test_the_second_of_a_kind_is_meant_by_its_number():
    assert parse_edit("split(client_hello_2, 1)").target.which == 2
    assert parse_edit("split(client_hello, 1)").target.which == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("client_hello", "is no edit"),
        ("client_hello.random == b''", "is no edit"),
        ("client_hello.random *= 2", "is no edit"),
        ("client_helo.random = b''", "there is no message 'client_helo'"),
        ("client_hello.extensions[keyshare] = b''", "there is no extension 'keyshare'"),
        ("split(client_hello.random, 1)", "for a whole message"),
        ("split(client_hello, 1, 2, 3)", "split takes sizes"),
        ("damage(finished, bit=1)", "damage takes byte, mask"),
        ("before(finished, record(22))", "takes 2 to 2 arguments"),
        ("before(finished, finished)", "cannot be sent"),
        ("before(finished, keys(lost))", "keys are old, current, none, next"),
        ("explode(finished)", "is no edit"),
        ("client_hello.random = ", "does not read"),
    ],
)
def test_what_is_no_edit_is_refused_in_one_sentence(text, told):
    with pytest.raises(ScenarioError, match=told):
        parse_edit(text)


@pytest.mark.parametrize(
    ("text", "tls", "sender", "told"),
    [
        ("server_hello.cipher_suit = 1", Tls.V13, SERVER, "there is no 'cipher_suit', only .*cipher_suite"),
        ("server_hello.cipher_suite = 1", Tls.V13, CLIENT, "a client sends no server_hello"),
        ("encrypted_extensions.extensions = b''", Tls.V12, SERVER, "TLS 1.2 has no message"),
        ("server_key_exchange.point = b''", Tls.V13, SERVER, "TLS 1.3 has no message"),
        (
            "client_hello.extensions[key_share].group = 1",
            Tls.V13,
            CLIENT,
            "there is no 'group', only .*shares",
        ),
        ("server_hello.random = subject.client_hello.randm", Tls.V13, SERVER, "there is no 'randm'"),
        (
            "server_hello.random = subject.server_hello.random",
            Tls.V13,
            SERVER,
            "a client sends no server_hello",
        ),
        ("server_hello.random = nonsense", Tls.V13, SERVER, "there is nothing called 'nonsense'"),
        ("after(finished, keys(next))", Tls.V12, SERVER, "TLS 1.2 has no next keys"),
        ("damage_mac(application_data)", Tls.V13, SERVER, "TLS 1.3 has no CBC suites"),
        ("before(finished, record(22, explode(1)))", Tls.V13, SERVER, "there is no function 'explode'"),
    ],
)
def test_what_cannot_be_is_known_before_anything_runs(text, tls, sender, told):
    edit = parse_edit(text)
    with pytest.raises(ScenarioError, match=told):
        edit.check(tls, sender)


@pytest.mark.parametrize("text", EDITS)
def test_every_example_can_be_told_by_somebody_in_some_version(text):
    edit = parse_edit(text)

    def allowed(tls, sender):
        try:
            edit.check(tls, sender)
        except ScenarioError:
            return False
        return True

    assert any(allowed(tls, sender) for tls in Tls for sender in Role)


def test_items_stand_one_behind_the_other():
    items = parse_items("keys(old), record(23, b'x' * 3)\nalert(fatal, close_notify)")
    assert [item.kind for item in items] == ["keys", "record", "alert"]
    assert [str(item) for item in items] == [
        "keys(old)",
        "record(23, b'x' * 3)",
        "alert(fatal, close_notify)",
    ]


def test_conditions_name_the_subjects_messages():
    check = parse_check("x25519 in client_hello.extensions[supported_groups].groups")
    check.check(Tls.V13, CLIENT)
    with pytest.raises(ScenarioError, match="a server sends no client_hello"):
        check.check(Tls.V13, SERVER)
    with pytest.raises(ScenarioError, match="there is no message 'nothing'"):
        parse_check("absent(nothing)").check(Tls.V13, SERVER)


def test_every_framing_reads():
    for how, names in FRAMINGS.items():
        arguments = {"keys": "old"}
        text = f"{how}({', '.join(['finished', *(arguments.get(name, '1') for name in names)])})"
        assert parse_edit(text).how == how

"""The words for objects: what they stand for, and what the lint says of them."""

from __future__ import annotations

import pytest

from harness.collection import collect
from harness.errors import ScenarioError
from harness.expectation import Gives
from harness.expression import Portrait, handles, names_in
from harness.names import Side
from harness.scenario import (
    FOREIGN,
    Actor,
    callback,
    caught,
    chain_file,
    constant,
    payload,
    py,
    same,
)

SUBJECT = Actor(Side.SUBJECT)
BIO = SUBJECT.thing("bio")


@pytest.mark.parametrize(
    ("act", "shown"),
    [
        (SUBJECT.ssl.calls("MemoryBIO").keeps("bio"), "subject: bio = ssl.MemoryBIO() returns"),
        (BIO.calls("write", b"ab").gives(2), "subject: bio.write(b'ab') gives 2"),
        (BIO.calls("owner.write", b"ab"), "subject: bio.owner.write(b'ab') returns"),
        (BIO.has("a.b").gives(0), "subject: bio.a.b gives 0"),
        (BIO.sets("eof", value=True).raises(FOREIGN), "subject: bio.eof = True raises foreign"),
        (BIO.equals(None), "subject: bio == None gives True"),
        (BIO.called(1, of=BIO), "subject: bio(1, of=bio) returns"),
        (
            SUBJECT.context.calls("wrap_bio", BIO, BIO, server_side=True).gives_a("SSLObject"),
            "subject: context.wrap_bio(bio, bio, server_side=True) gives <SSLObject>",
        ),
        (
            BIO.calls("write", SUBJECT.thing("other").calls("read")).after(2),
            "subject: bio.write(other.read()) returns within 2 s",
        ),
        (SUBJECT.does(caught(BIO.calls("read", None))), "subject: caught(bio.read(None)) returns"),
        (SUBJECT.does(same(BIO, BIO)), "subject: bio == bio gives True"),
        (
            SUBJECT.does(py("memoryview", payload(100))),
            "subject: memoryview(b'pay00000pay00001pay00002'...[100 bytes]) returns",
        ),
        (
            SUBJECT.does(callback(returns=1, does=[BIO.calls("read")])),
            "subject: callback(does bio.read(); returns 1) returns",
        ),
        (SUBJECT.does(callback(raises="OSError")), "subject: callback(raises OSError) returns"),
        (
            SUBJECT.context.calls("load_cert_chain", chain_file("rsa")),
            "subject: context.load_cert_chain(chain_file('rsa')) returns",
        ),
        (
            SUBJECT.does(py("len", (BIO, constant("socket.AF_INET")))),
            "subject: len((bio, socket.AF_INET)) returns",
        ),
    ],
)
def test_an_act_on_an_object_reads_as_the_python_it_means(act, shown):
    assert str(act) == shown


def test_every_object_an_expression_names_is_found():
    act = SUBJECT.context.calls("wrap_bio", BIO, x=[SUBJECT.thing("y"), callback(does=[SUBJECT.thing("z")])])
    assert sorted(names_in(act.args[0])) == ["bio", "context", "y", "z"]


@pytest.mark.parametrize(
    ("act", "moves"),
    [
        (SUBJECT.connection.has("context.options"), False),
        (SUBJECT.connection.calls("recv", 1), True),
        (SUBJECT.context.calls("set_ciphers", "x"), False),
        (SUBJECT.does(py("len", SUBJECT.thing("file").calls("read"))), True),
        (SUBJECT.does(py("isinstance", SUBJECT.connection, SUBJECT.ssl.has("SSLObject"))), False),
    ],
)
def test_whether_an_expression_may_move_bytes_is_seen(act, moves):
    assert handles(act.args[0]) is moves


def test_what_is_no_expression_is_refused():
    with pytest.raises(ScenarioError, match="is no expression"):
        SUBJECT.does(5)
    with pytest.raises(ScenarioError, match="is no expression"):
        SUBJECT.does(SUBJECT.reads(5))


def test_portraits_are_equal_by_class():
    assert Gives(Portrait("SSLSession")).value == Portrait("SSLSession", "whatever it says")
    assert Portrait("SSLSession") != Portrait("SSLContext")
    assert Portrait("SSLSession") != "SSLSession"


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("subject.thing('bio').calls('read')", "nothing was kept as 'bio'"),
        ("peer.connection.calls('read')", "only the subject's objects can be used"),
        ("subject.does(5)", "5 is no expression"),
    ],
)
def test_the_lint_names_what_an_expression_lacks(tmp_path, step, fault):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "r.toml").write_text(
        '[[requirement]]\nid = "r"\nsource = "s"\nlevel = "MUST"\ntext = "t"\n'
    )
    head = "from harness.scenario import *\n\n@scenario('r')\ndef one(subject, peer):\n    '''P.'''\n"
    text = f"{head}    return [{step}]\n"
    (tmp_path / "theme.py").write_text(text)
    with pytest.raises(ScenarioError, match=fault):
        collect(tmp_path)


def test_several_seeds_ask_for_dice(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "r.toml").write_text(
        '[[requirement]]\nid = "r"\nsource = "s"\nlevel = "MUST"\ntext = "t"\npython = "3.12"\n'
    )
    head = "from harness.scenario import *\n\n@scenario('r', seeds=3)\n"
    (tmp_path / "theme.py").write_text(
        head + "def one(subject):\n    '''P.'''\n    return [subject.reads(1)]\n"
    )
    with pytest.raises(ScenarioError, match="it has several seeds, but asks for no dice"):
        collect(tmp_path)
    thrown = (
        head + "def one(subject, dice):\n    '''P.'''\n    return [subject.reads(dice.randrange(10**9))]\n"
    )
    (tmp_path / "theme.py").write_text(thrown)
    catalogue = collect(tmp_path)
    one = catalogue.scenarios["theme/one"]
    assert catalogue.requirements["r"].python == (3, 12)
    assert str(one.steps("client", 1)) == str(one.steps("client", 1)) != str(one.steps("client", 2))

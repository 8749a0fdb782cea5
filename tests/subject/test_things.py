"""Evaluating expressions among the objects of a trial."""

from __future__ import annotations

import socket
import ssl
from array import array
from types import SimpleNamespace

import pytest

from harness.drivers.things import Things, forget, portray
from harness.errors import Unsupported
from harness.expression import Name, Portrait
from harness.names import Side
from harness.pki import Pki
from harness.scenario import Actor, callback, caught, chain_file, constant, py, same

SUBJECT = Actor(Side.SUBJECT)


class Wrapper:
    """Hands on what it does not have, has one attribute that cannot be set, and one that fails."""

    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    @property
    def fixed(self):
        return 1

    @property
    def failing(self):
        raise AttributeError("inside")


@pytest.fixture
def things():
    given = {"ssl": lambda: ssl, "wrapper": lambda: Wrapper(SimpleNamespace(handed_on=7))}
    return Things({}, given, Pki("keys"))


def value(things, act):
    return things.use(*act.args)


def test_objects_are_made_kept_and_used(things):
    bio = SUBJECT.thing("bio")
    assert value(things, SUBJECT.ssl.calls("MemoryBIO").keeps("bio")) == Portrait("MemoryBIO")
    assert value(things, bio.calls("write", py("array.array", "I", (1, 2)))) == 8
    assert value(things, bio.has("pending")) == 8
    assert value(things, SUBJECT.does(py("len", bio.calls("read", 5)))) == 5
    assert value(things, SUBJECT.does(same(bio.has("pending"), 3))) is True
    assert value(things, SUBJECT.does(same(bio.has("pending"), 4))) == "3 is not 4"
    assert value(things, SUBJECT.does(chain_file("rsa"))) == "keys/rsa.crt"
    assert value(things, SUBJECT.does(constant("socket.AF_INET"))) == int(socket.AF_INET)


def test_exceptions_are_objects(things):
    act = SUBJECT.does(caught(SUBJECT.ssl.calls("MemoryBIO", "argument"))).keeps("error")
    assert value(things, act) == Portrait("TypeError")
    assert value(things, SUBJECT.does(py("isinstance", SUBJECT.thing("error"), constant("TypeError"))))
    assert value(things, SUBJECT.does(caught(SUBJECT.ssl.calls("MemoryBIO")))) is None


def test_a_callback_notes_its_calls_and_does_as_told(things):
    seen = py("operator.getitem", Name("arguments"), 0)
    act = SUBJECT.does(callback(returns=5, does=[SUBJECT.does(seen).keeps("unused")])).keeps("back")
    value(things, act)
    assert value(things, SUBJECT.thing("back").called("one", 2)) == 5
    assert value(things, SUBJECT.thing("back").has("calls")) == [("one", 2)]
    value(things, SUBJECT.does(callback(raises="ZeroDivisionError")).keeps("bad"))
    with pytest.raises(ZeroDivisionError):
        value(things, SUBJECT.thing("bad").called())


def test_a_missing_name_is_unsupported_and_says_which(things):
    wrapper = SUBJECT.thing("wrapper")
    for act, told in [
        (SUBJECT.ssl.calls("no_such_thing"), "ssl has no no_such_thing"),
        (wrapper.has("missing"), "Wrapper has no missing"),
        (wrapper.sets("missing", 1), "Wrapper has no missing"),
        (SUBJECT.thing("reader").has("x"), "there is no 'reader' in this face"),
        (SUBJECT.does(caught(wrapper.has("missing"))), "Wrapper has no missing"),
    ]:
        with pytest.raises(Unsupported, match=told):
            value(things, act)


@pytest.mark.parametrize("given", [None, b"", "", 5, (), [], {}])
def test_what_plain_data_lacks_is_a_failure(things, given):
    value(things, SUBJECT.does(callback(returns=given)).keeps("give"))
    came = SUBJECT.does(SUBJECT.thing("give").called()).keeps("came")
    value(things, came)
    came = SUBJECT.thing("came")
    for wrong in (came.has("check_hostname"), came.calls("wrap_bio"), came.sets("options", 1)):
        with pytest.raises(AttributeError):
            value(things, wrong)


def test_what_a_class_claims_and_does_not_keep_is_its_failure(things):
    wrapper = SUBJECT.thing("wrapper")
    assert value(things, wrapper.has("handed_on")) == 7
    with pytest.raises(AttributeError, match="failing"):
        value(things, wrapper.has("failing"))
    with pytest.raises(AttributeError):
        value(things, wrapper.sets("fixed", 2))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (ssl.CERT_REQUIRED, 2),
        (array("I"), Portrait("array")),
        (bytearray(b"x"), Portrait("bytearray")),
        ([1, (b"x", ssl.OP_ALL)], [1, (b"x", int(ssl.OP_ALL))]),
        ({"a": ssl.SSLContext}, {"a": Portrait("type")}),
        (ssl.get_default_verify_paths(), tuple(ssl.get_default_verify_paths())),
    ],
)
def test_portraits_are_plain_data(value, shown):
    assert portray(value) == shown
    assert type(portray(value)) is type(shown)


def test_what_was_kept_is_closed_at_the_end():
    one, other = socket.socketpair()
    kept = {"one": one, "other": other, "number": 5}
    forget(kept)
    assert (one.fileno(), other.fileno(), kept) == (-1, -1, {})

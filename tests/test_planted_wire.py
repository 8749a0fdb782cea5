"""The scaffolding of planted defects on the wire: the copy they change is private to each of them."""

import ast
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from harness.endpoint import Call, Done, Wants
from harness.implementation import load
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.peers import tlslite as peer
from harness.peers import tlslite_subject
from harness.setup import Setup
from tests.trials import PLANTED, defects

CONTROL = str(PLANTED / "_correct_tlslite.py")
WIRE = defects("wire_*")
HANDSHAKE, READ = Call("handshake"), Call("read", (100,))
sound = tlslite_subject.tlslite


def planted_in(name):
    return load(str(PLANTED / f"{name}.py")).module.planted


def modules_of(prefix):
    return {
        name.removeprefix(prefix): module
        for name, module in list(sys.modules.items())
        if name == prefix or name.startswith(prefix + ".")
    }


def code_in(module):
    """The functions of a module's own, and of its classes."""
    for value in list(vars(module).values()):
        if isinstance(value, FunctionType):
            yield value
        elif isinstance(value, type):
            yield from (each for each in vars(value).values() if isinstance(each, FunctionType))


def test_the_sound_package_stays_where_it_was():
    before = modules_of("tlslite")
    load(CONTROL)
    assert modules_of("tlslite") == before
    assert before[""] is sound


def test_no_module_is_shared_with_the_sound_package():
    copied, mine = planted_in("_correct_tlslite").tls, modules_of("tlslite")
    theirs = modules_of(copied.__name__)
    assert set(theirs) >= set(mine)
    foreign = {id(module) for module in mine.values()}
    globals_of_mine = {id(vars(module)) for module in mine.values()}
    for module in theirs.values():
        held = [value for value in vars(module).values() if isinstance(value, ModuleType)]
        assert not [value for value in held if id(value) in foreign]
        assert not [code for code in code_in(module) if id(code.__globals__) in globals_of_mine]


def test_what_is_imported_later_is_private_too(pki):
    """parsePEMKey imports the module of its keys when it is called."""
    copied = planted_in("_correct_tlslite").tls
    key = Path(pki.key_file("ecdsa")).read_text(encoding="ascii")
    for package in (copied, sound):
        parsed = package.utils.keyfactory.parsePEMKey(key, private=True)
        assert isinstance(parsed, package.utils.ecdsakey.ECDSAKey)


@pytest.mark.parametrize("path", WIRE, ids=lambda path: path.stem)
def test_a_defect_leaves_the_sound_package_alone(path):
    before = {
        id(code): code.__code__ for module in modules_of("tlslite").values() for code in code_in(module)
    }
    load(str(path))
    after = {id(code): code.__code__ for module in modules_of("tlslite").values() for code in code_in(module)}
    assert after == before


def test_a_check_that_is_skipped_is_one_that_tlslite_makes():
    folder = Path(sound.__file__).parent
    texts = {
        node.value
        for name in ("tlsconnection.py", "tlsrecordlayer.py")
        for node in ast.walk(ast.parse((folder / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    skipped = [text for path in WIRE for text in load(str(path)).module.planted.skipped]
    assert len(skipped) > 20
    assert [each for each in skipped if not any(text.startswith(each) for text in texts)] == []


def connected(pki, name):
    """The subject of a planted file as a client, and the reference peer, their handshake over."""
    subject = load(str(PLANTED / f"{name}.py")).module.connect(Setup(Role.CLIENT, Tls.V13, Options(), pki))
    other = peer.connect(Setup(Role.SERVER, Tls.V13, Options(), pki))
    outcomes = [None, None]
    for _ in range(5):
        outcomes = [subject.attempt(HANDSHAKE), other.attempt(HANDSHAKE)]
        other.feed(subject.take())
        subject.feed(other.take())
    assert outcomes == [Done(), Done()]
    return subject, other


def damaged(end):
    end.attempt(Call("write", (b"twelve bytes",)))
    record = bytearray(end.take())
    record[-1] ^= 1
    return bytes(record)


def test_the_peer_beside_a_defect_is_sound(pki):
    """The subject takes a record with a damaged tag, and the peer in the same process does not."""
    subject, other = connected(pki, "wire_tags_are_not_checked")
    subject.feed(damaged(other))
    assert subject.attempt(READ) == Done(b"twelve bytes")
    other.feed(damaged(subject))
    refused = other.attempt(READ)
    assert (refused.kind, refused.alert) == (Kind.PROTOCOL_ERROR, "bad_record_mac")


def test_without_the_defect_the_subject_is_sound(pki):
    subject, other = connected(pki, "_correct_tlslite")
    subject.feed(damaged(other))
    refused = subject.attempt(READ)
    assert (refused.kind, refused.alert) == (Kind.PROTOCOL_ERROR, "bad_record_mac")


def test_a_dropped_record_leaves_the_connection_waiting(pki):
    subject, other = connected(pki, "wire_damaged_records_are_dropped")
    subject.feed(damaged(other))
    assert isinstance(subject.attempt(READ), Wants)

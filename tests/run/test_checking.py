"""A driver is proved sound, or told in which way it is not, whatever it does to the process that checks."""

import pytest

import harness
from harness.errors import UsageError
from harness.run.checking import UnsoundDriver, check_implementation
from harness.run.soundness import CHECKS

_MODULE = '''\
"""An endpoint of its own: tlslite-ng's, with one thing changed."""

from harness.endpoint import Done, Wants
from harness.names import Want
from harness.peers import tlslite_subject
from harness.peers.tlslite_subject import ENDPOINT_CALLS


class Endpoint:
    def __init__(self, inner):
        self.__dict__["inner"] = inner
        self.__dict__["fed"] = 0
        self.__dict__["kept"] = b""

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def attempt(self, call):
        {attempt}
        return self.inner.attempt(call)

    def feed(self, data):
        {feed}
        self.inner.feed(data)

    def take(self):
        {take}
        return self.inner.take()


def connect(setup):
    return Endpoint(tlslite_subject.connect(setup))
'''
_LOSES = "self.__dict__['fed'] += len(data); data = data[:-1] if self.fed > 9000 else data"
_HALVES = "data = self.kept + self.inner.take(); self.__dict__['kept'] = data[64:]; return data[:64]"


def module(folder, **changes):
    path = folder / "own_endpoint.py"
    path.write_text(_MODULE.format(**{"attempt": "", "feed": "", "take": "", **changes}), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "drivers"),
    [("stdlib", ("bio", "socket-nonblocking")), ("stdlib", ("socket", "asyncio-streams")), ("tlslite", ())],
)
def test_sound_ones_are_proved_so(name, drivers):
    found = harness.check_implementation(name, *drivers)
    assert found.checks == len(CHECKS) * 4 * (len(drivers) or 1)
    assert (found.faults, found.unsupported) == ([], [])


def test_one_with_nothing_changed_is_sound(tmp_path):
    assert check_implementation(module(tmp_path)).faults == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"attempt": "if call.name == 'handshake': self.inner.attempt(call); return Done(None)"},
         "client: attempts do not block: a handshake with nothing fed came to None, and not to wants read"),
        ({"attempt": "while call.name == 'handshake': pass"},
         "TLS 1.2 client: attempts do not block: it blocks: no sign of life for 5 s"),
        ({"attempt": "if call.name == 'read': __import__('os')._exit(7)"},
         "feeds are not lost: the process ended with exit code 7"),
        ({"attempt": "if call.name == 'write': return Done(len(call.args[0]))"},
         "writes are taken whole: write() accepted 70000 bytes and 0 arrived, the same up to byte 0"),
        ({"take": _HALVES}, "take drains: a second take() without an attempt still had 64 bytes"),
        ({"take": "return bytearray(self.inner.take())"},
         "take: TypeError (it gave bytearray, not bytes)"),
        ({"feed": _LOSES}, "feeds are not lost: "),
        ({"attempt": "if self.fed > 100 and call.name == 'handshake': raise KeyError('state')",
          "feed": "self.__dict__['fed'] += len(data)"},
         "a handshake that was fed an HTTP request raised KeyError ('state'), which was not translated"),
    ],
)  # fmt: skip
def test_an_unsound_one_is_told(tmp_path, changes, told):
    with pytest.raises(UnsoundDriver) as caught:
        check_implementation(module(tmp_path, **changes), patience=5)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("name", "drivers", "told"),
    [
        ("nobody", (), "there is no implementation 'nobody'"),
        ("stdlib", ("pigeon",), "there is no driver 'pigeon'; there are bio"),
        (
            "./hollow.py",
            (),
            "nothing of ./hollow.py could be checked: ./hollow.py has no PROTOCOL_TLS_CLIENT",
        ),
        ("./hollow.py", ("bio",), "nothing of ./hollow.py could be checked: ./hollow.py has no MemoryBIO"),
    ],
)
def test_wrong_use_is_told(tmp_path, monkeypatch, name, drivers, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hollow.py").write_text("from ssl import SSLContext\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r".*") as caught:
        check_implementation(name, *drivers)
    assert told in str(caught.value)

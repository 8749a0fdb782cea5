"""Twenty parsers that are each wrong about one form of input: needles for `tests.fuzz_bench` to find.

Most are private copies of tlslite-ng in which the parsing of one message fails on one form of it; the last
ones are modules shaped like `ssl` that look at the bytes themselves before OpenSSL does, as wrappers do that
sniff host names. Each raises `Needle` where a real parser would have its IndexError, so that it is told from
what is wrong with tlslite-ng itself.
"""

import ssl
import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace

from harness.errors import ParseError
from harness.implementation import Implementation
from harness.wire.handshake import ClientHello, ServerHello
from harness.wire.records import HEADER
from tests.trials import PLANTED


class Needle(Exception):
    """What a planted parser raises where it is wrong."""


def _hello(body):
    try:
        return ClientHello.parse(body)
    except ParseError:
        return None


def _answer(body):
    try:
        return ServerHello.parse(body)
    except ParseError:
        return None


def _client(condition):
    """A defect in reading a ClientHello that has its form."""
    return "client_hello", "messages.ClientHello", lambda body: (h := _hello(body)) and condition(h)


def _server(condition):
    return "server_flight", "messages.ServerHello", lambda body: (h := _answer(body)) and condition(h)


def _numbers(hello):
    return [number for number, _ in hello.extensions or ()]


def _groups_of_shares(hello):
    data, at, groups = hello.extension(51) or b"", 2, []
    while at + 4 <= len(data):
        groups.append(data[at : at + 2])
        at += 4 + int.from_bytes(data[at + 2 : at + 4])
    return groups if at == len(data) else []


def _repeats(items):
    return len(set(items)) < len(items)


def _entries(body):
    """The certificates of a TLS 1.2 list, if it has its form."""
    at, found = 3, []
    while at + 3 <= len(body):
        end = at + 3 + int.from_bytes(body[at : at + 3])
        found.append(body[at + 3 : end])
        at = end
    return found if at == len(body) == 3 + int.from_bytes(body[:3]) else []


#: For each defect of tlslite's parsing: the target that may find it, the class, and what it fails on.
COPIES = {
    "empty list of host names": _client(lambda h: h.extension(0) == b"\0\0"),
    "two host names": _client(lambda h: (h.extension(0) or b"").count(b"\0\0\x09localhost") > 1),
    "empty protocol name": _client(lambda h: _has_empty(h)),
    "extension twice": _client(lambda h: _repeats(_numbers(h))),
    "more than 24 extensions": _client(lambda h: len(_numbers(h)) > 24),
    "no null compression": _client(lambda h: 0 not in h.compressions),
    "pre_shared_key not last": _client(lambda h: 41 in _numbers(h)[:-1]),
    "group shared twice": _client(lambda h: _repeats(_groups_of_shares(h))),
    "empty list of groups": _client(lambda h: h.extension(10) == b"\0\0"),
    "odd list of schemes": _client(lambda h: len(h.extension(13) or b"") % 2 == 1),
    "short session id": _client(lambda h: 0 < len(h.session_id) < 8),
    "early data offered": _client(lambda h: 42 in _numbers(h)),
    "extension answered twice": _server(lambda h: _repeats(_numbers(h))),
    "long session id": _server(lambda h: len(h.session_id) not in (0, 32)),
    "empty certificate": ("server_flight", "messages.Certificate", lambda body: b"" in _entries(body)),
    "explicit curve": ("server_flight", "messages.ServerKeyExchange", lambda body: body[0] in (1, 2)),
    "odd key update": ("handshake_plaintext", "messages.KeyUpdate", lambda body: body[:1] > b"\1"),
    "ticket without nonce": (
        "handshake_plaintext",
        "messages.NewSessionTicket",
        lambda body: len(body) > 12 and body[8:9] == b"\0",
    ),
}  # fmt: skip


def _has_empty(hello):
    data, at = hello.extension(16) or b"", 2
    while at < len(data):
        if not data[at]:
            return len(data) == 2 + int.from_bytes(data[:2])
        at += 1 + data[at]
    return False


def _records(data):
    at = 0
    while at + HEADER <= len(data):
        end = at + HEADER + int.from_bytes(data[at + 3 : at + HEADER])
        yield data[at], data[at + HEADER : end]
        at = end


#: For each wrapper: what in the bytes it was given makes it fail.
WRAPPERS = {
    "hello in three records": lambda data: (
        [kind for kind, payload in _records(data) if payload][:3] == [22] * 3
        and len(next(_records(data))[1]) < 4 + int.from_bytes(data[6:9])
    ),
    "empty record before the hello": lambda data: (
        data[:1] == b"\x16" and data[3:5] == b"\0\0" and len(data) > 9
    ),
    "change_cipher_spec behind the hello": lambda data: [kind for kind, _ in _records(data)][:2] == [22, 20],
}
NAMES = (*COPIES, *WRAPPERS)


def target_of(name):
    """The target that may find a defect."""
    return COPIES[name][0] if name in COPIES else "client_hello"


def plant(name):
    """The implementation with the defect of that name."""
    if name in COPIES:
        return Implementation(name, SimpleNamespace(**_copy(*COPIES[name][1:])))
    return Implementation(name, _wrapper(WRAPPERS[name]))


def _copy(path, condition):
    owner = ModuleType(f"defect_{len(sys.modules)}")
    owner.__path__ = [str(PLANTED)]
    sys.modules[owner.__name__] = owner
    planted = import_module("tests.planted._tlslite").Copy(owner.__name__)

    @planted.instead(f"{path}.parse")
    def parse(real, self, parser):
        data = bytes(parser.bytes[parser.index :])
        if condition(data[3 : 3 + int.from_bytes(data[:3])]):
            raise Needle(path)
        return real(self, parser)

    return planted.shape()


def _wrapper(condition):
    class Sniffing(ssl.SSLObject):
        """Looks for the host name itself."""

        @classmethod
        def _create(cls, incoming, *args, **kwargs):
            self = super()._create(incoming, *args, **kwargs)
            self.incoming, self.sniffed = incoming, False
            return self

        def do_handshake(self):
            if not self.sniffed and self.server_side and self.incoming.pending:
                self.sniffed = True
                data = self.incoming.read()
                if condition(data):
                    raise Needle("the sniffed hello")
                self.incoming.write(data)
            super().do_handshake()

    class SSLContext(ssl.SSLContext):
        """Its connections sniff."""

        sslobject_class = Sniffing

    return SimpleNamespace(**{**vars(ssl), "SSLContext": SSLContext})

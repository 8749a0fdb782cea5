"""The words of the house: small enumerations every floor shares, and nothing else.

Importable on Python 3.8 with the standard library alone (a subject may live in another interpreter).
"""

from __future__ import annotations

from enum import Enum


class Word(str, Enum):
    """A string enumeration whose members print as their value on every Python."""

    def __str__(self) -> str:
        return str(self.value)


class Role(Word):
    """Which end of the TLS connection an endpoint plays; also names the lane it sends on."""

    CLIENT = "client"
    SERVER = "server"

    @property
    def other(self) -> Role:
        """The role at the far end."""
        return Role.SERVER if self is Role.CLIENT else Role.CLIENT


class Side(Word):
    """Who an endpoint is in the trial: the one judged, or the one it talks to."""

    SUBJECT = "subject"
    PEER = "peer"

    @property
    def other(self) -> Side:
        """The one at the far end."""
        return Side.PEER if self is Side.SUBJECT else Side.SUBJECT


#: The members, as a tuple: iterating over an enumeration is slow where it is done for every call.
ROLES = (Role.CLIENT, Role.SERVER)
SIDES = (Side.SUBJECT, Side.PEER)


class Tls(Word):
    """A protocol version, as the command line writes it."""

    V12 = "1.2"
    V13 = "1.3"

    @property
    def spoken(self) -> str:
        """The name `ssl.SSLSocket.version()` gives it, e.g. 'TLSv1.3'."""
        return "TLSv" + self.value


class Want(Word):
    """What a call that cannot finish yet is waiting for."""

    READ = "read"
    WRITE = "write"


class Kind(Word):
    """The taxonomy: what a raised exception means, whatever stack raised it."""

    CLEAN_CLOSE = "clean close"
    RAGGED_EOF = "ragged EOF"
    CERTIFICATE_REJECTED = "certificate rejected"
    PROTOCOL_ERROR = "protocol error"
    TIMEOUT = "timeout"
    OS_ERROR = "OS error"
    MISUSE = "misuse"
    FOREIGN = "foreign"


#: Kinds after which a connection is dead (RFC 8446 section 6.2): it must never deliver or succeed again.
FATAL_KINDS = frozenset({Kind.RAGGED_EOF, Kind.CERTIFICATE_REJECTED, Kind.PROTOCOL_ERROR})


class Verdict(Word):
    """The judgement of one cell. ERROR is the harness's own fault, never the subject's."""

    PASS = "pass"
    FAIL = "fail"
    UNSUPPORTED = "unsupported"
    STALLED = "stalled"
    CRASH = "crash"
    HANG = "hang"
    ERROR = "error"


#: Verdicts that are findings about the subject.
FINDINGS = frozenset({Verdict.FAIL, Verdict.STALLED, Verdict.CRASH, Verdict.HANG})


class Grade(Word):
    """How well a passing cell passed.

    With the outcome the clause names; with it, but in words (reason, library, verify code) other than
    CPython's with OpenSSL; or with an outcome the clause tolerates.
    """

    STRICT = "strict"
    PORTABLE = "portable"
    ACCEPTABLE = "acceptable"


class Level(Word):
    """How binding a requirement is."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    API = "API contract"


class Profile(Word):
    """How many schedules a run tries per scenario."""

    QUICK = "quick"
    STANDARD = "standard"
    EXHAUSTIVE = "exhaustive"

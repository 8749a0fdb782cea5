"""set_ciphersuites() (Python 3.15): the cipher suites of TLS 1.3, which set_ciphers() does not speak of.

TLS_AES_128_GCM_SHA256 is the suite that every implementation has (RFC 8446 section 9.1).
"""

from harness.scenario import (
    MISUSE,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    handshake,
    module_scenario,
    py,
    reconnect,
    refused,
    same,
    scenario,
    together,
)

_SUITE = "TLS_AES_128_GCM_SHA256"
_OTHER = "TLS_AES_256_GCM_SHA384"
_OLDER = "ECDHE-ECDSA-AES128-GCM-SHA256"


def _new(subject: Actor, role: str = "CLIENT") -> Act:
    return subject.ssl.calls("SSLContext", subject.ssl.has(f"PROTOCOL_TLS_{role}")).keeps("fresh")


def _listed(subject: Actor, name: str) -> list[Act]:
    """The suites of the context as text, kept under `name`."""
    return [subject.does(py("repr", subject.thing("fresh").calls("get_ciphers"))).keeps(name)]


def _count(subject: Actor, listed: str, what: str) -> Act:
    return subject.thing(listed).calls("count", repr(what))


def _allows(subject: Actor, suites: str) -> list[Step]:
    """The connections from here on are of a context that allows these suites."""
    return [subject.context.calls("set_ciphersuites", suites).gives(None), reconnect()]


def _name(subject: Actor) -> Act:
    return subject.does(py("operator.getitem", subject.connection.calls("cipher"), 0))


@module_scenario("python:context:set-ciphersuites")
def set_ciphersuites_narrows_the_suites_of_tls13(subject):
    """Of TLS 1.3 the suite that was set is left, of TLS 1.2 everything; for either role."""
    return [
        step
        for role in ("CLIENT", "SERVER")
        for step in (
            _new(subject, role),
            *_listed(subject, "before"),
            subject.thing("fresh").calls("set_ciphersuites", _SUITE).gives(None),
            *_listed(subject, "after"),
            _count(subject, "after", "TLSv1.3").gives(1),
            _count(subject, "after", _SUITE).gives(1),
            subject.does(
                same(_count(subject, "after", "TLSv1.2"), _count(subject, "before", "TLSv1.2"))
            ).gives(True),
        )
    ]


@module_scenario("python:context:set-ciphersuites-apart")
def ciphers_and_ciphersuites_leave_each_other_alone(subject):
    """set_ciphers() after set_ciphersuites() changes TLS 1.2's suites alone: both settings hold."""
    fresh = subject.thing("fresh")
    return [
        _new(subject),
        *_listed(subject, "before"),
        fresh.calls("set_ciphers", _OLDER).gives(None),
        *_listed(subject, "narrowed"),
        subject.does(
            same(_count(subject, "narrowed", "TLSv1.3"), _count(subject, "before", "TLSv1.3"))
        ).gives(True),
        fresh.calls("set_ciphersuites", _SUITE).gives(None),
        *_listed(subject, "after"),
        _count(subject, "after", "TLSv1.3").gives(1),
        _count(subject, "after", _OLDER).gives(1),
        fresh.calls("set_ciphers", _OLDER).gives(None),
        *_listed(subject, "last"),
        _count(subject, "last", "TLSv1.3").gives(1),
        _count(subject, "last", _SUITE).gives(1),
    ]


@module_scenario("python:context:set-ciphersuites-refused")
def no_suite_at_all_is_refused(subject):
    """A list in which there is no suite of TLS 1.3 raises SSLError: one of TLS 1.2 is none."""
    fresh = subject.thing("fresh")
    return [
        _new(subject),
        fresh.calls("set_ciphersuites", "nope").raises(PROTOCOL_ERROR, exception="SSLError"),
        fresh.calls("set_ciphersuites", "TLS_NONE:TLS_NEITHER").raises(PROTOCOL_ERROR, exception="SSLError"),
        fresh.calls("set_ciphersuites", _OLDER).raises(PROTOCOL_ERROR, exception="SSLError"),
    ]


@module_scenario("python:context:set-ciphersuites-empty")
def an_empty_list_is_no_suite(subject):
    """An empty list selects nothing and raises SSLError, or a context would be without TLS 1.3 unasked."""
    fresh = subject.thing("fresh")
    return [
        _new(subject),
        fresh.calls("set_ciphersuites", _SUITE).gives(None),
        fresh.calls("set_ciphersuites", "").raises(PROTOCOL_ERROR, exception="SSLError"),
    ]


# OpenSSL knows suites of TLS 1.2 by their names in the registry of IANA, too.
@module_scenario("python:context:set-ciphersuites-older")
def a_suite_of_older_versions_is_none(subject):
    """A suite of TLS 1.2 by its name in IANA's registry cannot be selected for TLS 1.3: SSLError."""
    fresh = subject.thing("fresh")
    return [
        _new(subject),
        fresh.calls("set_ciphersuites", _SUITE).gives(None),
        fresh.calls("set_ciphersuites", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").raises(
            PROTOCOL_ERROR, exception="SSLError"
        ),
    ]


@module_scenario("python:context:set-ciphersuites-type")
def suites_are_text(subject):
    """What is no text is a TypeError, and so is an argument by name; a NUL in it is refused."""
    fresh = subject.thing("fresh")
    return [
        _new(subject),
        *(
            fresh.calls("set_ciphersuites", wrong).raises(MISUSE, exception="TypeError")
            for wrong in (5, None, [_SUITE], _SUITE.encode())
        ),
        fresh.calls("set_ciphersuites").raises(MISUSE, exception="TypeError"),
        fresh.calls("set_ciphersuites", ciphersuites=_SUITE).raises(MISUSE, exception="TypeError"),
        fresh.calls("set_ciphersuites", f"{_SUITE}\0nope").raises(MISUSE, PROTOCOL_ERROR),
    ]


@module_scenario("python:context:set-ciphersuites-kept")
def refused_suites_change_nothing(subject):
    """After a list that was refused the suites are those that were there before."""
    fresh = subject.thing("fresh")
    ciphers = fresh.calls("get_ciphers")
    return [
        _new(subject),
        fresh.calls("set_ciphersuites", _SUITE).gives(None),
        ciphers.keeps("before"),
        fresh.calls("set_ciphersuites", "nope").raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.does(same(ciphers, subject.thing("before"))).gives(True),
        fresh.calls("set_ciphersuites", 5).raises(MISUSE, exception="TypeError"),
        subject.does(same(ciphers, subject.thing("before"))).gives(True),
    ]


@scenario(
    "python:context:set-ciphersuites-offered",
    drivers="bio sockets",
    roles="client",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_client_offers_the_suites_it_allows(subject, peer):
    """The suite that was set is the only one of TLS 1.3 in the hello, and cipher() tells it at both ends."""
    others = " or ".join(f"0x13{number:02x} in client_hello.cipher_suites" for number in (2, 3, 4, 5))
    return [
        *_allows(subject, _SUITE),
        handshake(subject, peer),
        subject.sends(f"{_SUITE} in client_hello.cipher_suites and not ({others})"),
        _name(subject).gives(_SUITE),
        peer.tells("cipher").gives(_SUITE),
    ]


@scenario(
    "python:context:set-ciphersuites-chosen",
    drivers="bio sockets",
    roles="server",
    tls="1.3",
    peers="tlslite honest",
    sweep="none",
)
def tls13_a_server_agrees_to_the_suites_it_allows(subject, peer):
    """A server that allows one suite agrees on it, and cipher() tells it at both ends."""
    return [
        *_allows(subject, _SUITE),
        handshake(subject, peer),
        _name(subject).gives(_SUITE),
        peer.tells("cipher").gives(_SUITE),
        subject.continues(),
    ]


@scenario(
    "python:context:set-ciphersuites-chosen",
    drivers="bio sockets",
    roles="server",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_server_refuses_suites_it_does_not_allow(subject, peer):
    """A client that has none of the suites allowed is refused."""
    return [
        *_allows(subject, _SUITE),
        peer.forges(f"client_hello.cipher_suites = [{_OTHER}]"),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.alerts("handshake_failure", "insufficient_security"),
        subject.connection.calls("cipher").gives(None),
    ]


@scenario(
    "python:context:set-ciphersuites-offered",
    drivers="bio sockets",
    roles="client",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_client_refuses_suites_it_does_not_allow(subject, peer):
    """A server that chooses a suite the client has taken from its list is refused: illegal_parameter."""
    return [
        *_allows(subject, _SUITE),
        peer.forges(f"server_hello.cipher_suite = {_OTHER}"),
        *refused(subject, peer, "illegal_parameter"),
    ]


@scenario(
    "python:context:set-ciphersuites-replaced",
    drivers="bio sockets",
    roles="client",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_the_last_list_of_suites_counts(subject, peer):
    """A second set_ciphersuites() takes the place of the first, for the connections made from then on."""
    return [
        subject.context.calls("set_ciphersuites", f"nope:{_SUITE}").gives(None),
        reconnect(),
        handshake(subject, peer),
        _name(subject).gives(_SUITE),
        subject.context.calls("set_ciphersuites", _OTHER).gives(None).or_raises(PROTOCOL_ERROR),
        subject.context.calls("set_ciphersuites", _SUITE).gives(None),
        reconnect(),
        handshake(subject, peer),
        subject.sends(f"{_SUITE} in client_hello.cipher_suites"),
        subject.sends(f"{_OTHER} not in client_hello.cipher_suites"),
        _name(subject).gives(_SUITE),
    ]


@scenario(
    "python:context:set-ciphersuites-apart", drivers="bio sockets", tls="1.2", peers="honest", sweep="none"
)
def tls12_is_as_it_was(subject, peer):
    """set_ciphersuites() has no say in TLS 1.2: set_ciphers() still decides what is agreed on there."""
    return [
        subject.context.calls("set_ciphers", _OLDER).gives(None),
        *_allows(subject, _SUITE),
        handshake(subject, peer),
        _name(subject).gives(_OLDER),
        peer.tells("cipher").gives(_OLDER),
    ]

"""tlslite-ng on trial against OpenSSL, by way of the honest peer: verbs, facts, sessions, exceptions."""

import pytest

from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls, Want
from harness.options import Options
from harness.peers import honest, tlslite_subject
from harness.peers.tlslite_subject import ENDPOINT_CALLS, connect, tlslite, translate
from harness.setup import Setup

STARVED = Wants(Want.READ)
HANDSHAKE, READ, CLOSE = Call("handshake"), Call("read", (100,)), Call("close_notify")
both_roles = pytest.mark.parametrize("role", list(Role), ids=str)
both_versions = pytest.mark.parametrize("tls", list(Tls), ids=str)


class Pair:
    """The subject in a role, and CPython's ssl in the other."""

    def __init__(self, pki, role=Role.CLIENT, tls=Tls.V13, session=None, mine=None, theirs=None):
        self.subject = connect(Setup(role, tls, mine or Options(), pki, session))
        self.peer = honest.connect(Setup(role.other, tls, theirs or Options(), pki), Contexts())

    def move(self):
        there, back = self.subject.take(), self.peer.take()
        self.peer.feed(there)
        self.subject.feed(back)
        return bool(there or back)

    def settle(self, mine, theirs):
        """The outcomes of a call of each, once both have one or nothing moves any more."""
        calls, outcomes = {self.subject: mine, self.peer: theirs}, {self.subject: STARVED, self.peer: STARVED}
        moved = True
        while moved:
            for end, call in calls.items():
                if outcomes[end] == STARVED:
                    outcomes[end] = end.attempt(call)
            moved = self.move()
        return outcomes[self.subject], outcomes[self.peer]

    def shaken(self):
        assert self.settle(HANDSHAKE, HANDSHAKE) == (Done(), Done())
        return self

    def tell(self, fact):
        return self.subject.attempt(Call("tell", (fact,))).value


# -- verbs


@both_roles
@both_versions
def test_data_crosses_both_ways(pki, role, tls):
    pair = Pair(pki, role, tls).shaken()
    assert pair.settle(Call("write", (b"there",)), READ) == (Done(5), Done(b"there"))
    assert pair.settle(READ, Call("write", (b"back",))) == (Done(b"back"), Done(4))
    assert pair.subject.attempt(Call("write_from_buffer", (b"again",))) == Done(5)
    assert pair.subject.attempt(READ) == STARVED


@both_roles
@both_versions
def test_a_read_waits_across_calls_and_its_rest_is_kept(pki, role, tls):
    pair = Pair(pki, role, tls).shaken()
    pair.peer.attempt(Call("write", (b"twelve bytes",)))
    record = pair.peer.take()
    for piece in (record[:3], record[3:]):
        assert pair.subject.attempt(READ) == STARVED
        pair.subject.feed(piece)
    assert pair.subject.attempt(Call("read", (6,))) == Done(b"twelve")
    assert pair.subject.attempt(Call("pending")) == Done(6)
    assert pair.subject.attempt(READ) == Done(b" bytes")
    assert pair.subject.attempt(Call("read", (0,))) == Done(b"")


@both_roles
def test_a_peer_that_closes_is_answered(pki, role):
    pair = Pair(pki, role, Tls.V12).shaken()
    assert pair.settle(READ, CLOSE) == (Done(b""), Done())
    assert pair.subject.attempt(CLOSE) == Done()
    refused = pair.subject.attempt(Call("write", (b"more",)))
    assert (refused.kind, refused.exception) == (Kind.CLEAN_CLOSE, "TLSClosedConnectionError")


def test_while_it_closes_nothing_is_written(pki):
    pair = Pair(pki, Role.SERVER).shaken()
    assert pair.subject.attempt(CLOSE) == STARVED
    assert pair.subject.attempt(Call("write", (b"more",))).kind is Kind.MISUSE
    pair.move()
    assert pair.settle(CLOSE, CLOSE) == (Done(), Done())


def test_before_the_handshake_only_it_may_be_called(pki):
    subject = Pair(pki).subject
    assert subject.attempt(READ).kind is Kind.MISUSE
    assert subject.attempt(Call("write", (b"early",))).kind is Kind.MISUSE
    assert subject.attempt(Call("read", (0,))) == Done(b"")
    assert subject.attempt(Call("tell", ("version",))) == Done(None)
    assert subject.attempt(Call("tell", ("session_reused",))) == Done(value=False)


def test_keys_are_updated(pki):
    pair = Pair(pki).shaken()
    for request in (False, True):
        assert pair.subject.attempt(Call("key_update", (request,))) == Done()
        assert pair.settle(Call("write", (b"there",)), READ) == (Done(5), Done(b"there"))
        assert pair.settle(READ, Call("write", (b"back",))) == (Done(b"back"), Done(4))
    with pytest.raises(Unsupported, match="KeyUpdate"):
        Pair(pki, tls=Tls.V12).shaken().subject.attempt(Call("key_update"))


def test_a_dropped_transport_carries_nothing(pki):
    pair = Pair(pki).shaken()
    pair.subject.attempt(Call("write", (b"lost",)))
    assert pair.subject.attempt(Call("close")) == Done()
    assert (pair.subject.hung_up, pair.subject.take()) == (True, b"")
    assert pair.subject.attempt(READ).kind is Kind.MISUSE


def test_every_call_it_claims_is_there(pki):
    assert set(ENDPOINT_CALLS) == set(tlslite_subject.TlsliteSubject._verbs)
    with pytest.raises(Unsupported, match=r"no read_into\(\)"):
        Pair(pki).subject.attempt(Call("read_into", (1, 1)))


# -- facts


@both_roles
@both_versions
def test_facts_are_those_of_the_other_end(pki, role, tls):
    protocols = Options(alpn=("h2",))
    pair = Pair(pki, role, tls, mine=protocols, theirs=protocols).shaken()
    for fact in ("version", "cipher", "alpn"):
        assert pair.tell(fact) == pair.peer.attempt(Call("tell", (fact,))).value is not None
    assert pair.tell("session_reused") is False
    assert pair.tell("compression") is None
    assert pair.tell("server_name") == ("localhost" if role is Role.SERVER else None)
    certificate = pki.certificate_der("ecdsa") if role is Role.CLIENT else None
    assert pair.tell("peer_certificate") == certificate
    with pytest.raises(Unsupported, match="channel_binding"):
        pair.tell("channel_binding")


def test_a_suite_is_the_only_one(pki):
    options = Options(cipher="ECDHE-ECDSA-CHACHA20-POLY1305")
    assert Pair(pki, tls=Tls.V12, mine=options).shaken().tell("cipher") == options.cipher


def test_the_version_outlives_the_connection(pki):
    pair = Pair(pki).shaken()
    assert pair.settle(READ, CLOSE)[0] == Done(b"")
    assert pair.tell("version") == "TLSv1.3"


@both_versions
def test_sessions_are_resumed_where_they_were_made(pki, tls):
    memory = session = None
    for options, reused in ((Options(), False), (Options(), True), (Options(server_name=None), False)):
        server = connect(Setup(Role.SERVER, tls, Options(), pki, memory))
        client = connect(Setup(Role.CLIENT, tls, options, pki, session))
        for _ in range(6):
            shaken = [client.attempt(HANDSHAKE), server.attempt(HANDSHAKE)]
            server.feed(client.take())
            client.feed(server.take())
        assert shaken == [Done(), Done()]
        assert client.attempt(READ) == STARVED  # it meets the tickets
        assert client.attempt(Call("tell", ("session_reused",))) == Done(reused)
        memory, session = (end.attempt(Call("tell", ("session",))).value for end in (server, client))


# -- certificates and exceptions


@both_versions
@pytest.mark.parametrize("certificate", ["untrusted", "expired", "wrong-host"])
def test_a_bad_certificate_is_rejected_once_the_handshake_is_over(pki, tls, certificate):
    pair = Pair(pki, tls=tls, theirs=Options(certificate=certificate))
    mine, theirs = pair.settle(HANDSHAKE, HANDSHAKE)
    assert (mine.kind, mine.exception, theirs) == (Kind.CERTIFICATE_REJECTED, "TLSValidationError", Done())
    for call in (HANDSHAKE, READ, Call("write", (b"more",)), CLOSE):
        assert pair.subject.attempt(call) == mine


def test_an_unchecked_certificate_is_told(pki):
    mine, theirs = Options(verify="no"), Options(certificate="expired")
    assert Pair(pki, mine=mine, theirs=theirs).shaken().tell("peer_certificate")


@both_versions
def test_a_client_is_asked_who_it_is(pki, tls):
    required = Options(verify="required")
    pair = Pair(pki, Role.SERVER, tls, mine=required, theirs=Options(certificate="client")).shaken()
    assert pair.tell("peer_certificate") == pki.certificate_der("client")
    nameless = Pair(pki, Role.SERVER, tls, mine=required).settle(HANDSHAKE, HANDSHAKE)[0]
    assert (nameless.kind, nameless.exception) == (Kind.PROTOCOL_ERROR, "TLSNoAuthenticationError")


def test_a_damaged_record_is_told_again_by_every_call(pki):
    pair = Pair(pki).shaken()
    pair.peer.attempt(Call("write", (b"twelve bytes",)))
    record = bytearray(pair.peer.take())
    record[-1] ^= 1
    pair.subject.feed(bytes(record))
    failed = pair.subject.attempt(READ)
    assert (failed.kind, failed.alert, failed.alert_received) == (
        Kind.PROTOCOL_ERROR,
        "bad_record_mac",
        False,
    )
    for call in (READ, Call("write", (b"more",)), CLOSE, HANDSHAKE):
        assert pair.subject.attempt(call) == failed


def test_a_cut_wire_is_no_end(pki):
    pair = Pair(pki).shaken()
    pair.subject.feed_eof()
    assert pair.subject.attempt(READ).kind is Kind.RAGGED_EOF


def test_an_alert_from_the_other_end_is_told_as_such(pki):
    pair = Pair(pki, Role.SERVER, theirs=Options(trust="nothing"))
    mine, _ = pair.settle(HANDSHAKE, HANDSHAKE)
    assert (mine.kind, mine.alert, mine.alert_received) == (Kind.PROTOCOL_ERROR, "unknown_ca", True)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (KeyError("x"), Kind.FOREIGN),
        (AssertionError(), Kind.FOREIGN),
        (ValueError("x"), Kind.FOREIGN),
        (tlslite.errors.TLSInternalError(), Kind.FOREIGN),
        (tlslite.errors.TLSDecryptionFailed(), Kind.PROTOCOL_ERROR),
        (tlslite.errors.TLSAbruptCloseError(), Kind.RAGGED_EOF),
        (tlslite.errors.TLSClosedConnectionError(), Kind.CLEAN_CLOSE),
        (ConnectionResetError(104, "reset"), Kind.OS_ERROR),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_exception_is_what_its_class_says(error, kind):
    told = translate(tlslite, error)
    assert isinstance(told, Raised)
    assert (told.kind, told.exception) == (kind, type(error).__name__)


# -- what it cannot have


@pytest.mark.parametrize(
    ("role", "options"),
    [
        (Role.SERVER, Options(certificate=None)),
        (Role.SERVER, Options(name_callback="refuses")),
        (Role.SERVER, Options(certificate="locked")),
        (Role.CLIENT, Options(server_name="127.0.0.1")),
        (Role.CLIENT, Options(cipher="ECDHE-ECDSA-CAMELLIA128-SHA256", tls=Tls.V12)),
        (Role.CLIENT, Options(shares=("x25519",))),
        (Role.CLIENT, Options(post_handshake_auth=True)),
    ],
    ids=str,
)
def test_what_tlslite_does_not_have_is_unsupported(pki, role, options):
    with pytest.raises(Unsupported):
        connect(Setup(role, Tls.V13, options, pki))


def test_names_that_only_others_compare_are_unsupported(pki):
    named = Options(server_name="www.harness.example")
    pair = Pair(pki, mine=named, theirs=Options(certificate="wildcard"))
    with pytest.raises(Unsupported, match="leaves it to its caller"):
        pair.settle(HANDSHAKE, HANDSHAKE)

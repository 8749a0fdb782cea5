"""The reference peer against OpenSSL: handshakes, data, closing, KeyUpdate."""

import pytest

from harness.endpoint import FACTS, Call, Done
from harness.errors import HarnessError, Unsupported
from harness.names import Kind, Role, Tls
from harness.options import Options
from harness.peers.tlslite import TlslitePeer, connect
from harness.peers.tlslite_connection import Connection
from harness.setup import Setup
from tests.peers.tlslite_stage import (
    CLOSE_NOTIFY,
    HANDSHAKE,
    WANTS_READ,
    Stage,
    both_roles,
    both_versions,
    connected,
    context_for,
    shake_hands,
)

# -- handshake and data


@both_roles
@both_versions
@pytest.mark.parametrize("certificate", ["ecdsa", "rsa"])
def test_handshake_and_data_both_ways(pki, role, tls, certificate):
    stage = connected(
        pki, role, tls, Options(certificate=certificate if role is Role.SERVER else ""),
        context_for(pki, role.other, tls, certificate),
    )  # fmt: skip
    assert stage.peer.attempt(Call("write", (b"from the peer",))) == Done(13)
    stage.to_subject()
    assert stage.subject.read(100) == b"from the peer"
    stage.subject.write(b"from the subject")
    assert stage.read_peer(5) == (b"from the subject", WANTS_READ)
    assert stage.tell("version") == tls.spoken == stage.subject.version()
    assert stage.tell("session_reused") is False
    assert stage.tell("compression") is None
    if role is Role.CLIENT:
        assert stage.tell("peer_certificate") == pki.certificate_der(certificate)


@both_roles
@both_versions
def test_one_byte_at_a_time_is_no_different(pki, role, tls):
    stage = Stage(pki, role, tls)
    for _ in range(3):  # round trips, at most
        peer = stage.peer.attempt(HANDSHAKE)
        for byte in stage.peer.take():
            stage.arrives.write(bytes([byte]))
            stage.ask_subject("do_handshake")
        subject = stage.ask_subject("do_handshake")
        for byte in stage.leaves.read():
            stage.peer.feed(bytes([byte]))
            peer = stage.peer.attempt(HANDSHAKE)
    assert (peer, subject) == (Done(), None)
    stage.read_peer()  # tickets
    stage.subject.write(b"slowly")
    *first, last = stage.leaves.read()
    for byte in first:
        stage.peer.feed(bytes([byte]))
        assert stage.peer.attempt(Call("read", (10,))) == WANTS_READ
    stage.peer.feed(bytes([last]))
    assert stage.peer.attempt(Call("read", (10,))) == Done(b"slowly")


@pytest.mark.parametrize(("role", "tls"), [(Role.CLIENT, Tls.V12), (Role.SERVER, Tls.V13)], ids=str)
def test_hundred_kilobytes_arrive_whole(pki, role, tls):
    options = Options(cipher="ECDHE-ECDSA-CHACHA20-POLY1305" if tls is Tls.V12 else None)
    stage = connected(pki, role, tls, options)
    sent = bytes(range(256)) * 400
    assert stage.peer.attempt(Call("write", (sent,))) == Done(len(sent))
    stage.to_subject()
    got = b""
    while len(got) < len(sent):
        got += stage.subject.read(1 << 16)
    assert got == sent
    assert stage.subject.write(sent) == len(sent)
    assert stage.read_peer()[0] == sent


@both_versions
def test_surplus_stays_for_the_next_read_and_is_pending(pki, tls):
    stage = connected(pki, Role.CLIENT, tls)
    stage.subject.write(b"abcdef")
    stage.to_peer()
    assert stage.peer.attempt(Call("pending")) == Done(0)
    assert stage.peer.attempt(Call("read", (2,))) == Done(b"ab")
    assert stage.peer.attempt(Call("pending")) == Done(4)
    assert stage.peer.attempt(Call("read", (0,))) == Done(b"")
    assert stage.peer.attempt(Call("read", (9,))) == Done(b"cdef")


@both_versions
def test_empty_write_sends_nothing(pki, tls):
    stage = connected(pki, Role.CLIENT, tls)
    assert stage.peer.attempt(Call("write", (b"",))) == Done(0)
    assert stage.peer.take() == b""


@both_versions
def test_abandoned_read_loses_no_half_record(pki, tls):
    stage = connected(pki, Role.CLIENT, tls)
    stage.subject.write(b"interrupted")
    data = stage.leaves.read()
    stage.peer.feed(data[:-4])
    assert stage.peer.attempt(Call("read", (100,))) == WANTS_READ
    assert stage.peer.attempt(Call("write", (b"meanwhile",))) == Done(9)
    stage.peer.feed(data[-4:])
    assert stage.read_peer()[0] == b"interrupted"
    stage.to_subject()
    assert stage.subject.read(100) == b"meanwhile"


# -- closing


@both_roles
@both_versions
def test_close_started_by_the_peer(pki, role, tls):
    stage = connected(pki, role, tls)
    assert stage.play(CLOSE_NOTIFY, "unwrap") == (Done(), None)
    assert stage.peer.attempt(Call("read", (1,))) == Done(b"")
    assert stage.peer.attempt(CLOSE_NOTIFY) == Done()
    assert stage.peer.take() == b""
    assert stage.peer.alerts_sent == stage.peer.alerts_received == ("close_notify",)


@both_roles
@both_versions
def test_close_started_by_the_subject(pki, role, tls):
    stage = connected(pki, role, tls)
    assert stage.ask_subject("unwrap") == WANTS_READ
    assert stage.read_peer() == (b"", Done(b""))
    assert stage.peer.attempt(CLOSE_NOTIFY) == Done()
    stage.to_subject()
    assert stage.ask_subject("unwrap") is None


@both_roles
@both_versions
def test_half_close_still_delivers_what_the_other_end_says(pki, role, tls):
    stage = connected(pki, role, tls)
    assert stage.peer.attempt(CLOSE_NOTIFY) == WANTS_READ
    stage.subject.write(b"last words")  # written before close_notify arrives
    stage.to_peer()
    assert stage.peer.attempt(CLOSE_NOTIFY) == WANTS_READ
    assert stage.peer.attempt(Call("read", (100,))) == Done(b"last words")
    assert stage.peer.attempt(Call("write", (b"x",))).kind is Kind.MISUSE
    assert stage.play(CLOSE_NOTIFY, "unwrap") == (Done(), None)


@both_versions
def test_peer_may_write_after_the_other_close_notify(pki, tls):
    stage = connected(pki, Role.SERVER, tls)
    stage.ask_subject("unwrap")
    assert stage.read_peer() == (b"", Done(b""))
    assert stage.peer.attempt(Call("write", (b"still here",))) == Done(10)


@both_roles
@both_versions
def test_wire_cut_is_a_ragged_eof_after_the_data_and_stays_one(pki, role, tls):
    stage = connected(pki, role, tls)
    stage.subject.write(b"half a mess")
    stage.to_peer()
    stage.peer.feed_eof()
    assert stage.peer.attempt(Call("read", (100,))) == Done(b"half a mess")
    cut = stage.peer.attempt(Call("read", (100,)))
    assert (cut.kind, cut.exception, cut.mro[1]) == (Kind.RAGGED_EOF, "TLSAbruptCloseError", "TLSError")
    for call in (Call("read", (1,)), Call("write", (b"x",)), CLOSE_NOTIFY, HANDSHAKE):
        assert stage.peer.attempt(call) is cut
    assert stage.tell("version") == tls.spoken
    with pytest.raises(HarnessError, match="after the end"):
        stage.peer.feed(b"more")


@both_roles
@both_versions
def test_wire_cut_in_the_handshake(pki, role, tls):
    stage = Stage(pki, role, tls)
    stage.peer.attempt(HANDSHAKE)
    stage.peer.feed_eof()
    assert stage.peer.attempt(HANDSHAKE).kind is Kind.RAGGED_EOF


def test_dropped_transport_gives_and_takes_nothing(pki):
    stage = connected(pki, Role.CLIENT, Tls.V13)
    stage.peer.attempt(Call("write", (b"never leaves",)))
    assert stage.peer.attempt(Call("close")) == Done()
    assert stage.peer.take() == b""
    assert stage.peer.attempt(Call("read", (1,))).kind is Kind.MISUSE
    assert stage.peer.attempt(Call("close")) == Done()
    stage.peer.feed(b"ignored")


def test_calls_before_the_handshake_are_misuse_and_not_sticky(pki):
    stage = Stage(pki, Role.CLIENT, Tls.V13)
    assert stage.peer.attempt(Call("read", (1,))).kind is Kind.MISUSE
    assert stage.peer.attempt(CLOSE_NOTIFY).kind is Kind.MISUSE
    assert [stage.tell(fact) for fact in FACTS if fact != "session_reused"] == [None] * (len(FACTS) - 1)
    assert stage.play() == (Done(), None)


# -- KeyUpdate


@both_roles
@pytest.mark.parametrize("request_back", [False, True])
def test_key_update(pki, role, request_back):
    stage = connected(pki, role, Tls.V13)
    for turn in (b"one", b"two"):
        assert stage.peer.attempt(Call("key_update", (request_back,))) == Done()
        stage.peer.attempt(Call("write", (turn,)))
        stage.to_subject()
        assert stage.subject.read(10) == turn
        stage.subject.write(turn)  # behind the subject's own KeyUpdate when one was requested
        assert stage.read_peer() == (turn, WANTS_READ)


def test_key_update_is_answered_once_and_not_after_close_notify(pki):
    """Two reference peers, since an SSLObject cannot be made to send KeyUpdate."""
    server = connect(Setup(Role.SERVER, Tls.V13, Options(), pki))
    client = connect(Setup(Role.CLIENT, Tls.V13, Options(), pki))
    shake_hands(client, server)
    client.attempt(Call("key_update", (True,)))
    server.feed(client.take())
    assert server.attempt(Call("read", (1,))) == WANTS_READ
    answer = server.take()
    assert answer
    client.feed(answer)
    assert client.attempt(Call("read", (1,))) == WANTS_READ
    assert client.take() == b""
    server.attempt(CLOSE_NOTIFY)
    server.take()
    client.attempt(Call("key_update", (True,)))
    client.attempt(Call("write", (b"new key",)))
    server.feed(client.take())
    assert server.attempt(Call("read", (10,))) == Done(b"new key")
    assert server.take() == b""
    assert server.attempt(Call("key_update", (False,))).kind is Kind.MISUSE


def test_key_update_needs_tls13(pki):
    stage = connected(pki, Role.CLIENT, Tls.V12)
    with pytest.raises(Unsupported, match="since TLS 1"):
        stage.peer.attempt(Call("key_update", (False,)))


# -- the send border


def test_every_message_of_a_server_passes_the_send_border_once(pki):
    passed = []

    class Watched(Connection):
        def outgoing(self, message):
            passed.append(type(message).__name__)
            return super().outgoing(message)

    class Watcher(TlslitePeer):
        connection_class = Watched

    stage = Stage(pki, Role.SERVER, Tls.V13)
    setup = Setup(Role.SERVER, Tls.V13, Options(tickets=3, verify="optional"), pki)
    stage.peer = Watcher(setup)
    assert stage.play() == (Done(), None)
    assert passed == [
        "ServerHello", "ChangeCipherSpec", "EncryptedExtensions", "CertificateRequest", "Certificate",
        "CertificateVerify", "Finished", "NewSessionTicket", "NewSessionTicket", "NewSessionTicket",
    ]  # fmt: skip

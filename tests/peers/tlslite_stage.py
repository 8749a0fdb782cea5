"""The reference peer joined to OpenSSL's SSLObject, in memory, for the tests of both roles and versions."""

import ssl

import pytest

from harness.endpoint import Call, Done, Wants
from harness.names import Role, Tls, Want
from harness.options import Options
from harness.peers.tlslite import connect
from harness.setup import Setup

HANDSHAKE, CLOSE_NOTIFY = Call("handshake"), Call("close_notify")
WANTS_READ = Wants(Want.READ)
ROLES, VERSIONS = [Role.CLIENT, Role.SERVER], [Tls.V12, Tls.V13]
SSL_VERSION = {Tls.V12: ssl.TLSVersion.TLSv1_2, Tls.V13: ssl.TLSVersion.TLSv1_3}

both_versions = pytest.mark.parametrize("tls", VERSIONS, ids=str)
both_roles = pytest.mark.parametrize("role", ROLES, ids=str)


class Stage:
    """A peer in `role` and an SSLObject in the other, joined by hand."""

    def __init__(self, pki, role, tls, options=None, context=None, session=None, **subject):
        self.peer = connect(Setup(role, tls, options or Options(), pki, session))
        self.arrives, self.leaves = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.context = context or context_for(pki, role.other, tls)
        if role is Role.SERVER:
            subject.setdefault("server_hostname", "localhost")
        self.subject = self.context.wrap_bio(
            self.arrives, self.leaves, server_side=role is Role.CLIENT, **subject
        )

    def tell(self, fact):
        return self.peer.attempt(Call("tell", (fact,))).value

    def to_peer(self):
        data = self.leaves.read()
        self.peer.feed(data)
        return len(data)

    def to_subject(self, piece=None):
        data = self.peer.take()
        self.arrives.write(data)
        return len(data)

    def ask_subject(self, method, *args):
        """What an SSLObject's method returned; a Wants or the exception instead of raising it."""
        try:
            return getattr(self.subject, method)(*args)
        except ssl.SSLWantReadError:
            return WANTS_READ
        except ssl.SSLError as error:
            return error

    def play(self, call=HANDSHAKE, method="do_handshake", *args):
        """(the peer's outcome, the subject's) once neither waits or nothing moves any more."""
        peer = subject = WANTS_READ
        moved = True
        while moved and WANTS_READ in (peer, subject):
            peer = self.peer.attempt(call) if peer == WANTS_READ else peer
            moved = self.to_subject()
            subject = self.ask_subject(method, *args) if subject == WANTS_READ else subject
            moved += self.to_peer()
        return peer, subject

    def read_peer(self, size=1 << 16):
        """Everything the peer reads before it wants more, then that or the closing outcome."""
        self.to_peer()
        got = b""
        while isinstance(outcome := self.peer.attempt(Call("read", (size,))), Done) and outcome.value:
            got += outcome.value
        return got, outcome


def context_for(pki, role, tls, certificate="ecdsa", trust="ca", verify=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if role is Role.CLIENT else ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = SSL_VERSION[tls]
    if trust != "nothing":
        context.load_verify_locations(pki.trust_file(trust))
    if certificate and (role is Role.SERVER or certificate.endswith("client")):
        context.load_cert_chain(pki.chain_file(certificate), pki.key_file(certificate))
    if verify is not None:
        context.verify_mode = verify
    return context


def connected(*args, **kwargs):
    stage = Stage(*args, **kwargs)
    peer, subject = stage.play()
    assert peer == Done()
    assert subject is None
    return stage


def shake_hands(client, server):
    """A handshake between two reference peers."""
    for _ in range(5):
        outcomes = [end.attempt(HANDSHAKE) for end in (client, server)]
        server.feed(client.take())
        client.feed(server.take())
    assert outcomes == [Done(), Done()]

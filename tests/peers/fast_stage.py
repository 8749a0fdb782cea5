"""Private copies of tlslite, pure and fast, for the tests that hold one against the other."""

import functools
import random
import ssl
import sys
import warnings
from importlib import import_module
from pathlib import Path

from harness.names import Role, Tls
from harness.peers import fast
from harness.peers.tlslite_connection import MemorySocket
from harness.peers.tlslite_settings import VERSIONS
from tests.peers.tlslite_stage import SSL_VERSION

_NAME = "tlslite"


def _names():
    return [name for name in sys.modules if name == _NAME or name.startswith(_NAME + ".")]


def _copy(owner):
    """The name of tlslite imported afresh, its modules below `owner`, where they find each other."""
    ours = {each: sys.modules.pop(each) for each in _names()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import_module("tlslite.api")
    finally:
        fresh = {each: sys.modules.pop(each) for each in _names()}
        sys.modules.update(ours)
    for name, module in fresh.items():
        module.__spec__.name = module.__name__ = f"{owner}.{name}"
        module.__package__ = module.__spec__.parent
        sys.modules[module.__name__] = module
    return f"{owner}.{_NAME}"


@functools.cache
def copy_of_tlslite(kind):
    """The lookup of a copy's modules: "pure" as it was released, "fast" with everything replaced."""
    module = fast.modules_of(_copy(f"{kind}_copy"))
    if kind == "fast":
        fast.install(module)
    return module


PURE, FAST = copy_of_tlslite("pure"), copy_of_tlslite("fast")


def noise(seed, size):
    """`size` bytes of that seed, as tlslite wants them."""
    return bytearray(random.Random(seed).randbytes(size))


def answer(function, *args, **how):
    """What a function returned; the name of the exception it raised."""
    try:
        return function(*args, **how)
    except Exception as error:
        return type(error).__name__


class End:
    """A TLSConnection of a copy of tlslite in memory."""

    def __init__(self, module, role, tls, pki, certificate=None, verify=False, **settings):
        self.wire = MemorySocket()
        self.connection = module("tlsconnection").TLSConnection(self.wire)
        self.connection.closeSocket = False
        chosen = module("handshakesettings").HandshakeSettings()
        chosen.minVersion = chosen.maxVersion = VERSIONS[tls]
        chosen.versions = [VERSIONS[tls]]
        chosen.certificate_compression_send = chosen.certificate_compression_receive = []
        chosen.eccCurves = ["x25519", "secp256r1"]
        for name, value in settings.items():
            assert hasattr(chosen, name)
            setattr(chosen, name, value)
        chain, key = credentials(module, pki, certificate) if certificate else (None, None)
        if role is Role.CLIENT:
            self._steps = self.connection.handshakeClientCert(chain, key, settings=chosen, async_=True)
        else:
            self._steps = self.connection.handshakeServerAsync(
                certChain=chain, privateKey=key, settings=chosen, reqCert=verify
            )

    def step(self):
        """Go on with the handshake; whether it is done."""
        done = all(self._steps)
        self.connection.sock.flush()
        return done

    def send(self, data):
        for _ in self.connection.writeAsync(data):
            pass
        self.connection.sock.flush()

    def read(self, size):
        got = b""
        while len(got) < size:
            got += bytes(next(iter(self.connection.readAsync(max=size))))
        return got

    def feed(self, data):
        self.wire.feed(data)

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken


class SslEnd:
    """CPython's SSLObject with the same verbs."""

    def __init__(self, role, tls, pki, certificate, ciphers=None, dh_params=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if role is Role.CLIENT else ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = SSL_VERSION[tls]
        context.load_verify_locations(pki.trust_file("ca"))
        if role is Role.SERVER:
            context.load_cert_chain(pki.chain_file(certificate), pki.key_file(certificate))
        if tls is Tls.V12:
            context.set_ciphers(ciphers)
        if dh_params is not None:
            context.load_dh_params(dh_params)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        name = "localhost" if role is Role.CLIENT else None
        self.object = context.wrap_bio(
            self._incoming, self._outgoing, server_side=role is Role.SERVER, server_hostname=name
        )

    def step(self):
        try:
            self.object.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def send(self, data):
        assert self.object.write(data) == len(data)

    def read(self, size):
        got = b""
        while len(got) < size:
            got += self.object.read(size - len(got))
        return got

    def feed(self, data):
        self._incoming.write(data)

    def take(self):
        return self._outgoing.read()


def credentials(module, pki, name):
    """A certificate chain and its key, as objects of that copy."""
    chain = module("x509certchain").X509CertChain()
    chain.parsePemList(Path(pki.chain_file(name)).read_text(encoding="ascii"))
    key = Path(pki.key_file(name)).read_text(encoding="ascii")
    return chain, module("utils.keyfactory").parsePEMKey(key, private=True)


def converse(client, server):
    """A handshake, then a long message and a short one each way."""
    done = [False, False]
    for _ in range(6):
        for at, (end, other) in enumerate(((client, server), (server, client))):
            done[at] = done[at] or end.step()
            other.feed(end.take())
    assert done == [True, True]
    for data in (b"x" * 40_000, b"y"):
        for end, other in ((client, server), (server, client)):
            end.send(data)
            other.feed(end.take())
            assert other.read(len(data)) == data

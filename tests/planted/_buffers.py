"""The scaffolding of planted defects in TLS buffers: PEP 748's shape, and PEP 543's, over CPython's `ssl`.

A planted file overrides methods of `Buffer`, `Context` or the configurations, and exports what `shape`
(PEP 748) or `shape_543` make of them. What it does not override does as the PEPs say: the controls
`_correct_buffers.py`, `_correct_buffers_543.py` and `_correct_buffers_small.py` prove that. Where CPython's
SSLObject does not keep what a PEP promises (an error that is final, an end that stays one, data that was
in flight when the connection closes), `Buffer` makes good for it.

A planted file is loaded by path and imports its own copy of this one, as `_wrap.py` explains.
"""

import ssl
from contextlib import contextmanager

from ._buffer_words import (
    Certificate,
    CipherSuite,
    ConfigurationError,
    NextProtocol,
    PrivateKey,
    RaggedEOF,
    SigningChain,
    TLSClientConfiguration,
    TLSConfiguration,
    TLSError,
    TLSServerConfiguration,
    TLSVersion,
    TrustStore,
    WantReadError,
    WantWriteError,
)


def openssl_context(configuration, *, server_side):
    """A context of `ssl` as a configuration of either PEP says."""
    real = _one_context(configuration, server_side=server_side)
    chains = configuration.certificate_chain
    if isinstance(chains, list) and len(chains) > 1:
        alone = [configuration._replace(certificate_chain=[chain]) for chain in chains]
        real.sni_callback = _choosing([_one_context(each, server_side=True) for each in alone], chains)
    return real


def _choosing(contexts, chains):
    """A callback that takes the chain whose certificate is for the name, the first where none is."""
    found = {
        name: context
        for context, chain in reversed(list(zip(contexts, chains, strict=True)))
        for _, name in ssl._ssl._test_decode_cert(chain.leaf[0].path)["subjectAltName"]
    }

    def choose(connection, name, _context):
        connection.context = found.get(name, contexts[0])

    return choose


def _one_context(configuration, *, server_side):
    """The same with the first chain alone."""
    real = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT)
    validates = getattr(configuration, "validate_certificates", None)
    if validates is None:
        validates = configuration.trust_store is not None or not server_side
    real.check_hostname = validates and not server_side
    real.verify_mode = ssl.CERT_REQUIRED if validates else ssl.CERT_NONE
    if validates and getattr(configuration.trust_store, "path", None) is None:
        real.load_default_certs()
    elif validates:
        real.load_verify_locations(configuration.trust_store.path)
    for certificate, key in _identities(configuration.certificate_chain)[:1]:
        real.load_cert_chain(certificate.path, key.path)
    if configuration.lowest_supported_version is not None:
        real.minimum_version = ssl.TLSVersion[configuration.lowest_supported_version.name]
    if configuration.highest_supported_version is not None:
        real.maximum_version = ssl.TLSVersion[configuration.highest_supported_version.name]
    if configuration.inner_protocols:
        names = [getattr(each, "value", each) for each in configuration.inner_protocols]
        real.set_alpn_protocols([name.decode("ascii") for name in names])
    if configuration.ciphers:
        wanted = {int(each) for each in configuration.ciphers}
        real.set_ciphers("ALL")
        real.set_ciphers(":".join(c["name"] for c in real.get_ciphers() if c["id"] & 0xFFFF in wanted))
    return real


def _identities(chain):
    """(certificate, key) of every identity, however the PEPs pack them."""
    if not chain:
        return []
    if isinstance(chain, SigningChain):
        return [chain.leaf]
    if isinstance(chain, list):
        return [each.leaf for each in chain]
    return [(chain[0][0], chain[1])]


@contextmanager
def told():
    """Exceptions of `ssl` become those of the PEPs."""
    try:
        yield
    except ssl.SSLWantReadError as error:
        raise WantReadError from error
    except ssl.SSLWantWriteError as error:
        raise WantWriteError from error
    except ssl.SSLEOFError as error:
        raise RaggedEOF from error
    except ssl.SSLError as error:
        raise TLSError(str(error)) from error


class Connection:
    """What the buffers of both PEPs have; plaintext is read by `take`, under `read`."""

    def __init__(self, context, real, **how):
        self._context, self.how = context, how
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.real = real.wrap_bio(self.incoming, self.outgoing, **how)
        self.done = False
        self._drained = b""
        self._ended = False
        self._broken = None

    context = property(lambda self: self._context)

    @contextmanager
    def lasting(self):
        """An error that ends the connection is raised by every later call too."""
        if self._broken is not None:
            raise self._broken
        try:
            with told():
                yield
        except (WantReadError, WantWriteError):
            raise
        except TLSError as error:
            self._broken = error
            raise

    def do_handshake(self):
        """Go on with it."""
        with self.lasting():
            self.real.do_handshake()
        self.done = True

    def fill(self, buffer, amt):
        """As many as came into the buffer."""
        with memoryview(buffer) as view, view.cast("B") as room:
            data = self.take(min(amt, len(room)))
            room[: len(data)] = data
            return len(data)

    def take(self, amt):
        """At most `amt` bytes of plaintext."""
        if self._drained and amt > 0:
            data, self._drained = self._drained[:amt], self._drained[amt:]
            return data
        if self._ended or amt == 0:
            return b""
        with self.lasting():
            try:
                data = self.real.read(amt)
            except ssl.SSLZeroReturnError:
                data = b""
        self._ended = not data
        return data

    def write(self, buf):
        """Encrypt; how much was taken."""
        with self.lasting():
            return self.real.write(buf)

    def shutdown(self):
        """Say close_notify, and wait for the other one; what is still to be read stays."""
        with self.lasting():
            if self.done:
                self._drain()
            try:
                self.real.unwrap()
            except ssl.SSLWantReadError:
                self._drain()
                raise
        self._ended = True

    def _drain(self):
        """Take what has come: OpenSSL's shutdown takes it for an error."""
        try:
            while not self._ended and (data := self.real.read(65536)):
                self._drained += data
            self._ended = True
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            pass

    def cipher(self):
        """The suite, or its number where the PEP has no name for it."""
        if not self.done:
            return None
        name = self.real.cipher()[0]
        number = next(c["id"] & 0xFFFF for c in self.real.context.get_ciphers() if c["name"] == name)
        return CipherSuite(number) if number in CipherSuite.__members__.values() else number

    def negotiated_protocol(self):
        """The protocol, by the PEP's name if it has one."""
        name = self.real.selected_alpn_protocol() if self.done else None
        if name is None:
            return None
        found = name.encode("ascii")
        return NextProtocol(found) if any(found == each.value for each in NextProtocol) else found

    @property
    def negotiated_tls_version(self):
        """The version."""
        return TLSVersion(self.real.version()) if self.done else None


class Buffer(Connection):
    """A TLSBuffer of PEP 748."""

    def read(self, amt, buffer=None):
        """At most `amt` bytes, or how many of them came into the buffer."""
        return self.take(amt) if buffer is None else self.fill(buffer, amt)

    def process_incoming(self, data_from_network):
        """Ciphertext arrives."""
        self.incoming.write(data_from_network)

    def incoming_bytes_buffered(self):
        """How much of it waits."""
        return self.incoming.pending

    def process_outgoing(self, amount_bytes_for_network):
        """The next bytes for the wire."""
        return self.outgoing.read(amount_bytes_for_network)

    def outgoing_bytes_buffered(self):
        """How many there are."""
        return self.outgoing.pending

    def getpeercert(self):
        """DER of the other end's certificate."""
        return self.real.getpeercert(binary_form=True) if self.done else None


class WrappedBuffer(Connection):
    """A TLSWrappedBuffer of PEP 543."""

    def __init__(self, *arguments, **how):
        super().__init__(*arguments, **how)
        self.unsent = b""

    def read(self, amt):
        """At most `amt` bytes."""
        return self.take(amt)

    def readinto(self, buffer, amt):
        """As many into the buffer."""
        return self.fill(buffer, amt)

    def receive_from_network(self, data):
        """Ciphertext arrives."""
        self.incoming.write(data)

    def peek_outgoing(self, amt):
        """The next bytes for the wire, which stay."""
        self.unsent += self.outgoing.read()
        return self.unsent[:amt]

    def consume_outgoing(self, amt):
        """They have left."""
        self.unsent = self.unsent[amt:]

    def getpeercert(self, binary_form=False):
        """DER, or as `ssl` takes it apart."""
        return self.real.getpeercert(binary_form) if self.done else None


class Context:
    """What makes buffers."""

    make = Buffer
    server_side = False

    def __init__(self, configuration):
        self._configuration = configuration
        self.real = openssl_context(configuration, server_side=self.server_side)
        if getattr(configuration, "sni_callback", None) is not None:
            self.real.sni_callback = self._named

    configuration = property(lambda self: self._configuration)

    def _named(self, _connection, name, _context):
        told = self._configuration.sni_callback(None, name, self._configuration)
        return None if isinstance(told, TLSConfiguration) else ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE

    def buffer(self, server_hostname=None):
        """A buffer of the class this module makes."""
        name = None if self.server_side else server_hostname
        real = self.real
        if name is None and not self.server_side and real.check_hostname:
            real.check_hostname = False
        return self.make(self, real, server_side=self.server_side, server_hostname=name)


def shape(buffer=Buffer, context=Context, **others):
    """The names of a module of PEP 748's shape, with these classes in their places."""
    names = (TLSClientConfiguration, TLSServerConfiguration, SigningChain, ConfigurationError)
    return {**_common(*names), **_contexts(buffer, context, "create_buffer"), **others}


def shape_543(buffer=WrappedBuffer, context=Context, **others):
    """The names of a module of PEP 543's shape."""
    return {**_common(TLSConfiguration), **_contexts(buffer, context, "wrap_buffers"), **others}


def _contexts(buffer, context, create):
    def class_of(name, *, server_side, method):
        return type(name, (context,), {"make": buffer, "server_side": server_side, create: method})

    return {
        "ClientContext": class_of("ClientContext", server_side=False, method=lambda s, name: s.buffer(name)),
        "ServerContext": class_of("ServerContext", server_side=True, method=lambda s: s.buffer()),
    }


def _common(*others):
    names = (
        TLSError, WantReadError, WantWriteError, RaggedEOF, TLSVersion, NextProtocol, CipherSuite,
        Certificate, PrivateKey, TrustStore, *others,
    )  # fmt: skip
    return {"ssl": ssl, **{each.__name__: each for each in names}}

"""tlslite-ng on trial in a script: its generators, driven as `harness.peers.tlslite_subject` drives them.

Certificates are not checked: tlslite leaves that to its users, so that no finding of its is about it.
"""

from __future__ import annotations

from harness.implementation import load
from harness.names import Role
from harness.peers.tlslite_imports import HandshakeSettings
from harness.peers.tlslite_settings import asks_later
from harness.peers.tlslite_subject_settings import Memory, session_to_offer, settings_for
from harness.script.face import Face
from harness.script.spelling import Spelling
from harness.setup import Setup

IMPORTS = """\
from tlslite import errors
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
"""

#: What tlslite needs for a socket, of the subject and of the peer.
WIRE = '''
class Wire:
    """As much of a socket as tlslite touches."""

    def __init__(self):
        self.arrived, self.leaving, self.ended = bytearray(), bytearray(), False

    def recv(self, size):
        if not self.arrived and not self.ended:
            raise BlockingIOError(errno.EWOULDBLOCK, "no bytes have arrived")
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def send(self, data):
        self.leaving += data
        return len(data)

    sendall = send


class OverWire:
    """What both ends have in common: a Wire, and arguments of a handshake by value and by file."""

    def feed(self, data):
        self.wire.arrived += data

    def end(self):
        self.wire.ended = True

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

    def completed(self, options, settings, chain, key):
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        return options
'''

_TEXT = '''
class Misuse(Exception):
    pass


class Remembered(types.SimpleNamespace):
    """What a client keeps of a connection."""


class Memory(types.SimpleNamespace):
    """What a server keeps: its cache, and a ticket key that stands in its settings."""


class TlsliteEnd(OverWire):
    """A TLSConnection in memory. One that has failed tells why again."""

    def __init__(self, client, settings, chain=None, key=None, required=False, **options):
        self.wire, self.client = Wire(), client
        self.connection = TLSConnection(self.wire)
        self.connection.closeSocket = False
        self.connection.client_cert_required = required  # after the handshake, it means
        self.reading = self.closing = self.failure = self.version = None
        self.plaintext = b""
        options = self.completed(options, settings, chain, key)
        if client:
            self.opening = self.connection.handshakeClientCert(async_=True, **options)
        else:
            self.opening = self.connection.handshakeServerAsync(**options)

    def do(self, call, *args):
        if self.version is None and call != self.shake and args != (0,):
            raise self.failure or Misuse("the handshake has not finished")
        try:
            return call(*args)
        except (WantsRead, Misuse):
            raise
        except Exception as error:
            self.reading = None  # a generator that raised is at its end
            closed = isinstance(error, errors.TLSClosedConnectionError)
            closed = closed or (isinstance(error, errors.TLSRemoteAlert) and error.description == 0)
            if not closed or self.version is None:
                self.failure = self.failure or error
                raise
            raise self.failure or error

    def shake(self):
        if self.failure is not None:
            raise self.failure
        for _ in self.opening:
            raise WantsRead
        self.version = self.connection.getVersionName().replace(" ", "v")

    def read_some(self, amount):
        if amount and not self.plaintext:
            self.reading = self.reading or self.connection.readAsync()
            result = next(self.reading)
            if isinstance(result, int):
                raise WantsRead
            self.reading, self.plaintext = None, result
            if not result and self.failure is not None:
                raise self.failure
        taken, self.plaintext = self.plaintext[:amount], self.plaintext[amount:]
        return taken

    def write_all(self, data):
        if self.closing is not None and not self.connection.closed:
            raise Misuse("closeAsync is under way")
        for _ in self.connection.writeAsync(data):
            pass
        return len(data)

    def close_notify(self):
        if self.failure is not None:
            raise self.failure
        self.reading = None  # only one operation may be under way
        self.closing = self.closing or self.connection.closeAsync()
        for _ in () if self.connection.closed else self.closing:
            raise WantsRead

    def kept(self):
        if self.version is None:
            return None
        if not self.client:
            return Memory()
        return Remembered(session=self.connection.session) if self.connection.session.valid() else None

    def update_keys(self, request=False):
        for _ in self.connection.send_keyupdate_request(int(request)):
            pass

    def request_certificate(self):
        for _ in self.connection.request_post_handshake_auth():
            pass


CACHE = SessionCache()
'''


def arguments(spelling: Spelling, setup: Setup, wanted: HandshakeSettings) -> dict[str, str]:
    """What an end of either kind is made with, as source; of its settings those that are not tlslite's."""
    plain = vars(HandshakeSettings())
    chosen = {name: value for name, value in vars(wanted).items() if value != plain[name]}
    told = {"client": repr(setup.role is Role.CLIENT), "settings": spelling.of(chosen)}
    if setup.options.alpn:
        told["alpn"] = spelling.of([bytearray(name, "ascii") for name in setup.options.alpn])
    if setup.certificate is not None:
        told["chain"] = spelling.of(setup.pki.chain_file(setup.certificate))
        told["key"] = spelling.of(setup.pki.key_file(setup.certificate))
    return told


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    options, client = setup.options, setup.role is Role.CLIENT
    known, forgets = setup.session, False
    if isinstance(known, Memory):
        forgets = known.options != setup.options
    memory = Memory(bytes([forgets]) * 32, None, options)
    told = arguments(spelling, setup, settings_for(load("tlslite").get("tlslite"), setup, memory))
    if client and session_to_offer(setup) is not None:
        told["session"] = "things.subject_session.session"
    if client and options.server_name is not None:
        told["serverName"] = repr(options.server_name)
    if not client:
        told["sessionCache"] = "SessionCache()" if forgets else "CACHE"
        if setup.verify != "no" and not asks_later(setup):
            told["reqCert"] = "True"
        if setup.verify == "required":
            told["required"] = "True"
    return f"TlsliteEnd({', '.join(f'{name}={value}' for name, value in told.items())})", []


TLSLITE = Face(
    text=_TEXT,
    before=(WIRE,),
    calls={
        "handshake": "{end}.do({end}.shake)",
        "read": "{end}.do({end}.read_some, {0})",
        "write": "{end}.do({end}.write_all, {0})",
        "write_from_buffer": "{end}.do({end}.write_all, bytearray({0}))",
        "pending": "len({end}.plaintext)",
        "close_notify": "{end}.do({end}.close_notify)",
        "key_update": "{end}.do({end}.update_keys, {0})",
        "request_certificate": "{end}.do({end}.request_certificate)",
    },
    make=_make,
    wants=("WantsRead",),
    facts={
        "version": "{end}.version",
        "alpn": "str({end}.connection.session.appProto or b'', 'ascii') or None",
        "session": "{end}.kept()",
        "session_reused": "bool({end}.version and {end}.connection.resumed)",
    },
)

# One binder for each identity: more or fewer are refused with illegal_parameter.
#
# Clause: There is one binder for each identity, in the same order. (RFC 8446 section 4.2.11; MUST)
#
# Came: step 8: subject handshake() raises protocol error, but it came to None
#
# Origin: open: subject handshake raises protocol error -> None
# [client_hello.extensions[pre_shared_key].binders[1:1] = [b'0' * 32]]
#
# It needs pyOpenSSL, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The
# cell:
# wire_psk/identities_and_binders_must_be_as_many[pyopenssl:pyopenssl:server:1.3:tlslite:straight]#0

import errno
import os
import re
import socket
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
from tlslite.handshakehelpers import HandshakeHelpers
from tlslite.messages import ClientHello
from tlslite.utils.codec import Parser
from OpenSSL import SSL


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUUiybwJpKdb1vac8mQld5aPkN6JQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy12ZjBrdUxpLXJGb2VLSlowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2E5eHJxaU9TQlVlMHBPWDMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATwmOvPPJj/oOHzJolZ6Yw3yri4s0DsQb0ioVE4MGKLDECwlrrmoZyfR6DU2CIu61fSymtJaB3XdC4C
IEs5NOVto4GmMIGjMB0GA1UdDgQWBBSbNNCg4PrP6HtDc/nB6yUsT33fBzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIHFgoQOSOGuMM5QYzUuLlZEzSofMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiA5GiEOvVtpW7hLyyslLNQd2VBhkgHIBlTOI1OQb8FXrgIgM8GpcfaSho6B1yal9efjdiy0N53TvEXQsXlXJMLr6lg=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEu4aBqS0T1SzABxT2dwREWaiq5PQfcp/6e4le2NfZngoAoGCCqGSM49AwEHoUQDQgAE8JjrzzyY/6Dh8yaJWemMN8q4uLNA7EG9IqFRODBiiwxAsJa65qGcn0eg1NgiLutX0sprSWgd13QuAiBLOTTlbQ==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class OpensslEnd:
    """A Connection over memory BIOs, or over a socket."""

    def __init__(self, context, server, name=None, session=None, socket=None):
        self.connection = SSL.Connection(context, socket)
        if server:
            self.connection.set_accept_state()
            return
        self.connection.set_connect_state()
        if name is not None:
            self.connection.set_tlsext_host_name(name)
        if session is not None:
            self.connection.set_session(session[0])

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while True:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                return taken

    def read(self, amount):
        try:
            return self.connection.recv(amount) if amount else b""
        except SSL.ZeroReturnError:  # the other end's close_notify
            return b""

    def kept(self):
        """The session with its Connection: once that is freed, OpenSSL resumes it no more."""
        session = self.connection.get_session()
        return None if session is None else (session, self.connection)


class WantsRead(Exception):
    pass


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


class TlslitePeer(OverWire, TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**self.completed(options, settings, chain, key))

    def run(self, steps):
        for result in steps:
            if result in (0, 1) and not isinstance(result, bytes):
                self.sock.flush()
                raise WantsRead
            return result

    def do_handshake(self):
        try:
            self.run(self.opening)
        finally:
            self.sock.flush()

    def receive(self, amount):
        self.reading = self.reading or self.readAsync(amount)
        data = self.run(self.reading)
        self.reading = None
        return bytes(data)

    def kept(self):
        self.session.tickets = list(self.tickets)
        return self.session

    def say(self, data):
        self.run(self.writeAsync(data))
        self.sock.flush()
        return len(data)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def told(self, message):
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        if data[0] == 1 and self.offered:
            hello, known = ClientHello().parse(Parser(bytearray(data[1:]))), self.offered
            secrets = known.tickets, known.resumptionMasterSecret
            HandshakeHelpers.update_binders(hello, self._handshake_hash, (), *secrets)
            data = bytes(hello.write())
        return Message(22, bytearray(data))

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))

    def completed(self, options, settings, chain, key):
        self.offered = options.get("session")
        return super().completed(options, settings, chain, key)


def show(value):
    if isinstance(value, tuple):
        return "({}{})".format(", ".join(map(show, value)), "," if len(value) == 1 else "")
    if not isinstance(value, (type(None), bool, int, float, str, bytes)):
        return "<{}>".format(type(value).__name__)
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def attempt(call, keep=None):
    """Make a call; what it came to in words, and whether it is over."""
    try:
        value = call()
    except WANTS as error:
        return "wants write" if "Write" in type(error).__name__ else "wants read", False
    except Exception as error:
        reason = reason_of(error)
        return type(error).__name__ + (" ({})".format(reason) if reason else ""), True
    if keep:
        setattr(things, keep, value)
    return show(value), True


ends = {}
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = end.take()
        if data:
            ends[OTHER[name]].feed(data)
            moved = True
    return moved


def connect(subject, peer):
    ends.update(subject=subject, peer=peer)


wants = {}


def go(*calls):
    """Make calls of both ends, those of one end one by one, until nothing moves any more."""
    waiting = list(calls)
    while True:
        over, busy = [], set()
        for each in waiting:
            name, text, function = each[:3]
            if name in busy:
                continue
            told, done = attempt(function, *each[3:])
            if done:
                tell("{}: {} -> {}".format(name, text, told))
                over.append(each)
            else:
                busy.add(name)
                wants[name] = told
        waiting = [each for each in waiting if each not in over]
        if not (move() or over) or not waiting:
            break
    for name, text, *_ in waiting:
        tell("{}: {} -> {}".format(name, text, wants[name]))


WANTS = (SSL.WantReadError, SSL.WantWriteError, WantsRead,)


subject_context = SSL.Context(SSL.TLS_SERVER_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_verify(SSL.VERIFY_NONE)
subject_context.use_certificate_chain_file(path('ecdsa.crt'))
subject_context.use_privatekey_file(path('ecdsa.key'))
subject_context.set_session_id(b'tls-harness')
subject = OpensslEnd(subject_context, True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(('subject', "write(b'tickets before it')", lambda: subject.connection.send(b'tickets before it')))
go(('peer', 'read(17)', lambda: peer.receive(17)))
go(('peer', "write(b'tickets before it')", lambda: peer.say(b'tickets before it')))
go(('subject', 'read(17)', lambda: subject.read(17)))
go(
    ('subject', "tell('session')", lambda: subject.kept(), 'subject_session'),
    ('peer', "tell('session')", lambda: peer.kept(), 'peer_session'),
)
subject = OpensslEnd(subject_context, True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost', session=things.peer_session)
connect(subject, peer)
peer.lying, peer.lies = True, {(1, 1): [(3, 4, b'0'), (160, 161, b'\x93'), (519, 520, b','), (737, 738, b'R'), (787, 787, b' 00000000000000000000000000000000')]}
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 4  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

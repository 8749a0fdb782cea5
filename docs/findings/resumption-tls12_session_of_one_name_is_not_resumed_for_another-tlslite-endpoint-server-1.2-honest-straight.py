# A server that keeps sites apart by name does not carry a session from one of them into another.
#
# Clause: A server does not resume a session under another server name than the original's. (RFC 6066
# section 3; MUST)
#
# Came: step 8: subject handshake() returns, but it came to TLSLocalAlert (handshake_failure)
#
# Origin: open: subject handshake returns -> TLSLocalAlert
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# resumption/tls12_session_of_one_name_is_not_resumed_for_another[tlslite:endpoint:server:1.2:honest:straight]#0

import errno
import os
import re
import socket
import ssl
import sys
import tempfile
import types

from tlslite import errors
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUJ9DIomY8hC4m6Nx6jzzeosvrKdEwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
IzN3X0FIcTNjUE9DdHdsRkEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI2JfMXdnZ3ZOSUpiRnVtbk8wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAS89ZEhGjaHrNZfgTBngTqIoal8hYZ07SUdDLfYGCGR6enpiG1cfaZEgeWPjkI2
rzSDfR85ZZ01VL/ZROvsScTco4GmMIGjMB0GA1UdDgQWBBSDdJ2ir9FLuvEtQzMj
xXkksPb0LDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFI6k67+9FPPCuvULZsfg
xfQyzbmiMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNJADBGAiEAnb2723uGK6qoDp+PtjBnJ4e9kfHd+8F3L49oenP2X5IC
IQCbT8uwuvm4bMcvzC6K7INQlB8rcRdJ7lllMTslP660lg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIP1emjDHqtUg9K+w4I5qWg0jToVLLUh6E+ONoieAjt1uoAoGCCqGSM49
AwEHoUQDQgAEvPWRIRo2h6zWX4EwZ4E6iKGpfIWGdO0lHQy32Bghkenp6YhtXH2m
RIHlj45CNq80g30fOWWdNVS/2UTr7EnE3A==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


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

    def close(self):
        pass


class Misuse(Exception):
    pass


class Remembered(types.SimpleNamespace):
    """What a client keeps of a connection."""


class Memory(types.SimpleNamespace):
    """What a server keeps: its cache, and a ticket key that stands in its settings."""


class TlsliteEnd:
    """A TLSConnection in memory. One that has failed tells why again."""

    def __init__(self, client, settings, chain=None, key=None, required=False, **options):
        self.wire, self.client = Wire(), client
        self.connection = TLSConnection(self.wire)
        self.connection.closeSocket = False
        self.connection.client_cert_required = required  # after the handshake, it means
        self.reading = self.closing = self.failure = self.version = None
        self.plaintext = b""
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        if client:
            self.opening = self.connection.handshakeClientCert(async_=True, **options)
        else:
            self.opening = self.connection.handshakeServerAsync(**options)

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

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

    def write_all(self, data):
        if self.closing is not None and not self.connection.closed:
            raise Misuse("closeAsync is under way")
        for _ in self.connection.writeAsync(data):
            pass
        return len(data)

    def kept(self):
        if self.version is None:
            return None
        if not self.client:
            return Memory()
        return Remembered(session=self.connection.session) if self.connection.session.valid() else None


CACHE = SessionCache()


class BioEnd:
    """An SSLObject over two memory BIOs."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = context.wrap_bio(self.incoming, self.outgoing, **arguments)

    def feed(self, data):
        self.incoming.write(data)

    def take(self):
        return self.outgoing.read()


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and error.args[0]:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject = TlsliteEnd(client=False, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)]}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=CACHE)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.check_hostname = False
peer_context.verify_mode = ssl.CERT_NONE
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.do(subject.shake)),
)
go(('subject', "write(b'with the tickets before '...[26 bytes])", lambda: subject.do(subject.write_all, b'with the tickets before it')))
go(('peer', 'read(26)', lambda: peer.connection.read(26)))
go(
    ('subject', "tell('session')", lambda: subject.kept(), 'subject_session'),
    ('peer', "tell('session')", lambda: peer.connection.session, 'peer_session'),
)
subject = TlsliteEnd(client=False, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)]}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=CACHE)
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='elsewhere.example', session=things.peer_session)
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.do(subject.shake)),
)


FOUND, AT = 'subject: handshake() -> TLSLocalAlert (handshake_failure)', 3  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    if not arrow:
        return line
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

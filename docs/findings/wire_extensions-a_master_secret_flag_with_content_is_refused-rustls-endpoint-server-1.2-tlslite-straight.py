# extended_master_secret is empty: with a byte in it, it does not parse, so decode_error.
#
# Clause: A server refuses extended_master_secret with decode_error unless it is empty. (RFC 7627
# section 5.1; RFC 5246 section 7.2.2; MUST)
#
# Came: step 2: subject handshake() raises protocol error, but it came to None
#
# Origin: handshake: subject handshake raises protocol error -> None
# [client_hello.extensions[extended_master_secret].data = b'\0']
#
# It needs pyrtls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_extensions/a_master_secret_flag_with_content_is_refused[rustls:endpoint:server:1.2:tlslite:straight]#0

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
import pyrtls


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUXcTkBk/uRxnS7q0E9x0FnO1TSJ8wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I093U1NGN1Q5WXc5WGVrV3gwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI1I2TlBKdm83TlM4UUpjRWwwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQDFEpSkLak+8a2fvJrdDYIhjKM/GqgdwAW2SYhnr5PBNgxjO24Nn29qtJGnJCg
Fch82/sf1Lf4yNuiW7+K/TNOo4GmMIGjMB0GA1UdDgQWBBRnU0L9yjgjShRqZEFa
7aDjYYSBiTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFOxEw+2jZ33GIvtWHX5t
K/ro01xlMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiEAuBmJeaEllAtmjSQpEwjmONig9SM9oLQ3t0OiHlMGZywC
ICukZc1Iezy7/ngGQjHIET8J+dPC3u+bRGC2VTCME/zu
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEICdp4J4Cd3sbxhR5hg0d9SvvID1y9MeG1I/PMmSkOO3moAoGCCqGSM49
AwEHoUQDQgAEAxRKUpC2pPvGtn7ya3Q2CIYyjPxqoHcAFtkmIZ6+TwTYMYztuDZ9
varSRpyQoBXIfNv7H9S3+Mjbolu/iv0zTg==
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


class WantsWrite(Exception):
    pass


class CleanClose(Exception):
    pass


class RaggedEof(Exception):
    pass


def certificates(file):
    text = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"
    return re.findall(text, open(file).read(), re.DOTALL)


class Passing:
    """The records of one direction: they alone tell that the handshake is over."""

    def __init__(self):
        self.data, self.messages = bytearray(), b""
        self.changed = self.finished = self.protected = self.tls13 = False

    def see(self, data):
        self.data += data
        while len(self.data) >= 5 and len(self.data) >= 5 + int.from_bytes(self.data[3:5], "big"):
            size = 5 + int.from_bytes(self.data[3:5], "big")
            kind, content = self.data[0], bytes(self.data[5:size])
            del self.data[:size]
            if kind == 22 and content:
                self.finished = self.finished or self.changed
                self.messages += content
                speaks = self.messages[0] == 2 and b"\x00\x2b\x00\x02\x03\x04" in self.messages
                self.tls13 = self.tls13 or speaks
            self.changed = self.changed or kind == 20
            self.protected = self.protected or kind == 23


class RustlsEnd:
    """A connection without I/O. After an error nothing more is made of it, as its docs say."""

    def __init__(self, connection):
        self.connection, self.queue, self.leaving = connection, bytearray(), b""
        self.begun = self.ended = self.closed = False
        self.failure, self.coming, self.going = None, Passing(), Passing()

    def feed(self, data):
        self.queue += data

    def take(self):
        if self.begun:
            self.fetch()
        taken, self.leaving = self.leaving, b""
        return taken

    def hand_in(self):
        try:
            while (self.queue or self.ended) and self.failure is None:
                count = self.connection.read_tls(bytes(self.queue))
                over = not self.queue
                self.coming.see(bytes(self.queue[:count]))
                del self.queue[: count or len(self.queue)]  # nothing is read behind a close_notify
                self.closed = self.connection.process_new_packets().peer_has_closed
                if over:
                    break
        except Exception as error:
            if "buffer full" not in str(error):
                self.failure = error

    def fetch(self):
        while self.connection.writable():
            buffer = bytearray(1 << 17)
            data = bytes(buffer[: self.connection.write_tls_into(buffer)])
            self.going.see(data)
            self.leaving += data

    def do(self, call, *args):
        self.begun = True
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()
            self.fetch()

    def handshake(self):
        if self.failure is not None:
            raise self.failure
        self.fetch()
        mark = "protected" if self.coming.tls13 or self.going.tls13 else "finished"
        if not (getattr(self.coming, mark) and getattr(self.going, mark)):
            if self.closed:
                raise CleanClose("close_notify came before the handshake was over")
            raise RaggedEof("the wire ended") if self.ended else WantsRead

    def read_into(self, amount, size):
        buffer = bytearray(min(amount or size, size))
        count = self.receive(buffer) if buffer else 0
        return count, bytes(buffer).ljust(size, b"\0")

    def receive(self, buffer):
        try:
            return self.connection.read_into(buffer)
        except ValueError as error:  # what is there was read first
            if self.failure is None and "operation would block" in str(error):
                raise WantsRead
            self.failure = self.failure or error
            raise self.failure


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


class TlslitePeer(TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    def __init__(self, client, settings, alpn, chain=None, key=None, name=None, request=False, session=None):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        wanted, settings = settings, HandshakeSettings()
        for setting, value in wanted.items():
            setattr(settings, setting, value)
        options = {"certChain": None, "privateKey": None, "settings": settings, "alpn": alpn}
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        if client:
            self.opening = self.handshakeClientCert(serverName=name, session=session, async_=True, **options)
        else:
            self.opening = self.handshakeServerAsync(reqCert=request, sessionCache=SESSIONS, **options)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

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

    def told(self, message):
        if getattr(message, "handshakeType", None) == 13 and message.extensions:
            # tlslite adds an empty list of algorithms for compression, which is malformed (RFC 8879).
            message.extensions = [each for each in message.extensions if each.extType != 27]
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        return Message(22, bytearray(data))

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))


SESSIONS = SessionCache(100)


def portray(value):
    return value  # it is plain data


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


WANTS = (WantsRead, WantsWrite,)


subject_configuration = pyrtls.ServerConfig(certificates(path('ecdsa.crt')), open(path('ecdsa.key')).read())
subject = RustlsEnd(pyrtls.ServerConnection(subject_configuration))
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, alpn=None, name='localhost')
connect(subject, peer)
peer.lying, peer.lies = True, {(1, 1): [(3, 4, b'\xdc'), (120, 121, b'g'), (128, 128, b'\x01')]}
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 0  # what is wrong, and which of the lines that begin so it is


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

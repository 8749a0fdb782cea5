# There may be no two extensions of one type in a ClientHello, even of a type nobody has heard of.
#
# Clause: A ClientHello with two extensions of one unknown type is refused. (RFC 8446 section 4.2; RFC
# 5246 section 7.4.1.4; SHOULD)
#
# Came: step 2: subject handshake() raises protocol error, but it came to None
#
# Origin: handshake: subject handshake raises protocol error -> None [client_hello.extensions[0:0] =
# [extension(0xfe77), extension(0xfe77)]]
#
# It needs python-mbedtls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_client_hello/an_unknown_extension_twice_is_refused[mbedtls:buffer:server:1.2:tlslite:straight]#0

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
from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUKlUUtI/1IaDtQeC/IvLcOAlu/H0wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0c1dlp3eWJ6UWdwRVdFSXUwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI1NBcGNhdjZETXl3QnBkU3gwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAT5BCJk/PI9FZAKjwNOCF0L3gnGjLmFXBotjNYY0URduAiynDvXZE2EAxYoFSuj
eco8T+iITsm/tICOeJNiCTUso4GmMIGjMB0GA1UdDgQWBBSrNd6Mox0RA6fcKPge
j6xcJWXjuDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFH0lTfnjpNwq5YGm2pBT
FQqB/aGxMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNJADBGAiEA6VeDVe74Yvqoj7AhVvKzzjkw3nfFL87j8COZ6CqZjHoC
IQDJUOOuJUreY5aytij4BRlwZGPGq9kO1sOfWBnaDk3qWg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIGD35/kAYrB4KuO6xXDpuhKcpZYM6XIn3Hk08WBmYL9UoAoGCCqGSM49
AwEHoUQDQgAE+QQiZPzyPRWQCo8DTghdC94Jxoy5hVwaLYzWGNFEXbgIspw712RN
hAMWKBUro3nKPE/oiE7Jv7SAjniTYgk1LA==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class BufferEnd:
    """A buffer. What it has no room for waits."""

    def __init__(self, context, *name):
        self.context, self.queue = context, bytearray()
        self.connection = context.wrap_buffers(*name)

    def feed(self, data):
        self.queue += data
        self.hand_in()

    def take(self):
        taken = self.connection.peek_outgoing(1 << 20)
        self.connection.consume_outgoing(len(taken))
        return taken

    def hand_in(self):
        while self.queue:
            piece = bytes(self.queue[:16384])
            try:
                self.connection.receive_from_network(piece)
            except tls.WantReadError:
                return
            del self.queue[: len(piece)]

    def do(self, call, *args):
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()

    def handshake(self):
        """One call is one step."""
        result = self.connection.do_handshake()
        for _ in range(39):
            if self.connection.cipher() is not None:
                break
            result = self.connection.do_handshake()
        return result


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


WANTS = (tls.WantReadError, tls.WantWriteError, WantsRead,)


subject_context = tls.ServerContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=False,
    certificate_chain=((CRT.from_file(path('ecdsa.crt')),), ECC.from_file(path('ecdsa.key'))),
))
subject = BufferEnd(subject_context)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, alpn=None, name='localhost')
connect(subject, peer)
peer.lying, peer.lies = True, {(1, 1): [(3, 4, b'\xe3'), (120, 121, b'n\xfew\x00\x00\xfew\x00\x00')]}
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

# A ServerHello with an extension nobody has heard of is refused: unsupported_extension. A client that
# does not know a type has not asked for it.
#
# Clause: A client refuses an extension it does not know in a ServerHello with unsupported_extension.
# (RFC 8446 section 4.2; RFC 5246 section 7.4.1.4; MUST)
#
# Came: step 2: subject handshake() raises protocol error, but it came to None
#
# Origin: handshake: subject handshake raises protocol error -> None [server_hello.extensions +=
# [extension(0xfe77, b'unheard of')]]
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/an_unknown_extension_is_refused[stdlib:bio:client:1.2:tlslite:straight]#0

import errno
import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUYNOd7igZJvBgxKRzG2mvePQYTSowCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hTR3VpTlQzMTQxTUlWc3UwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNoU0d1aU5UMzE0MU1JVnN1MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEooP7aXD3/20XMMqG0a8td8ORppM96EKzfouWeKr0IsgofdkzHFo7wNY8W+32IITIfKVHtmr3I+NA+95L
3vF7jaNFMEMwHQYDVR0OBBYEFFXaRLtzqjA+Udf7lBnbu6/FHFgkMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQCWYVQOhl1xhS6AvSCcqF671H9EMWuZR4UVloigr+yUFQIgeGdcUU9UGwq5a4juMJXKOQe5T3Xs
geyg7rLCgmTcYAQ=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUKLZB9k+GM0lLnK6OnHnB4MxO+Y8wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hTR3VpTlQzMTQxTUlWc3UwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI1NTTFFzMl9lM3hhWVU5LWgwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASrRobAfBYunPxT3GrOQZyy3YByO4IhygsKLowycbR5iw6OFjbOQyS5nLVggQoZcP0Ewoi+HghHVzX+
jFrsYYNao4GmMIGjMB0GA1UdDgQWBBTE1U5AySmYZZ66adU2LNoy6KFJjTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFFXaRLtz
qjA+Udf7lBnbu6/FHFgkMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAh8felMHH4LtUBDC4iHMK2MbIW9qunGpNMmPldAszFZ0
AiEApo5PMOoMHHCRdKR7lqGI15V83ppm8lEXScd3ZsoMblU=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHOJGlG3lIhxzWHlcsT4GU47cwWUjlfokKkngJMtARwSoAoGCCqGSM49AwEHoUQDQgAEq0aGwHwWLpz8U9xqzkGcst2A
cjuCIcoLCi6MMnG0eYsOjhY2zkMkuZy1YIEKGXD9BMKIvh4IR1c1/oxa7GGDWg==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


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


class TlslitePeer(TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**options)

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


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError, WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {(2, 1): [(3, 4, b'i'), (75, 76, b'!'), (95, 95, b'\xfew\x00\nunheard of')]}
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
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

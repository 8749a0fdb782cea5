# encrypt_then_mac is empty: with a byte in it, it does not parse, so decode_error.
#
# Clause: A server that knows encrypt_then_mac refuses it with decode_error unless it is empty. (RFC
# 7366 section 2; RFC 5246 section 7.2.2; MUST)
#
# Came: step 4: subject handshake() raises protocol error, but it came to None
#
# Origin: handshake: subject handshake raises protocol error -> None
# [client_hello.extensions[encrypt_then_mac].data = b'\0']
#
# It needs pyOpenSSL, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The
# cell:
# wire_extensions/encrypt_then_mac_with_content_is_refused[pyopenssl:pyopenssl:server:1.2:tlslite:straight]#0

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
from OpenSSL import SSL


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUOEhdA8b45z7eEZ6He+dBscZgMSAwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0xQbXlFVGZ6Sy1USVliZ0IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI2ZJNElxWkpDaFpSNUk5V2cwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAR4rmipKdt+GVbgRpLsFmyF++EaxWoMkIvgI88yvtWHd+jrzbupvC1OShf1tj8x
MVEULSGmRR/dEEkEchDScgXGo4GmMIGjMB0GA1UdDgQWBBRsc1C0vG3kUKeZrANp
s75TzxyQkjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFB7ZvjsFURn29T7jvQDc
ycfbExADMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiEA3YBS91S1M28TaqS6gooYdyq1PBhikoHg15R9B7TFg5gC
IBjkIFeCqeVuNR+rSaVIdbLcKZlSiIiRL0luS28xOGwC
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMX2sx6mW3qUqXwBuYX7kabANaHDKx8cuAcp0+7+sF4OoAoGCCqGSM49
AwEHoUQDQgAEeK5oqSnbfhlW4EaS7BZshfvhGsVqDJCL4CPPMr7Vh3fo6827qbwt
TkoX9bY/MTFRFC0hpkUf3RBJBHIQ0nIFxg==
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
    """A Connection over memory BIOs."""

    def __init__(self, context, server, name=None, session=None):
        self.connection = SSL.Connection(context, None)
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


WANTS = (SSL.WantReadError, SSL.WantWriteError, WantsRead,)


subject_context = SSL.Context(SSL.TLS_SERVER_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_NONE)
subject_context.use_certificate_chain_file(path('ecdsa.crt'))
subject_context.use_privatekey_file(path('ecdsa.key'))
subject_context.set_session_id(b'tls-harness')
subject_context.set_cipher_list(b'ECDHE-ECDSA-AES128-SHA')
subject = OpensslEnd(subject_context, True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'cipherNames': ['aes128'], 'macNames': ['sha'], 'keyExchangeNames': ['ecdhe_ecdsa'], 'cipherImplementations': ['python']}, alpn=None, name='localhost')
connect(subject, peer)
peer.lying, peer.lies = True, {(1, 1): [(3, 4, b'\x90'), (48, 49, b'c'), (52, 52, b'\x01')]}
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

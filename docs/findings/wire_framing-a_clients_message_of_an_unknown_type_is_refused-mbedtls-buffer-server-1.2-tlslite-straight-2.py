# ClientHello or Finished with a type nobody defined: unexpected_message.
#
# Clause: A message of a type that is not due, or that nobody defined, is unexpected_message. (RFC
# 8446 section 4; RFC 5246 section 7.4; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message, but it came to fatal decode_error
#
# Origin: handshake: the subject alerts fatal unexpected_message -> fatal decode_error [finished.type
# = 42]
#
# It needs python-mbedtls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_framing/a_clients_message_of_an_unknown_type_is_refused[mbedtls:buffer:server:1.2:tlslite:straight]#0

import errno
import os
import re
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
MIICLjCCAdOgAwIBAgIUIypcbHxpTkUUYc4emhP5aWYuC5gwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0ZkWHI1OC00OWxxcWZRXzYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0l4S1B2VVRzX29YeDk4U0UwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARRLcxPS5Ez6p5oOHCEOyq3bKMf22zLgwW1/P6ysclntno/eY9SP3yhurTeWIuyV02u6YCMIT73QMfk
NRWuuNYRo4GmMIGjMB0GA1UdDgQWBBQlT2OOm56mijtVJgIUJgljpv6ebTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFNGtuuVXTHg+q34AU7LZdiNCMzX7MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAlrTm2+V4NTUPETAndQ/J6S9eOr3QyRAwxCEpQzhgme4CIQDPQFc8UBjRvWbSeSnm0FloTLH8p7iK5pTRsnNC64pmCw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIy99t84+SqoHhZ0ppK5m9eNJiJh7FxpmRD9E3kLHoR9oAoGCCqGSM49AwEHoUQDQgAEUS3MT0uRM+qeaDhwhDsqt2yjH9tsy4MFtfz+srHJZ7Z6P3mPUj98obq03liLsldNrumAjCE+90DH5DUVrrjWEQ==
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
        return Message(22, bytearray(data))

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))

    def _getNextRecord(self):
        for result in super()._getNextRecord():
            if isinstance(result, tuple):
                self.hear(*result)
            yield result

    def hear(self, header, parser):
        if header.type == 21 and len(parser.bytes) == 2:
            level, description = parser.bytes
            self.heard.append("{} {}".format(AlertLevel.toStr(level), AlertDescription.toStr(description)))

    def alerts(self):
        try:
            for _ in self.opening:
                break
            while self.wire.arrived:
                if next(self.readAsync(1 << 14)) in (0, 1):
                    break
        except Exception:
            pass
        try:
            for result in iter(lambda: next(self._recordLayer.recvRecord()), None):
                if result in (0, 1):
                    break
                self.hear(*result)
        except Exception:
            pass
        return tuple(self.heard)


def show(value):
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


WANTS = (tls.WantReadError, tls.WantWriteError, WantsRead,)


subject_context = tls.ServerContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=False,
    certificate_chain=((CRT.from_file(path('ecdsa.crt')),), ECC.from_file(path('ecdsa.key'))),
))
subject = BufferEnd(subject_context)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
peer.lying, peer.lies = True, {(20, 1): [(0, 1, b'*')]}
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(('peer', 'alerts()', lambda: peer.alerts()))


FOUND, AT = "peer: alerts() -> ('fatal decode_error',)", 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

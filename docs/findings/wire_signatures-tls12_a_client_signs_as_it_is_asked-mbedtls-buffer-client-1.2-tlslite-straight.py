# A client's signature is of a scheme that the request names, its hash too: one of two is left.
#
# Clause: The signature algorithm of a client's CertificateVerify is one of those in the
# CertificateRequest. (RFC 5246 section 7.4.8; MUST)
#
# Came: step 6: subject write_all(b'her00000her00001her00002'...[300 bytes], 0) gives 300, but it came
# to 321
#
# It needs python-mbedtls, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows.
# The cell:
# wire_signatures/tls12_a_client_signs_as_it_is_asked[mbedtls:buffer:client:1.2:tlslite:straight]#0

import base64
import errno
import os
import re
import sys
import tempfile
import types
import zlib

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUQUmczoil9elGexfVoS0hd1mgBGgwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy0xMlNwVjVfRWFocUtNMGcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMtMTJTcFY1X0VhaHFLTTBnMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1n8XWQxjwnXyvzw6vswuoyau6W7b/0z4CwQnsOs1u5ifFJxfY5WZpjCBBlLLsKi7/Jvy8DruHd1XX3sI
eVkhpKNFMEMwHQYDVR0OBBYEFHWUVbPUVPCZwffY/+gOhMIYmq8+MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0kAMEYCIQDJmC7ThDGJV7I3It0Q5vKV5k6vDcNI8McOAd4Wm8+PWQIhAKiBArjikbndu8duyFH33zlYBmQc
/GES3zKcRC52MAdC
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUeanCOBZY7Z1XMUHz20tOxbR5eCUwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy0xMlNwVjVfRWFocUtNMGcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2pzcHFLRmNrREpfQkVXNEMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASWQzyuDQFve1M58guCkCHqimKFaUJTA2CI5C5udKVwrtYLRdF4LTRSefQK9HpzkKU6awEXrkJJo7NH
3LpnwCI9o4GmMIGjMB0GA1UdDgQWBBRV2eZx6gGOnwDkVbdS9q2eqKJ8GDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFHWUVbPUVPCZwffY/+gOhMIYmq8+MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiB15abcQRqiGUw/SDBZXW2wc4knpTmkjx3E4yA8mhDkdAIgYRVGdpyTLKXTBRm5G1LjxN36u0XZE/xpG8O+W9JWmMA=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIFU0loMooVoKvYCJ76+sl91WQ+zxqsh4qwZFlnsAL5LhoAoGCCqGSM49AwEHoUQDQgAElkM8rg0Bb3tTOfILgpAh6opihWlCUwNgiOQubnSlcK7WC0XReC00Unn0CvR6c5ClOmsBF65CSaOzR9y6Z8AiPQ==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+TCCAp6gAwIBAgIURwpyYx30egFm/N0WfYPxtUmS9IowCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy0xMlNwVjVfRWFocUtNMGcwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2lqanZzaUtLNXlMLW9WQWwwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCiyAjOykIiAmmN9b33rgVEh7gZzq6yInmMlxfs9eyhzMGe6NelxnIbM9nHjCGBpMnckTEp
ahwFsz4eqCsZzKDsg6DcA0AdD0WTgm8EHRmIgbot29sXbvZ/tQuK66CZqx4nubFinXhWCWK57YHLmNOLD0aCGwnF1LzF2UCn0RSKHx5Xx5Kw0POaPg0/geG78k8Nl34E5yZlukHaT3dxbTDtBHveKu00dGrwQQQjRduIDfAidkB938X8ZMP9uyAXNhZH2kmEItabaq7n
5BATZPaAkfWlg51sMpCEM00awdsDZxjv95+BgP/t+euR1Ng2i3BxVGOJvBscfxgmD6NfI19xAgMBAAGjgaYwgaMwHQYDVR0OBBYEFPBupb5pWvxT48R2FDy0nPhzw5ImMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUdZRVs9RU8JnB99j/6A6Ewhiarz4wFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0kAMEYCIQCuBblgQkLLAwS/EH+afPsN0je2PtuqjS3mOpl7GFP8tAIhAL7lYF3/ttqnlTdbjEEiIGHP
u1BmliX1b2TUbJRDkBFg
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEoQIBAAKCAQEAosgIzspCIgJpjfW9964FRIe4Gc6usiJ5jJcX7PXsoczBnujXpcZyGzPZx4whgaTJ3JExKWocBbM+HqgrGcyg7IOg3ANAHQ9Fk4JvBB0ZiIG6LdvbF272f7ULiuugmaseJ7mxYp14Vgliue2By5jTiw9GghsJxdS8xdlAp9EUih8eV8eSsNDzmj4N
P4Hhu/JPDZd+BOcmZbpB2k93cW0w7QR73irtNHRq8EEEI0XbiA3wInZAfd/F/GTD/bsgFzYWR9pJhCLWm2qu5+QQE2T2gJH1pYOdbDKQhDNNGsHbA2cY7/efgYD/7fnrkdTYNotwcVRjibwbHH8YJg+jXyNfcQIDAQABAoH/Gu5dXAO6d/CjkLOyKjga8auX7y0dWftk
1g2+t5ri+3c/fBBUcpN9GA22tNJKTi36ol34dDxJ8TzRGjatwCb1Y4FOK8LzPduOTJ6tH1Eb2FRzflgmzJ8JyTcldxEPZl0ZMBlYxP1TML4ncftew1XAKfxCU2QwdGUt63h2FKL9cvGktjb4A1HDP6a8o+YLqxjZYdQGF8NgvSth5wGeG7qPJ+UwXP4C8WAOXuO8GGAp
vyg/k6bUKcmWnjhRIigf69zlV0vpk97sLytgEFy1uFhXDClU8KS/NeAmuRjwMk7DcHn7lYm6EKLud84+mD63mXIaPb5CuLXeUp22Wnz4YG8BAoGBANktSYikPd0+tnzQWSqMbwFxEBva5Kf2cPg5ufu+AoVhkIHPPpQIqjyFUoFJV0BCxolQ+oovoz16YtELUbcqDLaU
l9rlqCcQj6pS9JZ8V0H1chdkOQTTjWMYU4VJvOeKviA/BBjeWhV9KIHOdbubxrEEhvVvTOL1IwiKZvB5ahRxAoGBAL/hbvhtzr7O4/Pp3q75QnkuJ//K1zpMPtukBtGEPjbh/CfXroWi12i+nst5cCFk1prrxpPJ0b3XJ/4ol3LHtkCf1n7+e7EZOJikH07Idfu1jSSJ
N1Va1RuzJ3Z0/qUqZbIvoS6f8u5XthAURvA2jqPaBzeqid/vCkBl8Adz13sBAoGBAJSydU6hZdo+PiRnYyXG0ZpjF2x7C2QVUHQk0jqTdpZsnszCYU5qQGT/w+XRmXPeRKFwWJqU02gci9wlq+WFXP8F7pNp+yAELtmnwt/mcrgundd2P7QWRRA8b7MrMbQ3QsZBX0TH
uVZNQ5bdDa9OkVRSjTUu563dugb2/FRaTU+BAoGAQNkqjPFnjxsS9UtUBCSfr57Gy+88wComkEqmN0cPU7Maaki9ZdK8JF1QA4p+N/sBgIgwq5/or9U4YfBMBvGyCbM7Zd4R5a+VbhkBr7mWDkS0d+Wb+s/g+CSbMLCnoyBqEEeCnORX0O95y4Ne2i5GFOBJ0iljwXfj
KhKJhatD5wECgYBjpWclzxHJtjfnbgBsxyvw3kdgrgE/4MUWShEOKwxJD/wm4m0KME3s57YftbW67Wj6PjcQ69O7OkRQsTSMqNOEl0dh+ynU4qSrgJinZtphYDtGGckFAw+c3Dkre++OP10UBbT+5teCbQ/6epD23xmdJVRTROvC0xiBUec3DBuuFw==
-----END RSA PRIVATE KEY-----
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

    def receive(self, amount):
        self.reading = self.reading or self.readAsync(amount)
        data = self.run(self.reading)
        self.reading = None
        return bytes(data)

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

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


subject_context = tls.ClientContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=True,
    trust_store=tls.TrustStore.from_pem_file(path('ca.pem')),
    certificate_chain=((CRT.from_file(path('rsa.crt')),), ECC.from_file(path('rsa.key'))),
))
subject = BufferEnd(subject_context, 'localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions, reqCert=True)
connect(subject, peer)
peer.lying, peer.lies = True, {(13, 1): [(3, 4, b'\x0b'), (8, 36, b'\x04\x06\x03\x04')]}
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(
    ('subject', "write(b'her00000her00001her00002'...[300 bytes])", lambda: subject.do(subject.connection.write, zlib.decompress(base64.b64decode(b'eNotzbkRwgAQwMCW0PGXw2OPY/oPGPAqUbjb8jn82vbn40c/+dkvfvWb3/3hT3/52xdf98ePHz9+/Pjx48ePHz9+/Pjx4w9/+MMf/vz9L+OnVSM=')))),
    ('peer', 'read(300)', lambda: peer.receive(300)),
)


FOUND, AT = "subject: write(b'her00000her00001her00002'...[300 bytes]) -> 321", 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

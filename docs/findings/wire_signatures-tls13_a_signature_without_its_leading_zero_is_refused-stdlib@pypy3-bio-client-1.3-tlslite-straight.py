# A PSS signature is as long as the key's modulus: without its leading zero byte, decrypt_error.
#
# Clause: An RSASSA-PSS signature that is not as long as the modulus is invalid, though it lack but a
# leading zero byte. (RFC 8017 section 8.1.2, step 1; RFC 8446 section 4.4.3; MUST)
#
# Came: step 7: subject handshake() raises protocol error, but it came to None
#
# Origin: open: subject handshake raises protocol error -> None [certificate_verify.signature =
# signed_short("rsa", rsa_pss_rsae_sha256); del certificate_verify.signature[0:1]]
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_signatures/tls13_a_signature_without_its_leading_zero_is_refused[stdlib@pypy3:bio:client:1.3:tlslite:straight]#0

import base64
import errno
import os
import re
import ssl
import sys
import tempfile
import types
import zlib

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUWfM0+Q1FZvcw7R8uFzue6Hv30XkwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0FDdUdMelhhcm80d08yRnIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNBQ3VHTHpYYXJvNHdPMkZyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENKvPs2nhE1jEG4e784i7ViqosOtgFjGGZgmMztIFkKNMajH/BLNcPl1i2UTxQU6B2F6/MC/76tubUU8V
Mtc8yqNFMEMwHQYDVR0OBBYEFING/+O8Y9P4Yz4Wa8BpyykpWkj7MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0kAMEYCIQDi4n8qlQrY6DMu8YoCWpC+19pH6O9vzloj1O9I5HVzfQIhANIuMNYD4krlvAY2Px0RChbPptTz
OLrbFT45fZakTBmw
-----END CERTIFICATE-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC9zCCAp6gAwIBAgIUXMwfxwrhDDG/ZcwZEIlC6RyHK9wwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0FDdUdMelhhcm80d08yRnIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3pjaHVLR2xabUM4SzR3QTYwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDDZ3R+5AyZJWggnxIQMog5Jv0QQiY4VnAStBC7L3tSQjDLJVKWFe5ZKVosh4iFV5u+N8Oo
1/zrnSByuoilgWaIc++K0SHHS0TbI8mQw+Z6cxwbh4OgQfwlasQsChBrIsame0q+oiU1UTca2gFYPtnCou56eRWp2cpkP1tAiCDpBiS9t9DVwMC4jw/bRM4dDvLhOfkL0dSZgmXQKDeFoH1clob6y4xmf0WmLonyAErzpqdYwC4/5uG1Ty2MiSWU+AKuzdZfOyFLeUtB
uhpg9iWdJ5h9/98+U4PLZJhnBoIIExsOkOmlCepdmpqGCM4X2W0b12CpC9gawRiOSK0Liq7pAgMBAAGjgaYwgaMwHQYDVR0OBBYEFJnAGPCS6m/uJmCrR1FdwjuSSG6zMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUg0b/47xj0/hjPhZrwGnLKSlaSPswFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0cAMEQCIFBr9VL+ggcSqgTOXyfpU3uRKFNEVUeGm4HWng3eYDGVAiAmrON2uwsReAKOZDZxwOSAgP3Z
BPCtNbZ9p1hkW3Kf2g==
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAw2d0fuQMmSVoIJ8SEDKIOSb9EEImOFZwErQQuy97UkIwyyVSlhXuWSlaLIeIhVebvjfDqNf8650gcrqIpYFmiHPvitEhx0tE2yPJkMPmenMcG4eDoEH8JWrELAoQayLGpntKvqIlNVE3GtoBWD7ZwqLuenkVqdnKZD9bQIgg6QYkvbfQ1cDAuI8P
20TOHQ7y4Tn5C9HUmYJl0Cg3haB9XJaG+suMZn9Fpi6J8gBK86anWMAuP+bhtU8tjIkllPgCrs3WXzshS3lLQboaYPYlnSeYff/fPlODy2SYZwaCCBMbDpDppQnqXZqahgjOF9ltG9dgqQvYGsEYjkitC4qu6QIDAQABAoIBABOfkJnrof5BPO9FukUpJfgDW9elpPv0
ZkXikmmR76MHpanJAj2zTx/iIL2nEMU/UpMsO3h51Fr/CRKse+uPDrJ2XiCFNwyyGOSe9++TVNKIO9Lh7YyLA9zoF3JKwnJX6DYw3IU/eFgd41hNe2QWz7yVqzheb5gCmKovmKTm5tMvzzOVKkBtnjRG6rE1f52meFXTumLKBbFrbBQ/C2cTo6sgk1LTAICbZnMwdoZ3
dyY4u8xdwtutitppHsYD0zVQHLbKJ9x18uyiZBQxxj51QYwxV/tbn6nlpKTFmkfJA74Yt3MNJE9vYDbyCtIa4YFtqADmx/OAJtkL8qWf4xOhHxkCgYEA8Y22czS4LHJMlwmfh0arX9fVy6iPsQpcH7f5HsreK8zDuGNVFJhVGTcgKwBXx4meoqgs7A5o8ZcI3upWfzZM
ICUc1/CpipBdIk71QgZLnRhnIcFIGDZwf9utKeFVK6GTj+CYnq9Q9+3FXTAZH+ajD5f8jO8IXTb9Sq2BE12fA70CgYEAzxcswv2h9sjy1OwCotehXNd7712uIwlM/ugVSF+fOVuJWiNhuSXckm/+OGZeaQPudle2gof7q8c5cc+CSFnCCSCdz9Qxu1leh3vi4D2/DRnF
JOPnBFTfC9rvncRTIMvOip/lOCF5ZzFfvbqJBvZf3vYzXLXn7W7yKWtKTjf/NJ0CgYEAxgsOH36F0csUiHDXXq3OLBJls0hMJzb7OPY5RcnGRdroTPED/JK4kqfjs93gGjT23x1LV26pFApkt38h08LMvz4uW81w865Q7aQW6T8IF5C+Xap+VXus2OdfHgslLVSYC0p1
VwUeOWe0fSbGMqWB43MVGOeRz/sZyHRgc2Q6z3ECgYBFCmvg4iASH3JdrAVA9vST+D8YUToR8jLaNNOLml2CCNNk2rDkwgukQnQVp4NILYhdqeZt5Bnybevn1o+PwWTgGCCkvhCKbkQGlTXRHqTIIFRKdTR6jDUERcxm46H3KBtGugH4Uaigz6Qko8C1MoRJ1/jNqtOU
o81WI6/VHfQWPQKBgQDvXGXFWSOezi6AKp5Jg6CWx12CXtLOCf0awPJClXC0u6DONr69Q5Nvc6nFpvZag4NgY2U5ibIFr4RTcBNg6MRULGV0Er4+LZrpa2Wf69POf6wJMRo75tnxwh+UdUqrYLG+S8EOsApzJQ/XHBjtmo4wd6BtxLTfuREfQWvXgVNFxg==
-----END RSA PRIVATE KEY-----
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

    def say(self, data):
        self.run(self.writeAsync(data))
        self.sock.flush()
        return len(data)

    def completed(self, options, settings, chain, key):
        options = super().completed(options, settings, chain, key)
        honest = options["privateKey"].sign

        def beginning_with_zero(*args, **named):
            return next(made for made in iter(lambda: honest(*args, **named), None) if made[0] == 0)

        options["privateKey"].sign = beginning_with_zero
        return options

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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError, WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('rsa.crt'), key=path('rsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {(15, 1): []}
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(
    ('subject', "write(b'her00000her00001her00002'...[300 bytes])", lambda: subject.connection.write(zlib.decompress(base64.b64decode(b'eNotzbkRwgAQwMCW0PGXw2OPY/oPGPAqUbjb8jn82vbn40c/+dkvfvWb3/3hT3/52xdf98ePHz9+/Pjx48ePHz9+/Pjx4w9/+MMf/vz9L+OnVSM=')))),
    ('peer', 'read(300)', lambda: peer.receive(300)),
    ('subject', 'read(300)', lambda: subject.connection.read(300)),
    ('peer', "write(b'the00000the00001the00002'...[300 bytes])", lambda: peer.say(zlib.decompress(base64.b64decode(b'eNotzckNwgAQwMCW8HKXw5GIAtK/EGT88XO2z3L4te3Px49+8rNf/Oo3v/vDn/7yty++7o8fP378+PHjx48fP378+PHjxx/+8Ic//Pn7XxRAVW8=')))),
)
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('rsa.crt'), key=path('rsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {(15, 1): [(3, 9, b'\x03\x08\x04\x00\xff')]}
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 3  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# An RSA signature of the old padding, though properly made, is refused in TLS 1.3: illegal_parameter.
#
# Clause: The scheme of CertificateVerify is one that was offered, allowed in TLS 1.3, and fits the
# key. (RFC 8446 sections 4.4.3 and 4.2.3; MUST)
#
# Came: step 3: subject handshake() raises protocol error, but it came to AttributeError
# ('Python_RSAKey' object has no attribute 'curve_name')
#
# Origin: handshake: subject handshake raises protocol error -> AttributeError 'Python_RSAKey' object
# has no attribute 'curve_name' [certificate_verify.scheme = ecdsa_secp256r1_sha256]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_certificates/tls13_an_rsa_key_signs_with_pss_only[tlslite:endpoint:client:1.3:tlslite:straight]#0

import errno
import os
import re
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message
from tlslite import errors


FILES = {
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+DCCAp6gAwIBAgIUEB7jC+HoUMFq+oWZtFTSvDId6rgwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0ZkWHI1OC00OWxxcWZRXzYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3hvbTJpeUFSUU9wVFktdHowggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDKaJimhuTDzzYVtQdhm2YDXMTZdfApcVkKqiYdYZsyyLMnVhW4wr0duAbswEVjQMyg5I34
Y2RUXTrg5LDmrC6IisCfwbMiBPGlS6armfArhwlNIB9OTlDdB+hp2tR04fKqWLJMIfLIIoYT4NgJpk6LPkuZdICRJyyMpKX5A9yrDnm96b/lgSN5VUsVvfDu8BcrIokZnZq6N/i8SG8YYrxD6puxUUbItwzagbih2JVN9VXmBZiygff/iPiYeuzuRKx+EBHq9/Rhn+Qj
qMDgFq1Mda4Dgjtncob6TNO8lotYsL1kB4GFYwbcZEMyM2zNLvBu4C683RXZBwEiFIiKI/xHAgMBAAGjgaYwgaMwHQYDVR0OBBYEFFYAK+wFT1mdbcJ067X4rYHU9Br6MAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAU0a265VdMeD6rfgBTstl2I0IzNfswFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0gAMEUCIQC7JlzkBd/0tMe0Uw8c4qji5PV01cXIap7xabsMZqvmkQIgHfp9HBkfjbC/mSKvB4tfdTnu
mLFU8VSLeJQEj5PtjR8=
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAymiYpobkw882FbUHYZtmA1zE2XXwKXFZCqomHWGbMsizJ1YVuMK9HbgG7MBFY0DMoOSN+GNkVF064OSw5qwuiIrAn8GzIgTxpUumq5nwK4cJTSAfTk5Q3QfoadrUdOHyqliyTCHyyCKGE+DYCaZOiz5LmXSAkScsjKSl+QPcqw55vem/5YEjeVVL
Fb3w7vAXKyKJGZ2aujf4vEhvGGK8Q+qbsVFGyLcM2oG4odiVTfVV5gWYsoH3/4j4mHrs7kSsfhAR6vf0YZ/kI6jA4BatTHWuA4I7Z3KG+kzTvJaLWLC9ZAeBhWMG3GRDMjNszS7wbuAuvN0V2QcBIhSIiiP8RwIDAQABAoIBAGM0WsUbzlnuYGrJPGHpoVk6ibyvolMd
m++vL1ktMrz0Q2KfPaw9viUnwjUdk6Su6NxeyPqZ9F2pCCebztxwPapsnzZt4Jdm5u0GJB1tKJqc58EmYlGl7to2ewIO4ByddatqJ5FK/kx7J03s4NXx7gMvOCxxPmZmVd5lAHgJHYm0gjh6F0YPK8CF+O0XQQF/W7cv/rJ+tikjbxmKBDBt7JJYfgqg4uBbSAWc0aEG
7BUFCLiq1QAHbS+aWHBpebrHCsztyETAXwAQ00b0Q4N0dxL6+dIq6SRF93HJ4rKqRUjsQ/HZT743x/xY5RFd/ZSZ6DfnZTcEFyUYWdq+Md932qkCgYEA7gb2UVSMe2f8kmF7jzEQE68ktfvk/FAGqVQSZ1r8H2eKY59aFbQsAnXKzKusBmeuMd9cFaN9kp+OcBGeFAO6
x+jyMNHq8rZq7k6sK8yqFpBkqV8l1VgY1vRErORE6fbpSnt0LK7qYeY6dm6uMviwMdz6X0ojeJ2g1DZ3Rg8btsUCgYEA2bEhY1wCIpMxnBuWT8mepqvB2CpDMY4+WNPiC8TgK0nDAJ1qNXIfv01dNgTRekxCZIthQHi30+qsiCuLbx08nMxTyS8bNfaqvHd2xcYj/LKQ
5WxFa0lm52RkdG9pa7w5hce81W9uxKH+l4fr2rBnVp7YBYMuLh1dXoITs/E4N5sCgYEAiW7bqfn3YwmXe61tejAJ6FOoDqtye3x5XCt+tM6D5F4UOZE4om91ObZpceNtYAVdPs6IjLXpO0+FHpANheDhZ6vIqweJcLqC4zXpkyCI1J5qgKC/Z3+GWBaR0IG8iJpX+Plv
Cp20FvKnrtoZGrUchq3gokRcVrgstFr+YyU2C0ECgYBR4QfX4WGEM6zzNIUi2Yjs06mDbtH7L69PpdJd7t0KKyJHdu3d0GEUiTrH+KP5xfkq7CnWIBG0iY3/YbF+R5bmuwvAnhE0COVLIfvwg4hBocBSKpkps2AbJG2MReN2/EL+iJQEC3e0SeICiMMzbCpSMEi8Og0C
l1TpGS/j/JTShQKBgQCPllgdkEMiC2MKwzbAqzNZHigeHKLp0ySxgXyNSZEudPFoS4tuJMkbUDPQJB6VUus4guVSobQSYLJxANXDb0l8FyASDMuSar+HuK8CDpKfZ7A2BeYfOvsCWt+O4JMX6WEJhJBW+ssJNk4jazEqFH8mu8jcLoK7UcpH8KYb9uRI/g==
-----END RSA PRIVATE KEY-----
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


class Misuse(Exception):
    pass


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


CACHE = SessionCache()


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


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
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


WANTS = (WantsRead,)


subject = TlsliteEnd(client=True, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'eccCurves': ['x25519', 'x448', 'secp384r1', 'secp256r1', 'secp521r1', 'brainpoolP256r1tls13', 'brainpoolP384r1tls13', 'brainpoolP512r1tls13'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'minVersion': (3, 4), 'versions': [(3, 4)]}, serverName='localhost')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('rsa.crt'), key=path('rsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {(15, 1): [(4, 6, b'\x04\x03')]}
go(
    ('subject', 'handshake()', lambda: subject.do(subject.shake)),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = "subject: handshake() -> AttributeError ('Python_RSAKey' object has no attribute 'curve_name')", 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

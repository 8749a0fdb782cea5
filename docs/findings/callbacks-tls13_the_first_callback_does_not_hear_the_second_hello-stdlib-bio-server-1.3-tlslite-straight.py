# A callback that has set another context is not called again, though the new one has none.
#
# Clause: A callback that has assigned another context is not called again for that connection.
# (Python docs, library/ssl, SSLContext.sni_callback (changed in 3.15); API contract)
#
# Came: step 9: subject: len(noted.calls) gives 1, but it came to 2
#
# Origin: open: subject len(noted.calls) gives its value -> int
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# callbacks/tls13_the_first_callback_does_not_hear_the_second_hello[stdlib:bio:server:1.3:tlslite:straight]#0

import errno
import operator
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
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUYRFiPJWokT08542FF2VF8KkvWWAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3Q1MnNra1NDdVJJRnRVVW0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0xsZnJSNGkxMG5uVEN4T1QwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARfzLFCvLxD7QJBY/OA5Y2YG4WvtVvgyf617AugMT1wBL8WEwrv6pZkMKd/4Kc+crhP4VAayWZLD7Gt
XW/ZZczho4GmMIGjMB0GA1UdDgQWBBQ6DOtHGeuo0g8E07lHc0JbiP501jAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFDWoa7+6
ghS9UtckGexoNwd0ouLEMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAjEOkMZ4xXS+9wqjFd5p+3fMzFErrnDxmDXPW3Uuy
YN4CIEH6Co//kN//SfX2rV0OQGTCTOnMUsh87VNnVv70qJq0
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIDpLWkQ6QodzEuqq2sZ3cYnjqFf4ZVYzKmrai0I+A2gmoAoGCCqGSM49AwEHoUQDQgAEX8yxQry8Q+0CQWPzgOWNmBuF
r7Vb4Mn+tewLoDE9cAS/FhMK7+qWZDCnf+CnPnK4T+FQGslmSw+xrV1v2WXM4Q==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+DCCAp6gAwIBAgIUYPn7nUzT3TC5OCkM+TwhGxE4paQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3Q1MnNra1NDdVJJRnRVVW0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI1NIZXUxUHRIZThzN3BtRG0wggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQDNzHNJaWiM62ZaB6Olg7adzqkcpnLrJiJ0aotH6VAsgs3LKmN0cvNc+oAWlME8PYAgloql
A5hS5SVC/mWgPkp8KAB5qHtuGssmxzJszpQJ2Ln/jryU0suoS7eD22vtEywGlzukkIbM9SyMb3KkoPlReZPdjJTmj7t/OhOYSvlX
KsuNLL2sLd2RQop/fBjUL8bE+RsPjTqcU/lhG4EAkiUpPDlzIggewlwxAgew6OC0S9/NSCnPSLhmL5iYG9L/UeTkBDJCDR1tFzEd
pUanN/r+4plcfw6G8c4xE83/rB6dX+4MeCw1baJmY4+Dtq1UkC+rZc2cthq7Z8AAz2sZh511AgMBAAGjgaYwgaMwHQYDVR0OBBYE
FHwdNxa+3b+NIHuEqY2QQtpNlzd5MAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUNahrv7qCFL1S1yQZ7Gg3B3Si4sQwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUF
BwMDMAoGCCqGSM49BAMCA0gAMEUCIEP87sFpCNocIIZP1zHczFJhKupp+ivK1wVAOZbh0jBpAiEAxcKp13oTM3LqHlEewd/ZJrIc
NgIO7wcej4JH8fkP3/A=
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAzcxzSWlojOtmWgejpYO2nc6pHKZy6yYidGqLR+lQLILNyypjdHLzXPqAFpTBPD2AIJaKpQOYUuUlQv5loD5K
fCgAeah7bhrLJscybM6UCdi5/468lNLLqEu3g9tr7RMsBpc7pJCGzPUsjG9ypKD5UXmT3YyU5o+7fzoTmEr5VyrLjSy9rC3dkUKK
f3wY1C/GxPkbD406nFP5YRuBAJIlKTw5cyIIHsJcMQIHsOjgtEvfzUgpz0i4Zi+YmBvS/1Hk5AQyQg0dbRcxHaVGpzf6/uKZXH8O
hvHOMRPN/6wenV/uDHgsNW2iZmOPg7atVJAvq2XNnLYau2fAAM9rGYeddQIDAQABAoIBAA8z029gnUPNrt+nMVBMgMy7A7SVWidj
R4fMiBHtmwnSttOTg8nKJQ6hBZ3FatnhnCmsHT1P3OyAt2Yxxz2VZGi0Bsb16npJeejZLbEqeHaavzCw8V7YDInX4AxaROh8MlQh
T1tafs68rMgKApDFQG2jmsfyttwqUXo2RtTI8w7cfR6GTOH6DFoIP7ZE62Kjc32R5ASxiwiuP/i/TBgKmXdWfSFe27wMts2zOtFr
R3wemdOaUZIvcDDyxDTry8AX4p8nskj6TlPeQItpJpg7IqSOGOgQOlNdQK5FrjCUqJeaQJZUtnzXNhXverlSQFwqLURBTO9qyfXM
iH3/WdzqxQkCgYEA/RjMNLIXuJekwpFL2kmfs/frR3dRV6JlFoPTIy2SDUVqRlnFh+SJbxIIa4rbGjz1YNtC+OwxFTHTBfyiG7kl
rPOWRCs0aqw2eEqrAIoeMkS25YPjg44ktcT46Kc+Vcjo+LavkFNQn1+wI566S8Z+oMAEK8eHCLLHJlMr6rNZbBkCgYEA0CjDtt/V
9WE6K69+Wft7Ko5EP1t/z47TPFXsxoGs9D1YszBqyS3CRhTBImMY7LCTIzq4mZLqCTbFFGOAxCSMPDhheu+r7u8CrMJWPkR095uH
JTkk5tS1CHpc/xwubSns2uQoTYpS5jnRb15bg4wcMMkPNdevCzvu9vR90crDJ70CgYEA8dndYMmB01nNDkPLaPcLjeztPihtaUF8
OYyUmLv2IYpgaINmN1oSXjmsJB/XCPaRQBGlqLoCmQ84aDMmMTm2H9PQlql2eCzCDCbFy0kwW7a/0wg5wz90IuHrPF58OXs37Fqd
31tN4k2MwizuNnSiEjgKhE8w4QX9OckmYSsq2xkCgYEAmJqqEPG8e+5RpSE9cl5ph2NRKVm9M78zoXIk6cq7rzsiQgvm3aJMYPBq
PvmDllJFLHiqSPxp02NxzGa+Sg25OZTj8iqvU7WpslmuvGuXjMdaprFkGk4qghKjBuv0JVetKzRFT8NuzxXoMstsL96R9DoSipia
3ZOMt0O60gjiVckCgYBFv9XHrruWfmJr1xeqE53AnEsAY8gReu5/sMUPUrMlgniUJNwZZ/3OOEE8jxpUfmNVat5TY2jBHkkhrHEt
uBDAIIgfD5wOhD9UHjmRaLeBo6w1Drmsq52oiC+Swl7I9beWha15ehOuNAOH+aXFaTMaOze7nl9No5Q0nVPIvWPI7A==
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

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

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


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
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


def callback(returns=None, raises=None, does=None):
    def noting(*arguments, **named):
        noting.calls.append((*arguments, *named.values()))
        if does:
            does(arguments)
        if raises:
            raise raises("planned by the scenario")
        return returns(arguments) if returns else None

    noting.calls = []
    return noting


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError, WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': [], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
go(('subject', 'ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'other'))
go(('subject', "other.load_cert_chain(chain_file('rsa'), key_file('rsa'))", lambda: things.other.load_cert_chain(path('rsa.crt'), path('rsa.key'))))
go(('subject', "callback(does setattr(operator.getitem(arguments, 0), 'context', other); returns None)", lambda: callback(does=lambda arguments: [setattr(operator.getitem(arguments, 0), 'context', things.other)]), 'noted'))
go(('subject', 'context.sni_callback = noted', lambda: setattr(subject.context, 'sni_callback', things.noted)))
subject = BioEnd(ssl, subject_context, server_side=True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': [], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(('subject', 'len(noted.calls)', lambda: len(things.noted.calls)))


FOUND, AT = 'subject: len(noted.calls) -> 2', 5  # what is wrong, and which of the lines that begin so it is


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

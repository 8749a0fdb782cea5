# A client shows its certificate only to a server that asks: others need not know who calls.
#
# Clause: A client sends a certificate only in answer to a CertificateRequest. (RFC 8446 sections
# 4.3.2 and 4.4.2; MUST)
#
# Came: step 3: subject tell('peer_certificate') gives None, but it came to
# b'0\x82\x0240\x82\x01\xda\xa0\x03\x02\x01\x02\x02\x14!{+\xa5\xd4\xe2\xbf=\xc5'...[568 bytes]
#
# Origin: open: subject tell peer_certificate gives its value -> bytes
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificates/client_is_not_identified_unasked[mbedtls:buffer:server:1.2:honest:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types

from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUI22M8aF9virnOEBaB30D0q+1TDMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21YSEFBZ20xTlhvOTNoVm4wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNtWEhBQWdtMU5YbzkzaFZuMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEffgGEUgwGW7fZW5IUudGcLAk7Sn24b4R/4OMe012Lv1Oi+8UUu12JR47JKwQbtCrpf1Y8M4jYAhr/gYf
E/SQ/6NFMEMwHQYDVR0OBBYEFLbMiQ3FjBNz8zpNKS0KY6AMmQteMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQDSU+75ODQK/aihoHefGrwAx5uvy3wJA9r+qronCNvSFAIhAM4AAPF15f4viPyWaexGSJh068yv
Ue6EoEFBXexy+QHM
-----END CERTIFICATE-----
""",
    'client.crt': """\
-----BEGIN CERTIFICATE-----
MIICNDCCAdqgAwIBAgIUIXsrpdTivz3F2UY8ZdKyYrqbodcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21YSEFBZ20xTlhvOTNoVm4wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2FaU0xyS1NXQ0tValZWSV8wWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASZnSoaQKKs1GzDFJGT4TorPjOvoS+EC71ZNufB6yHQBMRwi3c4W8PO7Dl3V8SfgdAljkfotAktEZDO
8oWsZQXho4GtMIGqMB0GA1UdDgQWBBTPD0ellQJOx67y/kNXxusxJN8IsDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLbMiQ3F
jBNz8zpNKS0KY6AMmQteMB4GA1UdEQEB/wQUMBKBEGNsaWVudEBsb2NhbGhvc3QwDgYDVR0PAQH/BAQDAgWgMCoGA1UdJQEB/wQg
MB4GCCsGAQUFBwMCBggrBgEFBQcDAQYIKwYBBQUHAwMwCgYIKoZIzj0EAwIDSAAwRQIhAMzTUyifvEQrinulabx16TqAAC16BVlT
diAOcjJhJbV0AiA/DBgdp6u4jSBCHSUi1NsLJd2TZ94eCbyHEXmebqztcQ==
-----END CERTIFICATE-----
""",
    'client.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIZ5Ov4GOyfFMUuNwaDLvo3qpfdCCRGdccJ+56nMG+PboAoGCCqGSM49AwEHoUQDQgAEmZ0qGkCirNRswxSRk+E6Kz4z
r6EvhAu9WTbnwesh0ATEcIt3OFvDzuw5d1fEn4HQJY5H6LQJLRGQzvKFrGUF4Q==
-----END EC PRIVATE KEY-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIULrR18bH4eI+yd4x9dGtABlOLBYAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21YSEFBZ20xTlhvOTNoVm4wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0tEVWJQNkpFNFZ5QlFtVkQwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARU+RP3sI2bofV+ihWYmrs97qEZ3X/OXmsbfkpQ69WZMbHs0aV6CBDkLtarsB1gqu76aR+EJa+FE8GE
5e98FCR/o4GmMIGjMB0GA1UdDgQWBBRG5aZduqhfDGrKBI0MH3xPzRsgpDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFLbMiQ3F
jBNz8zpNKS0KY6AMmQteMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiBNDyT4mocY/Y5AamfuFUbUoYHp1IB/Ch/mQTPkupEV
jwIhAIJ8ot5NffwUhfzqvhVAz/8WZfIWodbPwXTjXvud84Ro
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIAzF3O1KB301u9OB3miryFLzBxlQi7adYq95RNTtQSXnoAoGCCqGSM49AwEHoUQDQgAEVPkT97CNm6H1fooVmJq7Pe6h
Gd1/zl5rG35KUOvVmTGx7NGleggQ5C7Wq7AdYKru+mkfhCWvhRPBhOXvfBQkfw==
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


WANTS = (tls.WantReadError, tls.WantWriteError, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = tls.ServerContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=False,
    certificate_chain=((CRT.from_file(path('ecdsa.crt')),), ECC.from_file(path('ecdsa.key'))),
))
subject = BufferEnd(subject_context)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer_context.load_cert_chain(path('client.crt'), path('client.key'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
)
go(('subject', "tell('peer_certificate')", lambda: subject.connection.getpeercert(binary_form=True)))


FOUND, AT = "subject: tell('peer_certificate') -> b'0\\x82\\x0240\\x82\\x01\\xda\\xa0\\x03\\x02\\x01\\x02\\x02\\x14!{+\\xa5\\xd4\\xe2\\xbf=\\xc5'...[568 bytes]", 1  # what is wrong, and which of the lines that begin so it is


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

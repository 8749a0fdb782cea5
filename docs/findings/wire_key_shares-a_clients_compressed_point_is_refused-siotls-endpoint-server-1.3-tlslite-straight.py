# A point of the curve in compressed form is no share either: illegal_parameter.
#
# Clause: Shares of the NIST curves are in the uncompressed form, the only one there is in TLS 1.3.
# (RFC 8446 section 4.2.8.2; RFC 8422 section 5.4.1; MUST)
#
# Came: step 3: subject handshake() raises protocol error, but it came to wants read, and nothing
# moves any more
#
# Origin: handshake: subject handshake raises protocol error -> wants read
# [client_hello.extensions[key_share].shares[0].key = u8(3) +
# b'k\x17\xd1\xf2\xe1,BG\xf8\xbc\xe6\xe5c\xa4@\xf2w\x03}\x81-\xeb3\xa0\xf4\xa19E\xd8\x98\xc2\x96']
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_key_shares/a_clients_compressed_point_is_refused[siotls:endpoint:server:1.3:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

import siotls
import siotls.crypto
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder
from siotls.iana import NamedGroup
from siotls.trust.backends.openssl import OpensslTrustStore


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUGPDUlnwm3qYyt0jPCMco4zzhX7wwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3RiUTFad3VGc2lXTzZFN2kwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2tJenRHV0tTUkVCeXFabXMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASl0q42wEWW2sutBxf4yzWIJq6lbqNqZS8kiDr3KSNKVewu9w1stBnFHqJJNBTv8pgETqfhLOZEzBN2
fJCWaYeVo4GmMIGjMB0GA1UdDgQWBBQGnL+miPRXuRM622nvUdtjcu2VezAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFB2QtLq2Lj8gFflB2OgQC3lyitX5MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEA7kmh1n+SwxbDNnCMyxNzMiJ6eDhkifgXSOBYdT8mIEcCICk+83JtRGkFfKXpEKFKl9/7KZGTAT2QivKRyOcIQRjp
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEINMhRTyfpuUPq6EkIWsHa9LfVGjUtDoxNhLMSe1zhmSUoAoGCCqGSM49AwEHoUQDQgAEpdKuNsBFltrLrQcX+Ms1iCaupW6jamUvJIg69ykjSlXsLvcNbLQZxR6iSTQU7/KYBE6n4SzmRMwTdnyQlmmHlQ==
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


siotls.crypto.install("openssl")
DER = serialization.Encoding.DER
GROUPS = [getattr(NamedGroup, name) for name in ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448")]


def certificates(file):
    with open(file, "rb") as opened:
        return [each.public_bytes(DER) for each in x509.load_pem_x509_certificates(opened.read())]


def pkcs8(file):
    with open(file, "rb") as opened:
        loaded = serialization.load_pem_private_key(opened.read(), None)
    return loaded.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class SiotlsEnd:
    """A TLSConnection. What came is handed in by the next call; what that raises, the calls tell."""

    def __init__(self, configuration, name=None):
        self.connection = siotls.TLSConnection(configuration, name)
        self.queue = self.leaving = b""
        self.begun = self.ended = False
        self.failure = None

    def feed(self, data):
        self.queue += data

    def take(self):
        taken, self.leaving = self.leaving, b""
        return taken

    def do(self, call, *args):
        if not self.begun:
            self.begun = True
            self.connection.initiate_connection()
        data, self.queue = self.queue, b""
        try:
            if data and self.failure is None:
                self.connection.receive_data(data)
        except Exception as error:
            self.failure = error
        try:
            return call(*args)
        finally:
            self.leaving += bytes(self.connection.data_to_send())

    def wait(self):
        if self.failure is None and self.ended:
            try:
                self.connection.close_receiving_end()
            except Exception as error:
                self.failure = error
        raise self.failure or WantsRead

    def handshake(self):
        if self.failure is not None or not self.connection.is_post_handshake():
            self.wait()


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


sent = bytearray()


def call(text, function, keep=None):
    """One call of the subject's, and what it sends."""
    told, _ = attempt(function, keep)
    tell("subject: {} -> {}".format(text, told))
    if subject is not None:
        sent.extend(subject.take())
    while len(sent) >= 5 and len(sent) >= 5 + int.from_bytes(sent[3:5], "big"):
        size = 5 + int.from_bytes(sent[3:5], "big")
        alert = " alert {} {}".format(*sent[5:7]) if sent[0] == 21 and size == 7 else ""
        tell("subject sends a record {} {}{}".format(sent[0], sent[1:3].hex(), alert))
        del sent[:size]


subject = None


WANTS = (WantsRead,)


subject_configuration = siotls.TLSConfiguration(
    'server',
    key_exchanges=GROUPS,
    alpn=[],
    certificate_chain=certificates(path('ecdsa.crt')),
    private_key=pkcs8(path('ecdsa.key')),
)
subject = SiotlsEnd(subject_configuration)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030101e4010001e003030643044fea8a9508f781e93c3df0d5ca002ccaade28805a6be68befa7ee8d10a207d354d2f"
    "5d2bc4b838195c5cb28d678e6d93cd15e07fb8a7c757bcd4359495cf005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001430016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b000302030400330027002500170021036b17d1f2e12c4247f8bce6e563a4"
    "40f277037d812deb33a0f4a13945d898c296002d0003020100000b00020100000a000400020017001c00024001002300"
    "000009000201000000000e000c0000096c6f63616c686f7374001500ac00000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> wants read', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A block of extensions longer than the message, shorter, or cut within an extension: decode_error.
#
# Clause: A ClientHello whose extensions do not parse, or are not its end, is refused with
# decode_error. (RFC 8446 sections 4.1.2 and 6; RFC 5246 sections 7.4.1.2 and 7.2.2; MUST)
#
# Came: step 7: the subject alerts fatal decode_error, but it came to fatal illegal_parameter
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal illegal_parameter
# [client_hello.session_id.length = 255]
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello/extensions_that_do_not_parse_are_refused[siotls:endpoint:server:1.3:tlslite:straight]#0

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
    "1603010208010002040303df8a5f84c82d60bb7b263a22d8770015441d0a07a7c819e3170a75db805bc64a203c8520a0"
    "fe23398a194780a8cfa89b770107e6a07c261686c6f53d32adff820f005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001670016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300260024001d0020de4b39886fa102936d078e353efa71"
    "0b49b29574dab0733efc2e8c063542d453002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000fe770001"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = SiotlsEnd(subject_configuration)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603010204010002000303b420a03a4d3d207771d839ab799a309cc8fb3cfdf1968c89b2e6dcf56b09aa6fffea44ef9c"
    "b972df55bd47f7dfa7e62d1924b0169f890b0ffd6952cb245b904fe2005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001630016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300260024001d00205b0bb7c328ed128593785c62f00c00"
    "6a6f7d6e4ee4474187ce1ce9288cfd0b07002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 47', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

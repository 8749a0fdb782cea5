# A ClientHello with an identity the server does not know, and no key share, ends in an error or a
# retry.
#
# Clause: A server's hello holds no extension the client did not ask for, but for the cookie of a
# HelloRetryRequest. (RFC 8446 section 4.2; RFC 5246 section 7.4.1.4; MUST)
#
# Came: extensions-only-answer: key_share is answered, and was not asked for
#
# Origin: any: extensions-only-answer
#
# It needs siotls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/an_unknown_psk_without_a_share_is_refused[siotls:endpoint:server:1.3:tlslite:straight]#0

import os
import queue
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
MIICLTCCAdOgAwIBAgIURSnLJiVLhC65bp8XPdUy1tbolbwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzFDN3A3LUJhN2poeUxRYm8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3pvWHVqeE96c3ZZUEszdUgwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR52mnpHUPGkvIRVPDmpJMe8+w6C/YZ1nmgUdpu5d8G+qb7LSTo8LxTsgmmMiiM+g72XkZH9lSpMAAT
vlOyfGvKo4GmMIGjMB0GA1UdDgQWBBTzSmgOPct6s2LuuDIS8lArVOUoTzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFA17Ks2n
rr0/6jXu/R7kbPYoTR40MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAtXB52t8fYXdEEcrdoAtt8vH7DaC6SazDLS1/DXB0
oZkCIBuUwvJvOqPQQ0/LcbXXTsi+zLsT5gxTg74dPzjM/klc
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB3fMLIZ2M1MaJkVJf/po8xwXZSWg1PyLgUYbL3GISh1oAoGCCqGSM49AwEHoUQDQgAEedpp6R1DxpLyEVTw5qSTHvPs
Ogv2GdZ5oFHabuXfBvqm+y0k6PC8U7IJpjIojPoO9l5GR/ZUqTAAE75Tsnxryg==
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
    "160301021701000213030335706f81baf1753118d9e6208b031eea1d957f339974f042d0a7a8df677364a62091f42af6"
    "0b69f40d1816b1164fff7937a48057e859b2d275906f38c81e3b41ae005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001760016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304002d00020100000b00020100000a0010000e001d0017001800"
    "19001e01000101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c1000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000029"
    "003a0015000f6e6f626f6479206b6e6f7773206974000000000021206262626262626262626262626262626262626262"
    "626262626262626262626262"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject: handshake() -> wants read', 1  # what is wrong, and which of the lines that begin so it is


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

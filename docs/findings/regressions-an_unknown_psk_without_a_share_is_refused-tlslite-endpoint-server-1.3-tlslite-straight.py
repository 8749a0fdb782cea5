# A ClientHello with an identity the server does not know, and no key share, ends in an error or a
# retry.
#
# Clause: Connection calls raise only the documented exception classes, and wrong-use errors only for
# wrong use. (Python docs, library/ssl, Exceptions; API contract)
#
# Came: step 2: subject handshake() wants read or, tolerated, raises protocol error, but it came to
# UnboundLocalError (cannot access local variable 'selected_group' where it is not associated with a
# value)
#
# Origin: handshake: subject handshake wants read -> UnboundLocalError cannot access local variable
# 'selected_group' where it is not associated with a value [del client_hello.extensions[key_share];
# client_hello.extensions[psk_key_exchange_modes].modes = [0]; client_hello.extensions +=
# [extension(pre_shared_key, vector(2, vector(2, b"nobody knows it") + u32(0)) + vector(2, vector(1,
# b"b" * 32)))]]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/an_unknown_psk_without_a_share_is_refused[tlslite:endpoint:server:1.3:tlslite:straight]#0

import errno
import os
import queue
import re
import socket
import sys
import tempfile
import types

from tlslite import errors
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUYe3vVVNoLeJGXk4ssPqK2KS00mkwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1oydjNDWWFudkRpa2xMa1YwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2pPb29zMTQwTENYdF81OWUwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAR1mWz1JC9DdmfZhsrkJMIABXF2x5dgS1JwEGnySiw5yk72CxtmaXukl2am/AykbFGlgrPqfN3UlYHU
PvMuKSxQo4GmMIGjMB0GA1UdDgQWBBQ9ybx1ngDwSiWo/0OUXNFSswEO4DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFETcziOW
pd7raxaA/GKWQ+iYQuKDMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAknyHVpIbfhGduM6J/UzGUhEmo+rm89KtWAPIq+FK
SY4CIQCcyPECx6ydazv6QAnxHgBXJG6XOSzrllV6WIZ5CuWTmg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEdWe7c0xBp1aDPbn4vGjfDoRUz8SmFxrX9OCHstavyQoAoGCCqGSM49AwEHoUQDQgAEdZls9SQvQ3Zn2YbK5CTCAAVx
dseXYEtScBBp8kosOcpO9gsbZml7pJdmpvwMpGxRpYKz6nzd1JWB1D7zLiksUA==
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


subject = TlsliteEnd(client=False, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'eccCurves': ['x25519', 'x448', 'secp384r1', 'secp256r1', 'secp521r1', 'brainpoolP256r1tls13', 'brainpoolP384r1tls13', 'brainpoolP512r1tls13'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'minVersion': (3, 4), 'versions': [(3, 4)]}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=CACHE)
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "16030102170100021303030fe05f3400886a938d780456690b9b7284e1a5a87f7d8b6eb3298111e133ef022042d6cf21"
    "39b54d568e6821ebb2e73a2e6f6ec43a993cc763a56fb1c4bae65a4b005400ff1302130113031304cca9c02cc02bc0ad"
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
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = "subject: handshake() -> UnboundLocalError (cannot access local variable 'selected_group' where it is not associated with a value)", 1  # what is wrong, and which of the lines that begin so it is


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

# An alert before anything else fails the handshake: unexpected_message, or without a word.
#
# Clause: An alert in place of a ClientHello fails the handshake. (RFC 8446 sections 4 and 6; RFC 5246
# section 7.3; SHOULD)
#
# Came: step 7: the subject alerts fatal unexpected_message or, tolerated, nothing, but it came to
# warning close_notify
#
# Origin: handshake: the subject alerts fatal unexpected_message or, tolerated, nothing -> warning
# close_notify [alert(warning, user_canceled)]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_alerts/an_alert_in_place_of_a_client_hello_is_refused[tlslite:endpoint:server:1.2:tlslite:straight]#0

import errno
import os
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
MIICLjCCAdOgAwIBAgIUJ9DIomY8hC4m6Nx6jzzeosvrKdEwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
IzN3X0FIcTNjUE9DdHdsRkEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI2JfMXdnZ3ZOSUpiRnVtbk8wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAS89ZEhGjaHrNZfgTBngTqIoal8hYZ07SUdDLfYGCGR6enpiG1cfaZEgeWPjkI2
rzSDfR85ZZ01VL/ZROvsScTco4GmMIGjMB0GA1UdDgQWBBSDdJ2ir9FLuvEtQzMj
xXkksPb0LDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFI6k67+9FPPCuvULZsfg
xfQyzbmiMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNJADBGAiEAnb2723uGK6qoDp+PtjBnJ4e9kfHd+8F3L49oenP2X5IC
IQCbT8uwuvm4bMcvzC6K7INQlB8rcRdJ7lllMTslP660lg==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIP1emjDHqtUg9K+w4I5qWg0jToVLLUh6E+ONoieAjt1uoAoGCCqGSM49
AwEHoUQDQgAEvPWRIRo2h6zWX4EwZ4E6iKGpfIWGdO0lHQy32Bghkenp6YhtXH2m
RIHlj45CNq80g30fOWWdNVS/2UTr7EnE3A==
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

    def close(self):
        pass


class Misuse(Exception):
    pass


class TlsliteEnd:
    """A TLSConnection in memory. One that has failed tells why again."""

    def __init__(self, client, settings, chain=None, key=None, required=False, **options):
        self.wire, self.client = Wire(), client
        self.connection = TLSConnection(self.wire)
        self.connection.closeSocket = False
        self.connection.client_cert_required = required  # after the handshake, it means
        self.reading = self.closing = self.failure = self.version = None
        self.plaintext = b""
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        if client:
            self.opening = self.connection.handshakeClientCert(async_=True, **options)
        else:
            self.opening = self.connection.handshakeServerAsync(**options)

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

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


def portray(value):
    return value  # it is plain data


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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


subject = TlsliteEnd(client=False, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)]}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=CACHE)
subject.feed(b'\x15\x03\x03\x00\x02\x02(')
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "16030300df010000db0303b1cd5e64d477168c2126377691011218ba136546dba884312e7754df22ff0bac00004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a010000660016000000170000000d001e001c08070808"
    "040305030603080408090805080a0806080b040105010601000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374"
))
subject = TlsliteEnd(client=False, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)]}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=CACHE)
subject.feed(b'\x15\x03\x03\x00\x02\x01Z')
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = 'subject sends a record 21 0303 alert 1 0', 0  # what is wrong, and which of the lines that begin so it is


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

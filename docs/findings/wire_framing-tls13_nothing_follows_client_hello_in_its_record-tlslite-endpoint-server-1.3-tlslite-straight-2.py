# Bytes of another message behind ClientHello in its record span the change of keys.
#
# Clause: A ServerHello of TLS 1.3 ends its record, and no handshake message in clear follows it. (RFC
# 8446 section 5.1; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message, but it came to fatal decrypt_error
#
# Origin: handshake: the subject alerts fatal unexpected_message -> fatal decrypt_error
# [replace(client_hello, record(handshake, original + message(finished, b'0' * 48)))]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls13_nothing_follows_client_hello_in_its_record[tlslite:endpoint:server:1.3:tlslite:straight]#0

import errno
import os
import re
import sys
import tempfile
import types

from tlslite import errors
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey


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

    def read_some(self, amount):
        if amount and not self.plaintext:
            self.reading = self.reading or self.connection.readAsync()
            result = next(self.reading)
            if isinstance(result, int):
                raise WantsRead
            self.reading, self.plaintext = None, result
            if not result and self.failure is not None:
                raise self.failure
        taken, self.plaintext = self.plaintext[:amount], self.plaintext[amount:]
        return taken

    def write_all(self, data):
        if self.closing is not None and not self.connection.closed:
            raise Misuse("closeAsync is under way")
        for _ in self.connection.writeAsync(data):
            pass
        return len(data)


CACHE = SessionCache()


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


subject = TlsliteEnd(client=False, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'eccCurves': ['x25519', 'x448', 'secp384r1', 'secp256r1', 'secp521r1', 'brainpoolP256r1tls13', 'brainpoolP384r1tls13', 'brainpoolP512r1tls13'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'minVersion': (3, 4), 'versions': [(3, 4)]}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=CACHE)
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "16030102380100020003035a37c5bb39654926d9eba0da9d338875844443d2fb6c527e27f925cc036c4e6b20c9cf3ae3"
    "788d174e5b946978ef22daef2aad01bf03808ee90d2ef7fa51f17eb1005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001630016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300260024001d0020417791bffaab5d3ccb661141864a95"
    "df859bb6e5612be7077854adbc58fcef5d002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000014000030303030"
    "303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030"
))
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "14030300010117030300457fb31190b4265b36062c757e78f076840f470b97775d619170b3c3f68ea13ac1efe4c8960c"
    "3a5eb1e6e9bf18d3cbbc3eb3edc685b4941f42a1910ca79c2b5460d0e6ced00a"
))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call('handshake()', lambda: subject.do(subject.shake))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))
call("write(b'after the end')", lambda: subject.do(subject.write_all, b'after the end'))
call('read(65536)', lambda: subject.do(subject.read_some, 65536))


FOUND, AT = 'subject: read(65536) -> TLSLocalAlert (decrypt_error: Finished value is not valid)', 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A list of protocols that is empty, holds an empty name, or does not add up is refused: decode_error.
#
# Clause: A list of protocols that is empty, holds an empty name, or does not parse is refused with
# decode_error. (RFC 7301 section 3.1; RFC 8446 section 6; RFC 5246 section 7.2.2; MUST)
#
# Came: step 4: the subject alerts fatal decode_error, but it came to fatal no_application_protocol
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal no_application_protocol
# [client_hello.extensions[0:0] = [extension(alpn, vector(2, b''))]]
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_extensions/malformed_protocols_are_refused[rustls:endpoint:server:1.2:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

import pyrtls


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


def certificates(file):
    text = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n"
    return re.findall(text, open(file).read(), re.DOTALL)


class Passing:
    """The records of one direction: they alone tell that the handshake is over."""

    def __init__(self, tls13):
        self.data, self.tls13, self.changed, self.finished = bytearray(), tls13, False, False

    def see(self, data):
        self.data += data
        while len(self.data) >= 5 and len(self.data) >= 5 + int.from_bytes(self.data[3:5], "big"):
            size, kind = 5 + int.from_bytes(self.data[3:5], "big"), self.data[0]
            last = kind == 23 if self.tls13 else kind == 22 and size > 5 and self.changed
            self.finished = self.finished or last
            self.changed = self.changed or kind == 20
            del self.data[:size]


class RustlsEnd:
    """A connection without I/O. After an error nothing more is made of it, as its docs say."""

    def __init__(self, connection, tls13):
        self.connection, self.queue, self.leaving = connection, bytearray(), b""
        self.begun = self.ended = self.closed = False
        self.failure, self.coming, self.going = None, Passing(tls13), Passing(tls13)

    def feed(self, data):
        self.queue += data

    def take(self):
        if self.begun:
            self.fetch()
        taken, self.leaving = self.leaving, b""
        return taken

    def hand_in(self):
        try:
            while (self.queue or self.ended) and self.failure is None:
                count = self.connection.read_tls(bytes(self.queue))
                over = not self.queue
                self.coming.see(bytes(self.queue[:count]))
                del self.queue[: count or len(self.queue)]  # nothing is read behind a close_notify
                self.closed = self.connection.process_new_packets().peer_has_closed
                if over:
                    break
        except Exception as error:
            if "buffer full" not in str(error):
                self.failure = error

    def fetch(self):
        while self.connection.writable():
            buffer = bytearray(1 << 17)
            data = bytes(buffer[: self.connection.write_tls_into(buffer)])
            self.going.see(data)
            self.leaving += data

    def do(self, call, *args):
        self.begun = True
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()
            self.fetch()

    def handshake(self):
        if self.failure is not None:
            raise self.failure
        self.fetch()
        if not (self.coming.finished and self.going.finished):
            if self.closed:
                raise type("CleanClose", (Exception,), {})("close_notify came before the handshake was over")
            raise type("RaggedEof", (Exception,), {})("the wire ended") if self.ended else WantsRead

    def read_into(self, amount, size):
        buffer = bytearray(min(amount or size, size))
        count = self.receive(buffer) if buffer else 0
        return count, bytes(buffer).ljust(size, b"\0")

    def receive(self, buffer):
        try:
            return self.connection.read_into(buffer)
        except ValueError as error:  # what is there was read first
            if self.failure is None and "operation would block" in str(error):
                raise WantsRead
            self.failure = self.failure or error
            raise self.failure


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


subject_configuration = pyrtls.ServerConfig(certificates(path('ecdsa.crt')), open(path('ecdsa.key')).read(), alpn_protocols=['h2'])
subject = RustlsEnd(pyrtls.ServerConnection(subject_configuration), False)
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "16030300e5010000e1030303ec4f8004f49d59170286f2e41760ec9330d82ab6412b68510a746a252d117d00004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a0100006c0010000200000016000000170000000d001e"
    "001c08070808040305030603080408090805080a0806080b040105010601000b00020100000a0010000e001d00170018"
    "0019001e01000101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0303 alert 2 120', 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

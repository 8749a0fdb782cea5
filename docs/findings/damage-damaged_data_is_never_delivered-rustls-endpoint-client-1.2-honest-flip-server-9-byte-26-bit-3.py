# No record that was changed, moved, repeated, left out or invented is delivered, in a dialogue.
#
# Clause: A protected record that does not verify ends the connection with a fatal bad_record_mac
# alert. (RFC 8446 section 5.2; RFC 5246 section 7.2.2; MUST)
#
# Came: failed-decryption-is-told: read(18) failed on a damaged record and no alert was emitted
#
# Origin: open: failed-decryption-is-told -> ValueError
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# damage/damaged_data_is_never_delivered[rustls:endpoint:client:1.2:honest:flip(server, 9, byte=26, bit=3)]#0

import os
import re
import ssl
import sys
import tempfile
import types

import pyrtls


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUTqCbEZRfgo84VctTUHWtSXqfd+cwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJ5UWx4bm5uZl9DRUNUTTIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMyeVFseG5ubmZfQ0VDVE0yMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/AE+Q5piHt/tZDGQdPpgsrSssCiQlRhafRucVHYGqD7/RFj2WUkeqNnf6vaW36CZmj7+1s2qfmIMqXRJ
au41yqNFMEMwHQYDVR0OBBYEFJSuXqyUEedm17Gtymo+i+jruUE+MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIGicJhAUkpL2xyPgxGGTrQ1SfT6DHsrpDtovFfvQd3ePAiBCwAQzh89lf28l3AUOWxzK5pogAKNG
sRrgjoqJXZGfUg==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUB9xGsDFpU6kERJ9C4WCK4RNNF8cwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzJ5UWx4bm5uZl9DRUNUTTIwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2lSSk9ySlYzbENJLWVwdDYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT5FEwPJmESvibGGSml2cxcSUNO2gG8V94cSoFoWQDhy0ejfAsOABSaYgwtLku1AbMB1w+MiW+s2a72
U1+cv+iwo4GmMIGjMB0GA1UdDgQWBBQ7ZfY2YlFxRFzc88iBuXIg1aPxKjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFJSuXqyUEedm17Gtymo+i+jruUE+MBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEA3L/I4NFkMyzAeZ6LIBtYGDW7MicWAH8vKWlfjJSizUUCIQDdQFBSPraEwHE8nQlYS3/v7vQAdgIkUuKCdBFRVHyldQ==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIINWkmHRLOV1Z34fPV1pns84Ut0aSIOCGL1Yl65BEf79oAoGCCqGSM49AwEHoUQDQgAE+RRMDyZhEr4mxhkppdnMXElDTtoBvFfeHEqBaFkA4ctHo3wLDgAUmmIMLS5LtQGzAdcPjIlvrNmu9lNfnL/osA==
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


class WantsWrite(Exception):
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

    def end(self):
        self.ended = True

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

    def read_some(self, amount):
        buffer = bytearray(amount)
        return bytes(buffer[: self.receive(buffer)]) if amount else b""

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

    def write_some(self, data):
        self.handshake()
        count = self.connection.write(data)
        if data and not count:
            raise WantsWrite
        return count


class BioEnd:
    """An SSLObject over two memory BIOs."""

    def __init__(self, ssl, context, **arguments):
        self.context = context
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.connection = context.wrap_bio(self.incoming, self.outgoing, **arguments)

    def feed(self, data):
        self.incoming.write(data)

    def end(self):
        self.incoming.write_eof()

    def take(self):
        return self.outgoing.read()


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
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


passed = {"subject": 0, "peer": 0}  # records of each end


def damaged(name, data):
    """FLIPPED: whose record, the how-manieth, which of its bytes, which bit of that."""
    data, at = bytearray(data), 0
    while at < len(data):
        size = 5 + int.from_bytes(data[at + 3 : at + 5], "big")
        if FLIPPED[:2] == (name, passed[name]):
            data[at + FLIPPED[2] % size] ^= 1 << FLIPPED[3]
        passed[name] += 1
        at += size
    return bytes(data)


ends = {}
under_way = {"subject": bytearray(), "peer": bytearray()}  # what each end has sent
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = b"" if name in held else end.take()
        if name in cut:
            data = b""
        under_way[name] += damaged(name, data)
        piece = bytes(under_way[name][:PIECE])
        del under_way[name][: len(piece)]
        if piece and OTHER[name] not in ended:
            ends[OTHER[name]].feed(piece)
        moved = moved or bool(piece)
        if getattr(end, "hung_up", False) and not under_way[name] and OTHER[name] not in ended:
            ended.add(OTHER[name])  # it has closed its transport
            ends[OTHER[name]].end()
            moved = True
    return moved


def connect(subject, peer):
    for name in under_way:
        under_way[name].clear()
    for state in (ended, cut, held):
        state.clear()
    ends.update(subject=subject, peer=peer)


ended, cut, held, wants = set(), set(), set(), {}
PIECE = None  # how many bytes move at once


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


WANTS = (WantsRead, WantsWrite, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


FLIPPED = ('peer', 9, 26, 3)
subject_configuration = pyrtls.ClientConfig(platform_verifier=False, custom_roots=certificates(path('ca.pem')))
subject = RustlsEnd(pyrtls.ClientConnection(subject_configuration, 'localhost'), False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('peer', "write(b'the first of three')", lambda: peer.connection.write(b'the first of three')))
go(('subject', 'read(18)', lambda: subject.do(subject.read_some, 18)))
go(('subject', "write(b'an answer to it')", lambda: subject.do(subject.write_some, b'an answer to it')))
go(('peer', 'read(15)', lambda: peer.connection.read(15)))
go(('peer', "write(b'the second of three')", lambda: peer.connection.write(b'the second of three')))
go(('peer', "write(b'the third of three')", lambda: peer.connection.write(b'the third of three')))
go(
    ('subject', 'read(37)', lambda: subject.do(subject.read_some, 37)),
    ('subject', 'read(18)', lambda: subject.do(subject.read_some, 18)),
)


FOUND, AT = "subject: read(18) -> ValueError (error: cannot decrypt peer's message)", 4  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

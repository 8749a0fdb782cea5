# With a keyUsage that lacks keyCertSign, what a key has signed is refused.
#
# Clause: An authority whose keyUsage lacks keyCertSign has issued nothing. (RFC 5280 sections 4.2.1.3
# and 6.1.4 (n); MUST)
#
# Came: step 3: subject handshake() raises certificate rejected or, tolerated, raises protocol error,
# but it came to None
#
# Origin: handshake: subject handshake raises certificate rejected -> None
#
# It needs pyrtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# certificate_paths/a_key_that_may_not_sign_certificates_has_signed_none[rustls:endpoint:client:1.2:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types

import pyrtls


FILES = {
    'below-other-usage.crt': """\
-----BEGIN CERTIFICATE-----
MIIBoTCCAUigAwIBAgIUfOaoj5EO57u8dN036qi7AlOlz/MwCgYIKoZIzj0EAwIwIjEgMB4GA1UEAwwXdGxzLWhhcm5lc3MgYXV0aG9yaXR5IDEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMBYxFDASBgNVBAMMC3Rscy1oYXJuZXNzMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAE5x2GYLw/MnFj1ZqFbfvUMBNMlvoy2dEM2hhwNFLEybXmuGtNIlAuEInOv/HggSKbCmZVLkEn4nUdBrtAoB2Fa6NmMGQwHQYDVR0OBBYEFHbO8AfWFCZTjicoTfpg4oD1Ivc+MB8GA1UdIwQYMBaAFLrHsha8YgVD56LFVeJERR62xuZC
MAwGA1UdEwEB/wQCMAAwFAYDVR0RBA0wC4IJbG9jYWxob3N0MAoGCCqGSM49BAMCA0cAMEQCIGybvDkb6bHP0AEa5EZMRmGbhGI5dmXiskWg34J3b34KAiBRErJ4Mx13JKDIF5rALuAfYhE/2WHqVfT5zbqNpUJfEg==
-----END CERTIFICATE-----
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUaBlalpnJgCv4Cun4eD+h5C8o7KMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1JEa2dlTlVEbGR2MUVHQU8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMCIx
IDAeBgNVBAMMF3Rscy1oYXJuZXNzIGF1dGhvcml0eSAxMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6H7sjstrgP3BOhGcfcFeoHj0l6ZqDH8uzE1K35TNBrlIVInuva3Qn9yZKkWDYrklq8E4UVH5mTlV0mfbENziyqNjMGEwHQYDVR0OBBYEFLrHsha8YgVD56LF
VeJERR62xuZCMB8GA1UdIwQYMBaAFKRZBZfAnhzjod1RGr4U5NT0WHE3MA4GA1UdDwEB/wQEAwIHgDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIEhK3MyTwMsIo2vi8X6BopMHuLq/Q+aPUbU+vZLb61RTAiAm1uSoq4kyYuCJ0RmgxuMXWEN69Qoh
1VlYShDnqGWQtw==
-----END CERTIFICATE-----
""",
    'below-other-usage.key': """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHp56InFN3qm4oADjwZB+L180uJcDv5rdx6ETGd9Prl2hRANCAATnHYZgvD8ycWPVmoVt+9QwE0yW+jLZ0QzaGHA0UsTJtea4a00iUC4Qic6/8eCBIpsKZlUuQSfidR0Gu0CgHYVr
-----END PRIVATE KEY-----
""",
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUMLxL1unnVVKnC3u1qJy2qiLwSo4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1JEa2dlTlVEbGR2MUVHQU8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNSRGtnZU5VRGxkdjFFR0FPMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+xQoa/Dpkowlen8qLXjF511cFJIeRBnfQY6REmXrAxx/qcOZoQbMKmW6UTDuYxNJ8ispdWlAx5WRMwRq
oGfve6NFMEMwHQYDVR0OBBYEFKRZBZfAnhzjod1RGr4U5NT0WHE3MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIFLbytcz3E1uVPyFkBMWHjAmWBYm4v0Xq/CPK0QqngB1AiAZYx6iN+BmmwpUPPLyCjRn6cldgiE3
VyQPWMbSwqhtcg==
-----END CERTIFICATE-----
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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_configuration = pyrtls.ClientConfig(platform_verifier=False, custom_roots=certificates(path('ca.pem')))
subject = RustlsEnd(pyrtls.ClientConnection(subject_configuration, 'localhost'), False)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('below-other-usage.crt'), path('below-other-usage.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do(subject.handshake)),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

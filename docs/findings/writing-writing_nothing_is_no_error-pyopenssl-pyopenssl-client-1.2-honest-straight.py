# A write of b"" gives 0 and sends no data, and the connection goes on. Programs flush empty buffers;
# one that fails on it, or reads as an end at the other side, breaks them.
#
# Clause: Writing b"" returns 0, sends no data and disturbs nothing. (Python docs, library/ssl,
# SSLSocket.write; CPython test_ssl, test_read_write_zero; API contract)
#
# Came: step 2: subject write_all(b'', 0) gives 0, but it came to SysCallError ((-1, 'Unexpected
# EOF'))
#
# Origin: open: subject write_all gives its value -> SysCallError
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# writing/writing_nothing_is_no_error[pyopenssl:pyopenssl:client:1.2:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUIQF/+PZEPZeNxcfta8V9dPTm8H8wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0xQbXlFVGZ6Sy1USVliZ0IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNMUG15RVRmekstVElZYmdCMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
6h+9SfqdJ5/dC+XbTTmYOsiOIm3PuZi/b4Yni7LSu44NgNG/3evFmH4Ddbx99jiJ
31oJreNSCFymvHcGpoylR6NFMEMwHQYDVR0OBBYEFB7ZvjsFURn29T7jvQDcycfb
ExADMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0kAMEYCIQC2RfTzAF2Ts6eMoGOBWqoq10QfiOWz4D9epLzccOoc6QIhAPew
P5xSYlgR6uEpYOHzTyQVbJArU1JDIPYvrtAZrvJk
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUOEhdA8b45z7eEZ6He+dBscZgMSAwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0xQbXlFVGZ6Sy1USVliZ0IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI2ZJNElxWkpDaFpSNUk5V2cwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAR4rmipKdt+GVbgRpLsFmyF++EaxWoMkIvgI88yvtWHd+jrzbupvC1OShf1tj8x
MVEULSGmRR/dEEkEchDScgXGo4GmMIGjMB0GA1UdDgQWBBRsc1C0vG3kUKeZrANp
s75TzxyQkjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFB7ZvjsFURn29T7jvQDc
ycfbExADMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiEA3YBS91S1M28TaqS6gooYdyq1PBhikoHg15R9B7TFg5gC
IBjkIFeCqeVuNR+rSaVIdbLcKZlSiIiRL0luS28xOGwC
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMX2sx6mW3qUqXwBuYX7kabANaHDKx8cuAcp0+7+sF4OoAoGCCqGSM49
AwEHoUQDQgAEeK5oqSnbfhlW4EaS7BZshfvhGsVqDJCL4CPPMr7Vh3fo6827qbwt
TkoX9bY/MTFRFC0hpkUf3RBJBHIQ0nIFxg==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class OpensslEnd:
    """A Connection over memory BIOs."""

    def __init__(self, context, server, name=None, session=None):
        self.connection = SSL.Connection(context, None)
        if server:
            self.connection.set_accept_state()
            return
        self.connection.set_connect_state()
        if name is not None:
            self.connection.set_tlsext_host_name(name)
        if session is not None:
            self.connection.set_session(session[0])

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while True:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                return taken

    def read(self, amount):
        try:
            return self.connection.recv(amount) if amount else b""
        except SSL.ZeroReturnError:  # the other end's close_notify
            return b""


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


WANTS = (SSL.WantReadError, SSL.WantWriteError, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', "write(b'')", lambda: subject.connection.send(b'')))


FOUND, AT = "subject: write(b'') -> SysCallError ((-1, 'Unexpected EOF'))", 1  # what is wrong, and which of the lines that begin so it is


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

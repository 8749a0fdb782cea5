# get_verified_chain() and get_peer_cert_chain() give None for a client that has sent no certificate.
#
# Clause: The first is what the other side sent, the second begins with its certificate and ends with
# the anchor. (pyOpenSSL docs, Connection.get_peer_cert_chain and get_verified_chain;
# SSL_get_peer_cert_chain(3); API contract)
#
# Came: step 4: subject: connection.get_peer_cert_chain() gives None, but it came to []
#
# Origin: open: subject connection.get_peer_cert_chain() gives its value -> []
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# pyopenssl_facts/a_client_without_a_certificate_has_no_chain[pyopenssl:pyopenssl:server:1.2:honest:straight]#0

import os
import re
import socket
import ssl
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUV0yrCtjTTAnB9VRNgEW5h4199ckwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNGOXRHWS05NHpXUVZZcTRmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtunUZOdJ0HBBjtEf2JAylrZb8PgPY/i2/DZ3rjNTEb9uxscmk7OOVQS5L57R/kDgTDU2wCcgvSNDlrII
SX0yMKNFMEMwHQYDVR0OBBYEFGYODSn+JqcIPdcPwCfTTVjOnZGQMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIB45dYJtGUqEOfK3eNdHXAoA4Dtf0VxrvVa0VSultF7lAiEAlY9AGCw2uv6TYdwfm+1HFE9Ssasf
xalt4G4ArGXkPjs=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUM7i+Q1xBg4KfZudqJ6Sayow1WgIwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3NyTThKdUFzSVhKYWJrSkgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATucqzxTb/snVFb//jfxBNZdzuSSu+VyPE2t/Az4+0Ye+5Q9p+CZ04J0TKzitay6Q79/MSCorCHDbWX
5ckDnjDqo4GmMIGjMB0GA1UdDgQWBBRqMGpDAuMJZ813C/cNXcf++qzG/TAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFGYODSn+JqcIPdcPwCfTTVjOnZGQMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiBE8azgeyJRNMQvRUhax17HbWima4e8sVtoreNSWPmJmwIgWsptoH/Uj8955JFN6XwXEdQPn77mxTWQkCxayATEtHs=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIH3GPg6BYFnMNv5sULjjU2l7kcVWA5P8zkDY4dcQFUJoAoGCCqGSM49AwEHoUQDQgAE7nKs8U2/7J1RW//438QTWXc7kkrvlcjxNrfwM+PtGHvuUPafgmdOCdEys4rWsukO/fzEgqKwhw21l+XJA54w6g==
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
    """A Connection over memory BIOs, or over a socket."""

    def __init__(self, context, *how, **named):
        self.context, self.how, self.named = context, how, named
        self.made = None

    @property
    def connection(self):
        """Made when it is first needed: until then its Context may be changed."""
        if self.made is None:
            self.made = self.make(*self.how, **self.named)
        return self.made

    def make(self, server, name=None, session=None, socket=None):
        connection = SSL.Connection(self.context, socket)
        if server:
            connection.set_accept_state()
            return connection
        connection.set_connect_state()
        if name is not None:
            connection.set_tlsext_host_name(name)
        if session is not None:
            connection.set_session(session[0])
        return connection

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while self.made is not None:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                break
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


WANTS = (SSL.WantReadError, SSL.WantWriteError, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = SSL.Context(SSL.TLS_SERVER_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER)
subject_context.load_verify_locations(path('ca.pem'))
subject_context.use_certificate_chain_file(path('ecdsa.crt'))
subject_context.use_privatekey_file(path('ecdsa.key'))
subject_context.set_session_id(b'tls-harness')
subject = OpensslEnd(subject_context, True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', 'connection.get_verified_chain()', lambda: subject.connection.get_verified_chain()))
go(('subject', 'connection.get_peer_cert_chain()', lambda: subject.connection.get_peer_cert_chain()))


FOUND, AT = 'subject: connection.get_peer_cert_chain() -> []', 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

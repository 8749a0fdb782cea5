# Both chains are empty lists when the client was asked for a certificate and sent none.
#
# Clause: Where the other end sent no certificate the list is empty. (Python docs, library/ssl,
# SSLSocket.get_unverified_chain (added in 3.13); CPython, gh-160171; API contract)
#
# Came: step 2: subject handshake() returns, but it came to AttributeError ('NoneType' object has no
# attribute 'public_bytes')
#
# Origin: handshake: subject handshake returns -> AttributeError 'NoneType' object has no attribute
# 'public_bytes'
#
# It needs truststore and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# introspection/a_client_that_was_asked_in_vain_has_no_chain[truststore:bio:server:1.3:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types

import truststore

tls = types.SimpleNamespace(**{**vars(ssl), "SSLContext": truststore.SSLContext})


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUZMvsxS6lSvz/zFeSSGQ8EMcniLEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzdzTFlBSHJ3eldRNXBPaTAwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICM3c0xZQUhyd3pXUTVwT2kwMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE6CFVFBAyNgsBkckJqGHy3BjRR85zNrdir5B0h5hEZYdzorc1VnxawhQIgpXePWMThFSAxpoTOIhbanEk
BqakIKNFMEMwHQYDVR0OBBYEFHF4qz97BfwIogQb0znB7FBa8FSnMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIBWv9ZrQzRmG0wj2j0Ki+WYEZRH5DcbVlqHfXC7/WKmeAiBYi3njGN5r6l3/3J5onoHYYxWhHozo
Yl02eVIb7ApVvQ==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUXBT+Lfp1kO6ebRckDJEwwg2a4mQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIzdzTFlBSHJ3eldRNXBPaTAwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0xYWGhIcENwRHcyOUx5ZTQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATXvQsTEib7g/NBe/A8C23acUDZGiutp1MxbgefCv+gh2bCF867hSTfMIBixD85j9FFu8gg0tYK3XHX
xXIqgGPxo4GmMIGjMB0GA1UdDgQWBBTQJe96RXV3V6fFkFo6oFY06h5pRTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFHF4qz97BfwIogQb0znB7FBa8FSnMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAzQp/JppqpCz9Niz0L0i/ytFjEQhF/IlBNUe+Uadrr4ECIQCxn2ffNma/0HLoMNk/oAGFDsb2NNN/d8C04G2rgtopKw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJOOWFvbhVJbPtFAYcRQ8bXgUxua+txE019mnKbzUMtAoAoGCCqGSM49AwEHoUQDQgAE170LExIm+4PzQXvwPAtt2nFA2RorradTMW4Hnwr/oIdmwhfOu4Uk3zCAYsQ/OY/RRbvIINLWCt1x18VyKoBj8Q==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


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


WANTS = (tls.SSLWantReadError, tls.SSLWantWriteError, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = tls.TLSVersion.TLSv1_3
subject_context.maximum_version = tls.TLSVersion.TLSv1_3
subject_context.verify_mode = tls.CERT_OPTIONAL
subject_context.load_verify_locations(path('ca.pem'))
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(tls, subject_context, server_side=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_3
peer_context.maximum_version = ssl.TLSVersion.TLSv1_3
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)


FOUND, AT = "subject: handshake() -> AttributeError ('NoneType' object has no attribute 'public_bytes')", 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

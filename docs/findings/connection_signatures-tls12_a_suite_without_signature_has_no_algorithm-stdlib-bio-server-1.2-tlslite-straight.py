# With a suite whose key is sent under RSA the server signs nothing: server_sigalg() is None.
#
# Clause: It is None where the cipher suite has no signature. (Python docs, library/ssl,
# SSLSocket.server_sigalg (added in 3.15); RFC 5246 section 7.4.3; API contract)
#
# Came: step 4: subject: connection.server_sigalg() gives None or, tolerated, raises foreign as
# exactly NotImplementedError, but it came to 'rsa_pss_rsae_sha256'
#
# Origin: open: subject connection.server_sigalg() gives its value -> 'rsa_pss_rsae_sha256'
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# connection_signatures/tls12_a_suite_without_signature_has_no_algorithm[stdlib:bio:server:1.2:honest:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUAhbRuSlwWoujtqd+n+IVfnWP3p4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21aY250UGY2T21tb0pkMVowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNtWmNudFBmNk9tbW9KZDFaMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEpnEpQNRaPVN977zs5pRHZMkbb+3PZfW//PHqetsWN+iTd+hjuZUfuKG99po+bmkWJKWT+OPEcWueEH/N
3pBxKaNFMEMwHQYDVR0OBBYEFOl/yQ4bqWPCrV0YpW8BSa87RaJ8MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCIHd3urNfQgu5wQe6WpBY+szU1GWpqyChSXmbaTBQKYOhAiBhr6Ay+1AHtVslLCLyClHzc2Oio/G/
QaCGhPjIXRtp1g==
-----END CERTIFICATE-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC9zCCAp6gAwIBAgIUOcqzGpWQnb3TE2jmpccExkJAdLcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI21aY250UGY2T21tb0pkMVowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2lfYi0wcGdFU0RsTXB5Z3gwggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQDtZFjCJJUMT6ARIyi3avrcTTDXWq84qAUpD4ct6dfCGIxFf5lw+Hi3Jewvxe2yXVWUTnh9
nGsE8lj3x7S87QV1yPaU0MWlZT058eCIw3E7sv8bDjKPIPtjZ5w/XjAS1rhcOTQqpuyVe3rDHFMQXqs7LW1S0KfH6iozyIgx/hOD
gkCbd/JmhwmpHpb5apW6UEoeZr2H4RLmRrKTgSctNUHHLnMll8CEyfFEzDCptZxdm1ySkQKwXZO637GflsuCD6ShPGeoU8UOqRQp
VVpOuUN2OHrVqmNVeRENxfHHizcBGCN+ENYkrfX96fZb/8p76qccw1tqzFxJHOJoyEejoqyjAgMBAAGjgaYwgaMwHQYDVR0OBBYE
FEFgsLb8oIYU+wK+SQlO6OBJzwHYMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAU6X/JDhupY8KtXRilbwFJrztFonwwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUF
BwMDMAoGCCqGSM49BAMCA0cAMEQCIEyBlpEu3zhPq+e6asL3I1WzzGlVyS6Gu8n7nfyAfNCUAiBBkpFMzTg/TQ9ZRi69CTzAtaL/
1Vj/IpFa2Lk4R+EJow==
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEA7WRYwiSVDE+gESMot2r63E0w11qvOKgFKQ+HLenXwhiMRX+ZcPh4tyXsL8Xtsl1VlE54fZxrBPJY98e0vO0F
dcj2lNDFpWU9OfHgiMNxO7L/Gw4yjyD7Y2ecP14wEta4XDk0KqbslXt6wxxTEF6rOy1tUtCnx+oqM8iIMf4Tg4JAm3fyZocJqR6W
+WqVulBKHma9h+ES5kayk4EnLTVBxy5zJZfAhMnxRMwwqbWcXZtckpECsF2Tut+xn5bLgg+koTxnqFPFDqkUKVVaTrlDdjh61apj
VXkRDcXxx4s3ARgjfhDWJK31/en2W//Ke+qnHMNbasxcSRziaMhHo6KsowIDAQABAoIBACT0c5Vuxh3KAXQu1yZNIECOQFWuAiFI
QAa8f5cyqXSc3K1EUq8m8afVM/eF5jMCMOcq8LqL0I8kaPF9pGcAC324AJwkWeLy/SfZkvzHVrJr8tGT5rlS8ZTFFX+PL92m5mvu
OG7mrbq2zmK0NJa+SK/9f4tzpu10nbLnpegJEkxCJv+d/YwlZMQGyy3bAQquhiS9hGJeq3xpvBlplXFpcAcXcij5waXe6jyBmENJ
k13I9hMKltd6bYuhRA8oddGiyYoeRIOeXiG2hJAVe1GVBLQxRysL7qI8l86FK8yh8Gsx4YTI5iSDeTC5p8EVNZo3sIYFCh3eQaDi
Tj8DkNneOIkCgYEA+FhOGcc7O0X8nBjSpsKfmqQSJhOHa9LQETZkXT1PUSVm7MxqdCbkQs4DQDnuhxeEbq6f2Wa02rg/zyicMq1x
7s0ZLkLVSnZUotQbVhr2kSZ3+KKbz5le0Bt8ptEKOaaRl16A9YW3+h/1Ci+NHcNhy2mVNVgCLDVixb15Cx+F0lsCgYEA9LWckN/l
BCEkP/mG4I9GCZd4uea4rq5kjg4ssE0DCmjoTVb1VZOpMm/YyoH9nCEzAeF/8AMN0QKN01+XjW6NkBmXN1MyMehlna1zk81OkZO1
Kn8X/IwF/pLItKEJSr6Zrv1Yky29WlT3ioPjen7UrZqCJKU613NE5pLmJsmVkVkCgYAK5u1+yjU6c+cT/y74LSEOi9dUHpVaUWXa
65VaVn+t40Nyb8LYmIB6wkp4PlLPUWP56+aOh6i21VHPyUuaGe0fe5d4ZWyxmSI8B62viP17/8FSg+jtIyF7Z0mAlTqqrzpC994X
aShbbZ23NcEvJk2bvWXUcqmdwTY10gyHRXn9cwKBgFcSM+ZctClW/YYB7FsEv7/z9JH5JWeKR98/7ejBTj6q+1VhhqPviXmX0ISl
4i5mpbaanSIyg/0Fsp8uWUeKubY3VNXrtWWKsnV7XS+PEtC7xO+dD1TeIdfmNKII1ryQuzBHlvevg7ublgTkTtGsRVKMMpiFbj1x
F2gPhvLwMVbpAoGBALzDE0cXmGn+Cfp9r4DAu48p59/2E2JDKyEkqRHk1Z6W/Z+uRkvq40ONdW7QsgmwQrMi1hG2MY8KuJe0UcR7
i8im1150/WMszeuBNNvbNegT9IUiGnFZQ0618cEAj/YIoy+4drQPOQ5BwWtbVrtaQ5hj4HAeTDH1Cn7OUAfpF336
-----END RSA PRIVATE KEY-----
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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('rsa.crt'), path('rsa.key'))
subject_context.set_ciphers('AES128-GCM-SHA256')
subject = BioEnd(ssl, subject_context, server_side=True)
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer_context.set_ciphers('AES128-GCM-SHA256')
peer = BioEnd(ssl, peer_context, server_side=False, server_hostname='localhost')
connect(subject, peer)
go(
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
)
go(('subject', 'connection.server_sigalg()', lambda: subject.connection.server_sigalg()))


FOUND, AT = "subject: connection.server_sigalg() -> 'rsa_pss_rsae_sha256'", 1  # what is wrong, and which of the lines that begin so it is


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

# Nobody's certificate is verified to resume a session: get_verified_chain() is the empty list.
#
# Clause: The verified chain is not stored with a session: on a resumed connection the list is empty.
# (Python docs, library/ssl, SSLSocket.get_verified_chain (added in 3.13); API contract)
#
# Came: step 16: subject: connection.get_verified_chain() gives [], but it came to
# [b"0\x82\x02.0\x82\x01\xd3\xa0\x03\x02\x01\x02\x02\x14)\x00\xc7s\xedK\x03n\xdb\xeb\xce\xed\xb7\xaf2
# )\x8d\xd40\n\x06\x08*\x86H\xce=\x04\x03\x020@1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11%0#\x06\x03U\x04\x0b\x0c\x1cTesting CA #kK5XBKnD-2pFERqM0
# \x17\r000101000000Z\x18\x0f30000101000000Z0B1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11'0%\x06\x03U\x04\x0b\x0c\x1eTesting cert
# #6eS6QyZAuaEq5uZM0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00\x04z\xad\xf2\x9cd)6\xcf-J\x0c\xbaQ\xa2~Ih\xf6\xe5\xdf\x91\xe5\t\x93<a\x87\xc9\x9e\x8eQCe#\xee\xbd\x00P_\xc6\xd8\x19\xb7\x91L\x99\xf3\xeaxS\xa4\x97\xda\xd2C\xd3L\xb8\x96\x8a\x0c\xa6\x15\xe2\xa3\x81\xa60\x81\xa30\x1d\x06\x03U\x1d\x0e\x04\x16\x04\x14\xfc\t\xfcJ\x12\xbc\xfd:\x97\x85\x95\x92\x18\x02nv\x0e\x11\x08\xe00\x0c\x06\x03U\x1d\x13\x01\x01\xff\x04\x020\x000\x1f\x06\x03U\x1d#\x04\x180\x16\x80\x14Ib0\x01)&\x83\x88s\x85\x1ak9C\x97(\xd7-0\xd70\x17\x06\x03U\x1d\x11\x01\x01\xff\x04\r0\x0b\x82\tlocalhost0\x0e\x06\x03U\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x05\xa00*\x06\x03U\x1d%\x01\x01\xff\x04
# 0\x1e\x06\x08+\x06\x01\x05\x05\x07\x03\x02\x06\x08+\x06\x01\x05\x05\x07\x03\x01\x06\x08+\x06\x01\x05\x05\x07\x03\x030\n\x06\x08*\x86H\xce=\x04\x03\x02\x03I\x000F\x02!\x00\xaf\xca\x12\xd9\x86\xc4\xdc\xbf\xcc\xa2{\x1aM\xf6\xc6\xb9a\x86\x9a,\xf8m\xa4@\xb8\x88\xba@\xe3\xc0|\x81\x02!\x00\xa1\xe6C\x1c\xda?\x92p\x12\xf887V\xc5sTgs\x86\xea\xa5\x83\x04v\xf7r\xaa\xbb2\xd5\x87\xc7",
# b'0\x82\x01\xc80\x82\x01o\xa0\x03\x02\x01\x02\x02\x14]\x9b\x06\xbb)\xd7\x8a\x17\xf0\xe5\xb9>\xcc\xf1\xa5X\xe0\xbe\xe0W0\n\x06\x08*\x86H\xce=\x04\x03\x020@1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11%0#\x06\x03U\x04\x0b\x0c\x1cTesting CA #kK5XBKnD-2pFERqM0
# \x17\r000101000000Z\x18\x0f30000101000000Z0@1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11%0#\x06\x03U\x04\x0b\x0c\x1cTesting CA
# #kK5XBKnD-2pFERqM0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00\x04\xed\xdd\xbc\xd9\x0b{\xe8\xc8G\xcc\x1d}eQQ\x1e\x87OZ\x19UeB\n2y\xaf\xdd\x9ew\x0cAB\xe6#L\xf5\xba\xe0!\x92F\x08\xcc\xb5\x1dka\x17\xac\x99\xa4\r\r\xdf\xe7\xaa\xe5Nm_\x10\x90\xb4\xa3E0C0\x1d\x06\x03U\x1d\x0e\x04\x16\x04\x14Ib0\x01)&\x83\x88s\x85\x1ak9C\x97(\xd7-0\xd70\x12\x06\x03U\x1d\x13\x01\x01\xff\x04\x080\x06\x01\x01\xff\x02\x01\t0\x0e\x06\x03U\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x01\x860\n\x06\x08*\x86H\xce=\x04\x03\x02\x03G\x000D\x02
# R\xf5rF\x04\xf3? \x81\xd6xU\x9f\x91\x81\x8b\xdf\xc87\x9b\xefG\xa78\x12i\xb8\x06\xf8\xbf?[\x02
# \\\x1c\x83\xc2\x95B\x99\xee\xdb\xb1W/!\x8a\xca~\xd8DG\x91U\xc0\xea\x13\x90A\xa0\xaf \x93\x0f\xd7']
#
# Origin: open: subject connection.get_verified_chain() gives its value ->
# [b"0\x82\x02.0\x82\x01\xd3\xa0\x03\x02\x01\x02\x02\x14)\x00\xc7s\xedK\x03n\xdb\xeb\xce\xed\xb7\xaf2
# )\x8d\xd40\n\x06\x08*\x86H\xce=\x04\x03\x020@1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11%0#\x06\x03U\x04\x0b\x0c\x1cTesting CA #kK5XBKnD-2pFERqM0
# \x17\r000101000000Z\x18\x0f30000101000000Z0B1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11'0%\x06\x03U\x04\x0b\x0c\x1eTesting cert
# #6eS6QyZAuaEq5uZM0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00\x04z\xad\xf2\x9cd)6\xcf-J\x0c\xbaQ\xa2~Ih\xf6\xe5\xdf\x91\xe5\t\x93<a\x87\xc9\x9e\x8eQCe#\xee\xbd\x00P_\xc6\xd8\x19\xb7\x91L\x99\xf3\xeaxS\xa4\x97\xda\xd2C\xd3L\xb8\x96\x8a\x0c\xa6\x15\xe2\xa3\x81\xa60\x81\xa30\x1d\x06\x03U\x1d\x0e\x04\x16\x04\x14\xfc\t\xfcJ\x12\xbc\xfd:\x97\x85\x95\x92\x18\x02nv\x0e\x11\x08\xe00\x0c\x06\x03U\x1d\x13\x01\x01\xff\x04\x020\x000\x1f\x06\x03U\x1d#\x04\x180\x16\x80\x14Ib0\x01)&\x83\x88s\x85\x1ak9C\x97(\xd7-0\xd70\x17\x06\x03U\x1d\x11\x01\x01\xff\x04\r0\x0b\x82\tlocalhost0\x0e\x06\x03U\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x05\xa00*\x06\x03U\x1d%\x01\x01\xff\x04
# 0\x1e\x06\x08+\x06\x01\x05\x05\x07\x03\x02\x06\x08+\x06\x01\x05\x05\x07\x03\x01\x06\x08+\x06\x01\x05\x05\x07\x03\x030\n\x06\x08*\x86H\xce=\x04\x03\x02\x03I\x000F\x02!\x00\xaf\xca\x12\xd9\x86\xc4\xdc\xbf\xcc\xa2{\x1aM\xf6\xc6\xb9a\x86\x9a,\xf8m\xa4@\xb8\x88\xba@\xe3\xc0|\x81\x02!\x00\xa1\xe6C\x1c\xda?\x92p\x12\xf887V\xc5sTgs\x86\xea\xa5\x83\x04v\xf7r\xaa\xbb2\xd5\x87\xc7",
# b'0\x82\x01\xc80\x82\x01o\xa0\x03\x02\x01\x02\x02\x14]\x9b\x06\xbb)\xd7\x8a\x17\xf0\xe5\xb9>\xcc\xf1\xa5X\xe0\xbe\xe0W0\n\x06\x08*\x86H\xce=\x04\x03\x020@1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11%0#\x06\x03U\x04\x0b\x0c\x1cTesting CA #kK5XBKnD-2pFERqM0
# \x17\r000101000000Z\x18\x0f30000101000000Z0@1\x170\x15\x06\x03U\x04\n\x0c\x0etrustme
# v1.2.11%0#\x06\x03U\x04\x0b\x0c\x1cTesting CA
# #kK5XBKnD-2pFERqM0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00\x04\xed\xdd\xbc\xd9\x0b{\xe8\xc8G\xcc\x1d}eQQ\x1e\x87OZ\x19UeB\n2y\xaf\xdd\x9ew\x0cAB\xe6#L\xf5\xba\xe0!\x92F\x08\xcc\xb5\x1dka\x17\xac\x99\xa4\r\r\xdf\xe7\xaa\xe5Nm_\x10\x90\xb4\xa3E0C0\x1d\x06\x03U\x1d\x0e\x04\x16\x04\x14Ib0\x01)&\x83\x88s\x85\x1ak9C\x97(\xd7-0\xd70\x12\x06\x03U\x1d\x13\x01\x01\xff\x04\x080\x06\x01\x01\xff\x02\x01\t0\x0e\x06\x03U\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x01\x860\n\x06\x08*\x86H\xce=\x04\x03\x02\x03G\x000D\x02
# R\xf5rF\x04\xf3? \x81\xd6xU\x9f\x91\x81\x8b\xdf\xc87\x9b\xefG\xa78\x12i\xb8\x06\xf8\xbf?[\x02
# \\\x1c\x83\xc2\x95B\x99\xee\xdb\xb1W/!\x8a\xca~\xd8DG\x91U\xc0\xea\x13\x90A\xa0\xaf \x93\x0f\xd7']
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# resumption/a_resumed_connection_has_verified_no_chain[stdlib:bio:client:1.2:honest:straight]#0

import base64
import os
import re
import ssl
import sys
import tempfile
import types
import zlib


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUXZsGuynXihfw5bk+zPGlWOC+4FcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNrSzVYQktuRC0ycEZFUnFNMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7d282Qt76MhHzB19ZVFRHodPWhlVZUIKMnmv3Z53DEFC5iNM9brgIZJGCMy1HWthF6yZpA0N3+eq5U5t
XxCQtKNFMEMwHQYDVR0OBBYEFEliMAEpJoOIc4UaazlDlyjXLTDXMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIFL1ckYE8z8ggdZ4VZ+RgYvfyDeb70enOBJpuAb4vz9bAiBcHIPClUKZ7tuxVy8hisp+2ERHkVXA
6hOQQaCvIJMP1w==
-----END CERTIFICATE-----
""",
    'client.crt': """\
-----BEGIN CERTIFICATE-----
MIICNTCCAdqgAwIBAgIUPEMxYN0falnYhl6u5JqI9kyxSnswCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0FmYVd0ZkotZmtlRm5yVy0wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT1ZgEcTGdApqmgVK3A2CCBi8mzQRhlHy6YW7R9A/oPDOYgFw8j/fyOmaQj7zDcnKT/Zt7SMLKoENBE
sx1s/jZ3o4GtMIGqMB0GA1UdDgQWBBRe4wVfYnA0NEV6jnLjETZ7cTSUSjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFEliMAEpJoOIc4UaazlDlyjXLTDXMB4GA1UdEQEB/wQUMBKBEGNsaWVudEBsb2NhbGhvc3QwDgYDVR0PAQH/BAQDAgWgMCoGA1UdJQEB/wQg
MB4GCCsGAQUFBwMCBggrBgEFBQcDAQYIKwYBBQUHAwMwCgYIKoZIzj0EAwIDSQAwRgIhAPfBnrxj9u5JUaVZQb5K1k6diQ8Io9E3V7HSxJr4FJzaAiEAvBNPzWHjt1rfbk0ZsnZx8mj5y8wFlzCpyqmJ+j4pZQc=
-----END CERTIFICATE-----
""",
    'client.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEID73LWKl+l8U8BLkXMw5VKvUsLGH2l3Sf1Lchm0wpXoYoAoGCCqGSM49AwEHoUQDQgAE9WYBHExnQKapoFStwNgggYvJs0EYZR8umFu0fQP6DwzmIBcPI/38jpmkI+8w3Jyk/2be0jCyqBDQRLMdbP42dw==
-----END EC PRIVATE KEY-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUKQDHc+1LA27b687tt68yICApjdQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzZlUzZReVpBdWFFcTV1Wk0wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6rfKcZCk2zy1KDLpRon5JaPbl35HlCZM8YYfJno5RQ2Uj7r0AUF/G2Bm3kUyZ8+p4U6SX2tJD00y4
looMphXio4GmMIGjMB0GA1UdDgQWBBT8CfxKErz9OpeFlZIYAm52DhEI4DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFEliMAEpJoOIc4UaazlDlyjXLTDXMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAr8oS2YbE3L/MonsaTfbGuWGGmiz4baRAuIi6QOPAfIECIQCh5kMc2j+ScBL4ODdWxXNUZ3OG6qWDBHb3cqq7MtWHxw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILJx9wtOXOhqne5L17xOaXcvoHQsnP9hdpIHe+Ih/OfFoAoGCCqGSM49AwEHoUQDQgAEeq3ynGQpNs8tSgy6UaJ+SWj25d+R5QmTPGGHyZ6OUUNlI+69AFBfxtgZt5FMmfPqeFOkl9rSQ9NMuJaKDKYV4g==
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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject_context.load_cert_chain(path('client.crt'), path('client.key'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_REQUIRED
peer_context.load_verify_locations(path('ca.pem'))
peer_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', "write(b'the00000the00001the00002'...[600 bytes])", lambda: subject.connection.write(zlib.decompress(base64.b64decode(b'eNotzcFNAwEQBMGUmJ01mHAObIsALn9Z6Ko//azz7/nx33k9Pl5fv/mnf/ndv/3wH//1hz/9dT388MMPP/zwww8//PDDDz/88MMPf/jDH/7whz/84Q9/+MMf/vCHP/zhD7/88ssvv/zyyy+//PLLL7/88ssvf/nLX/7yl7/85S9/+cvf4w2HUKrO')))))
go(('peer', 'read(600)', lambda: peer.connection.read(600)))
go(('peer', "write(b'bac00000bac00001bac00002'...[900 bytes])", lambda: peer.connection.write(zlib.decompress(base64.b64decode(b'eNotzckVAQEUAMGU/BXhGEv+IXhM9aWPdTyel1/H+fD08vbx9avf/O4PP/zpL3/753zwgx/84Ac/+MEPfvCDH/zgBz/4wQ9+8pOf/OQnP/nJT37yk5/85Cc/+clPfvGLX/ziF7/4xS9+8Ytf/OIXv/jFL37zm9/85je/+c1vfvOb3/zmN7/5zW/+8Ic//OEPf/jDH/7whz/84Q9/+MMf/vKXv/zlL3/5y1/+8pe//OUvf/nL37//BdXF9fU=')))))
go(('subject', 'read(900)', lambda: subject.connection.read(900)))
go(
    ('subject', "tell('session')", lambda: subject.connection.session, 'subject_session'),
    ('peer', "tell('session')", lambda: peer.connection.session, 'peer_session'),
)
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost', session=things.subject_session)
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
)
go(('subject', "tell('session_reused')", lambda: subject.connection.session_reused))
go(('peer', "tell('session_reused')", lambda: peer.connection.session_reused))
go(('subject', "write(b'the00000the00001the00002'...[600 bytes])", lambda: subject.connection.write(zlib.decompress(base64.b64decode(b'eNotzcFNAwEQBMGUmJ01mHAObIsALn9Z6Ko//azz7/nx33k9Pl5fv/mnf/ndv/3wH//1hz/9dT388MMPP/zwww8//PDDDz/88MMPf/jDH/7whz/84Q9/+MMf/vCHP/zhD7/88ssvv/zyyy+//PLLL7/88ssvf/nLX/7yl7/85S9/+cvf4w2HUKrO')))))
go(('peer', 'read(600)', lambda: peer.connection.read(600)))
go(('peer', "write(b'bac00000bac00001bac00002'...[900 bytes])", lambda: peer.connection.write(zlib.decompress(base64.b64decode(b'eNotzckVAQEUAMGU/BXhGEv+IXhM9aWPdTyel1/H+fD08vbx9avf/O4PP/zpL3/753zwgx/84Ac/+MEPfvCDH/zgBz/4wQ9+8pOf/OQnP/nJT37yk5/85Cc/+clPfvGLX/ziF7/4xS9+8Ytf/OIXv/jFL37zm9/85je/+c1vfvOb3/zmN7/5zW/+8Ic//OEPf/jDH/7whz/84Q9/+MMf/vKXv/zlL3/5y1/+8pe//OUvf/nL37//BdXF9fU=')))))
go(('subject', 'read(900)', lambda: subject.connection.read(900)))
go(('subject', 'connection.get_verified_chain()', lambda: subject.connection.get_verified_chain()))


FOUND, AT = 'subject: connection.get_verified_chain() -> [b"0\\x82\\x02.0\\x82\\x01\\xd3\\xa0\\x03\\x02\\x01\\x02\\x02\\x14)\\x00\\xc7s\\xedK\\x03n\\xdb\\xeb\\xce\\xed\\xb7\\xaf2  )\\x8d\\xd40\\n\\x06\\x08*\\x86H\\xce=\\x04\\x03\\x020@1\\x170\\x15\\x06\\x03U\\x04\\n\\x0c\\x0etrustme v1.2.11%0#\\x06\\x03U\\x04\\x0b\\x0c\\x1cTesting CA #kK5XBKnD-2pFERqM0 \\x17\\r000101000000Z\\x18\\x0f30000101000000Z0B1\\x170\\x15\\x06\\x03U\\x04\\n\\x0c\\x0etrustme v1.2.11\'0%\\x06\\x03U\\x04\\x0b\\x0c\\x1eTesting cert #6eS6QyZAuaEq5uZM0Y0\\x13\\x06\\x07*\\x86H\\xce=\\x02\\x01\\x06\\x08*\\x86H\\xce=\\x03\\x01\\x07\\x03B\\x00\\x04z\\xad\\xf2\\x9cd)6\\xcf-J\\x0c\\xbaQ\\xa2~Ih\\xf6\\xe5\\xdf\\x91\\xe5\\t\\x93<a\\x87\\xc9\\x9e\\x8eQCe#\\xee\\xbd\\x00P_\\xc6\\xd8\\x19\\xb7\\x91L\\x99\\xf3\\xeaxS\\xa4\\x97\\xda\\xd2C\\xd3L\\xb8\\x96\\x8a\\x0c\\xa6\\x15\\xe2\\xa3\\x81\\xa60\\x81\\xa30\\x1d\\x06\\x03U\\x1d\\x0e\\x04\\x16\\x04\\x14\\xfc\\t\\xfcJ\\x12\\xbc\\xfd:\\x97\\x85\\x95\\x92\\x18\\x02nv\\x0e\\x11\\x08\\xe00\\x0c\\x06\\x03U\\x1d\\x13\\x01\\x01\\xff\\x04\\x020\\x000\\x1f\\x06\\x03U\\x1d#\\x04\\x180\\x16\\x80\\x14Ib0\\x01)&\\x83\\x88s\\x85\\x1ak9C\\x97(\\xd7-0\\xd70\\x17\\x06\\x03U\\x1d\\x11\\x01\\x01\\xff\\x04\\r0\\x0b\\x82\\tlocalhost0\\x0e\\x06\\x03U\\x1d\\x0f\\x01\\x01\\xff\\x04\\x04\\x03\\x02\\x05\\xa00*\\x06\\x03U\\x1d%\\x01\\x01\\xff\\x04 0\\x1e\\x06\\x08+\\x06\\x01\\x05\\x05\\x07\\x03\\x02\\x06\\x08+\\x06\\x01\\x05\\x05\\x07\\x03\\x01\\x06\\x08+\\x06\\x01\\x05\\x05\\x07\\x03\\x030\\n\\x06\\x08*\\x86H\\xce=\\x04\\x03\\x02\\x03I\\x000F\\x02!\\x00\\xaf\\xca\\x12\\xd9\\x86\\xc4\\xdc\\xbf\\xcc\\xa2{\\x1aM\\xf6\\xc6\\xb9a\\x86\\x9a,\\xf8m\\xa4@\\xb8\\x88\\xba@\\xe3\\xc0|\\x81\\x02!\\x00\\xa1\\xe6C\\x1c\\xda?\\x92p\\x12\\xf887V\\xc5sTgs\\x86\\xea\\xa5\\x83\\x04v\\xf7r\\xaa\\xbb2\\xd5\\x87\\xc7", b\'0\\x82\\x01\\xc80\\x82\\x01o\\xa0\\x03\\x02\\x01\\x02\\x02\\x14]\\x9b\\x06\\xbb)\\xd7\\x8a\\x17\\xf0\\xe5\\xb9>\\xcc\\xf1\\xa5X\\xe0\\xbe\\xe0W0\\n\\x06\\x08*\\x86H\\xce=\\x04\\x03\\x020@1\\x170\\x15\\x06\\x03U\\x04\\n\\x0c\\x0etrustme v1.2.11%0#\\x06\\x03U\\x04\\x0b\\x0c\\x1cTesting CA #kK5XBKnD-2pFERqM0 \\x17\\r000101000000Z\\x18\\x0f30000101000000Z0@1\\x170\\x15\\x06\\x03U\\x04\\n\\x0c\\x0etrustme v1.2.11%0#\\x06\\x03U\\x04\\x0b\\x0c\\x1cTesting CA #kK5XBKnD-2pFERqM0Y0\\x13\\x06\\x07*\\x86H\\xce=\\x02\\x01\\x06\\x08*\\x86H\\xce=\\x03\\x01\\x07\\x03B\\x00\\x04\\xed\\xdd\\xbc\\xd9\\x0b{\\xe8\\xc8G\\xcc\\x1d}eQQ\\x1e\\x87OZ\\x19UeB\\n2y\\xaf\\xdd\\x9ew\\x0cAB\\xe6#L\\xf5\\xba\\xe0!\\x92F\\x08\\xcc\\xb5\\x1dka\\x17\\xac\\x99\\xa4\\r\\r\\xdf\\xe7\\xaa\\xe5Nm_\\x10\\x90\\xb4\\xa3E0C0\\x1d\\x06\\x03U\\x1d\\x0e\\x04\\x16\\x04\\x14Ib0\\x01)&\\x83\\x88s\\x85\\x1ak9C\\x97(\\xd7-0\\xd70\\x12\\x06\\x03U\\x1d\\x13\\x01\\x01\\xff\\x04\\x080\\x06\\x01\\x01\\xff\\x02\\x01\\t0\\x0e\\x06\\x03U\\x1d\\x0f\\x01\\x01\\xff\\x04\\x04\\x03\\x02\\x01\\x860\\n\\x06\\x08*\\x86H\\xce=\\x04\\x03\\x02\\x03G\\x000D\\x02 R\\xf5rF\\x04\\xf3? \\x81\\xd6xU\\x9f\\x91\\x81\\x8b\\xdf\\xc87\\x9b\\xefG\\xa78\\x12i\\xb8\\x06\\xf8\\xbf?[\\x02 \\\\\\x1c\\x83\\xc2\\x95B\\x99\\xee\\xdb\\xb1W/!\\x8a\\xca~\\xd8DG\\x91U\\xc0\\xea\\x13\\x90A\\xa0\\xaf \\x93\\x0f\\xd7\']', 8  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

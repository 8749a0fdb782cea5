# Before the handshake there is nobody to ask: the call is an SSLError, and the handshake succeeds.
#
# Clause: Before the handshake verify_client_post_handshake() raises SSLError. (Python docs,
# library/ssl, SSLSocket.verify_client_post_handshake ("after the initial TLS handshake"); API
# contract)
#
# Came: step 21: subject: server.verify_client_post_handshake() gives None, but it came to SSLError
# (unknown error (_ssl.c:2852))
#
# Origin: handshake: subject server.verify_client_post_handshake() gives its value -> SSLError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# post_handshake/tls13_nobody_can_be_asked_before_the_handshake[stdlib:module:client:1.3:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


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



class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if isinstance(value, list):
        return [portray(each) for each in value]
    if isinstance(value, dict):
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject_context.load_cert_chain(path('client.crt'), path('client.key'))
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('context.post_handshake_auth = True', lambda: setattr(subject.context, 'post_handshake_auth', True))
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'server_context')
call("server_context.load_cert_chain(chain_file('ecdsa'), key_file('ecdsa'))", lambda: things.server_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key')))
call("server_context.load_verify_locations(trust_file('ca'))", lambda: things.server_context.load_verify_locations(path('ca.pem')))
call('server_context.verify_mode = ssl.CERT_REQUIRED', lambda: setattr(things.server_context, 'verify_mode', ssl.CERT_REQUIRED))
call('server_context.post_handshake_auth = True', lambda: setattr(things.server_context, 'post_handshake_auth', True))
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_client')
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_server')
call("context.wrap_bio(to_client, to_server, server_hostname='localhost')", lambda: subject.context.wrap_bio(things.to_client, things.to_server, server_hostname='localhost'), 'client')
call('server_context.wrap_bio(to_server, to_client, server_side=True)', lambda: things.server_context.wrap_bio(things.to_server, things.to_client, server_side=True), 'server')
call('server.verify_client_post_handshake()', lambda: things.server.verify_client_post_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('client.read(100)', lambda: things.client.read(100))
call('server.verify_client_post_handshake()', lambda: things.server.verify_client_post_handshake())


FOUND, AT = 'subject: server.verify_client_post_handshake() -> SSLError (unknown error (_ssl.c:2852))', 19  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A share of X25519MLKEM768 that is too short, too long, not reduced, or zero is never agreed on. A
# server that does not know the group, or likes x25519 better, goes on without a word.
#
# Clause: A hybrid share of another length, with an encapsulation key that is not reduced, or with an
# all-zero X25519 secret is refused. (draft-ietf-tls-ecdhe-mlkem section 4; FIPS 203 section 7.2; RFC
# 8446 section 7.4.2; MUST)
#
# Came: step 7: the subject alerts fatal illegal_parameter or, tolerated, nothing, but it came to
# fatal decode_error
#
# Origin: handshake: the subject alerts fatal illegal_parameter or, tolerated, nothing -> fatal
# decode_error [client_hello.extensions[supported_groups].groups[0:0] = [x25519mlkem768];
# client_hello.extensions[key_share].shares[0:0] = [share(x25519mlkem768, b'k' * 1217)]]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_groups/tls13_a_hybrid_share_that_is_none_is_refused_or_passed_over[stdlib:bio:server:1.3:tlslite:straight]#0

import base64
import os
import re
import ssl
import sys
import tempfile
import types
import zlib


FILES = {
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(zlib.decompress(base64.b64decode(b'eNoTY2ZkO8nIwHaUmZnNurH5XGCQVKZ0qZ5vtkb/y3svFWJue277svxbsQz/KgaFdM1w3eAXrMks0VssNbT9Frc90fm+cu+BKc99G3dFf9l0miGE4b8wkzCjMLMwy5mVB3QOaB9Ye2DNAZUDyge4DnAe4Diz4oDBAf0DGgfUD4gcED4gdGYVw3yGeQfmH5jHkM2QzmDJYMwgxjCXYc6BuQfmMNgy2DCYMugzcAEdpwEUZ2AQB2JeBjkGGQ52Dg4OGQ5pDikWZlZmNmYOFg5ODlYOLg42Dm4GbQZmJmYWBmOWlyzPBd+w7M8eBaNgFIyCoQkYZBkUeor1p+1yXfLy1tzb6xdei1jtIDbxwqS6pY+PynYb7tQ+UsGgCyzzGBkYuBlAJBeDEIOA4BugRnEGCQZJBjlGBkZGBhkGJgdGBmVgEcoJVsXAwMfAA+Tk5Ccn5mTkF5cwiDIcZBjqAAAsN1n8')))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(zlib.decompress(base64.b64decode(b'eNoTY2ZkO83IwHacmVl8o8iyWJUbGX6Z8xk5Jmm+lQso3nR3G+eXWusjvov7WCwUDvyYf/hSzY26+49a7y96Z1fF87MhTCO7oPvFpLU/E+q8rzKEMPwXZhJmFGYWZjmz8oDOAe0Daw+sOaByQPkA1wHOAxxnVhwwOKB/QOOA+gGRA8IHhM6sYpjPMO/A/APzGLIZ0hksGYwZxBjmMsw5MPfAHAZbBhsGUwZ9Bi6g47SA4gwM4kDMyyDHIMPBzsHBIcMhzSHFwszKzMbMwcLBycHKwcXBxsHNoM3AzMTMwmDM8prlpeAbloPZo2AUjIJRMFQBgyyDQqegSpP4yw1r68q/9nmaO6k6vmw7WdC+uTpRicl8QqKWIYMusNRjZGDgZgCRXAxCDAKCb4AaxRkkGCQZ5BgZGBkZZBiYHBgZlIGFKCdYFQMDHwMPkJOTn5yYk5FfXMIgynCQYagDAB3MWe8=')))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A list that selects no cipher raises SSLError, and what is no text TypeError.
#
# Clause: A list that selects no cipher raises SSLError, another type TypeError. (Python docs,
# library/ssl, SSL Contexts, SSLContext.set_ciphers; API contract)
#
# Came: step 3: subject: fresh.set_ciphers('') raises protocol error as exactly SSLError, but it came
# to None
#
# Origin: handshake: subject fresh.set_ciphers('') raises protocol error as exactly SSLError -> None
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# context_features/no_cipher_at_all_is_refused[stdlib:module:client:1.3:honest:straight]#0

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
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), 'fresh')
call("fresh.set_ciphers('nope')", lambda: things.fresh.set_ciphers('nope'))
call("fresh.set_ciphers('')", lambda: things.fresh.set_ciphers(''))


FOUND, AT = "subject: fresh.set_ciphers('') -> None", 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

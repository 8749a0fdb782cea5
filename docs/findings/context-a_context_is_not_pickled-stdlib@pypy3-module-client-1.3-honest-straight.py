# Pickling a context is a TypeError: keys and trust do not travel in passing.
#
# Clause: A context cannot be pickled: TypeError, so that no private key leaves it in passing. (Python
# docs, library/pickle, What can be pickled; API contract)
#
# Came: step 2: subject: pickle.dumps(fresh) raises misuse as exactly TypeError, but it came to
# b'\x80\x04\x95\xc2\x00\x00\x00\x00\x00\x00\x00\x8c\x03ssl\x94\x8c\nSSLCo'...[205 bytes]
#
# Origin: handshake: subject pickle.dumps(fresh) raises misuse as exactly TypeError -> bytes
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# context/a_context_is_not_pickled[stdlib@pypy3:module:client:1.3:honest:straight]#0

import os
import pickle
import queue
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUJtD3J7VnwhLSSQsIjP+fFhk4FmMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0FFMF9YSm03czR2M2xNSUEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNBRTBfWEptN3M0djNsTUlBMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEV4IHqSWTAPiAdUPh64DBznpb6oeF4HltPxAo7XmuwYBxqjH3z394GiojZng9cMZ29kK3GwLTU/frXO+a
aLfb2qNFMEMwHQYDVR0OBBYEFIMElt5T6LqB/7NNSTNZjP9MU9NrMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIEq4pgGduWLQ7qtPe+FfuMO84kgwY4QLs24m00QAHKYrAiEArcxCph/8k90vE4hbUuCuPzQ+UOz5
ibUxIAfjrYtj5Mk=
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
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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
call('pickle.dumps(fresh)', lambda: pickle.dumps(things.fresh))


FOUND, AT = "subject: pickle.dumps(fresh) -> b'\\x80\\x04\\x95\\xc2\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x8c\\x03ssl\\x94\\x8c\\nSSLCo'...[205 bytes]", 1  # what is wrong, and which of the lines that begin so it is


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

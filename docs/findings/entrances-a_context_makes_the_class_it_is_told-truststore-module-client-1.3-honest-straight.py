# A subclass set as sslsocket_class is what wrap_socket makes from then on.
#
# Clause: wrap_socket returns an instance of the context's sslsocket_class. (Python docs, library/ssl,
# SSLContext.sslsocket_class; API contract)
#
# Came: step 5: subject: operator.is_(type(wrapped), own) gives True, but it came to False
#
# Origin: handshake: subject operator.is_(type(wrapped), own) gives its value -> False
#
# It needs truststore and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# entrances/a_context_makes_the_class_it_is_told[truststore:module:client:1.3:honest:straight]#0

import operator
import os
import queue
import re
import socket
import ssl
import sys
import tempfile
import types

import truststore

tls = types.SimpleNamespace(**{**vars(ssl), "SSLContext": truststore.SSLContext})


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUFv5EsWca7w1x/78u0665jDMZaEMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI280UnMza2VnQl9wMWhpZUEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNvNFJzM2tlZ0JfcDFoaWVBMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE91MakblgnqfIdqn2o/4TE1hk6VuaUBm/Tta+popuQTeNiTARygmeTvlbmMJP2ed+F+wPf8TgZy4/oxmX
eLH2NKNFMEMwHQYDVR0OBBYEFB+30rjPGnc6Xekv4rVAXbfTAIayMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCICtYnc2clZv30yoJr4w4MFofQqPaa8XNDJaJEw1OlZW4AiBRHq/1wu+gT6gmr84KGDDALSHKIjHB
JS93EXG5MOJtbA==
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


WANTS = (tls.SSLWantReadError, tls.SSLWantWriteError,)


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = tls.TLSVersion.TLSv1_3
subject_context.maximum_version = tls.TLSVersion.TLSv1_3
subject_context.verify_mode = tls.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call("type('Own', (ssl.SSLSocket), {})", lambda: type('Own', (tls.SSLSocket,), {}), 'own')
call('context.sslsocket_class = own', lambda: setattr(subject.context, 'sslsocket_class', things.own))
call('socket.socket()', lambda: socket.socket(), 'plain')
call("context.wrap_socket(plain, server_hostname='localhost')", lambda: subject.context.wrap_socket(things.plain, server_hostname='localhost'), 'wrapped')
call('operator.is_(type(wrapped), own)', lambda: operator.is_(type(things.wrapped), things.own))


FOUND, AT = 'subject: operator.is_(type(wrapped), own) -> False', 4  # what is wrong, and which of the lines that begin so it is


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

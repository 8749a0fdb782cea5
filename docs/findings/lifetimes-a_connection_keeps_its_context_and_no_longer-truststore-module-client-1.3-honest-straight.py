# The context of a connection lives as long as the connection, and no longer.
#
# Clause: A connection keeps its context and the callbacks of that alive, and once it is gone they are
# let go. (house rule; Python docs, library/ssl, SSLSocket.context; reference/datamodel, Objects,
# values and types; SHOULD)
#
# Came: step 13: subject: callable(left()) gives True, but it came to False
#
# Origin: handshake: subject callable(left()) gives its value -> False
#
# It needs truststore and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# lifetimes/a_connection_keeps_its_context_and_no_longer[truststore:module:client:1.3:honest:straight]#0

import gc
import os
import queue
import re
import ssl
import sys
import tempfile
import types
import weakref

import truststore

tls = types.SimpleNamespace(**{**vars(ssl), "SSLContext": truststore.SSLContext})


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUDij9Pm6b9QpJ7pWUkJAvqS9ITNMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI09HeC1RLUotUDVIY3hMZHEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNPR3gtUS1KLVA1SGN4TGRxMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEzQyWWvL1zPyJyGXZcwsEI+yAOwlIyj3L+dKiYXbQRQzF2pueHjkiOzgl8u8ZDLlx7EDI1dCWBQBLBoZx
VozuB6NFMEMwHQYDVR0OBBYEFIEv+E6kKAgd9cjnrxJS31+x/vQLMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCICYUcSmyexcQy1uhUCrst3wwqKhqmP7yDtl1vSdsoEA0AiEA154qCN0y5VN482QlY0En2XO5ztlS
+I+Eoq7P1hCUurA=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUP2n0yizpE9n6iBKPpmbTGQCBwgAwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI09HeC1RLUotUDVIY3hMZHEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0NIN2YwYXBqUkxxNlZ0RGEwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAQ4VxLFR5RIrESart3CXj6lasLSDJ4FsI/3SkYNKg6979AGEsejnHMxDKE962Q0BdI/+Qv8w232vm49
aivyXwaXo4GmMIGjMB0GA1UdDgQWBBSxB9+U8xPH413xp9whnKuVYqUe/DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIEv+E6k
KAgd9cjnrxJS31+x/vQLMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAwPzDGzq7yBbTBAdkf7ujP+rXp8KRrTqugpSaG/tF
gKgCIQDqxbrlzUhQJQ7daWtcK2lUnt+wjTfOpdGU+PhtHqMxrw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIP8F1NzsvgzxygymAokDLBtPCx5o/e1ajBCgD8YFDRBboAoGCCqGSM49AwEHoUQDQgAEOFcSxUeUSKxEmq7dwl4+pWrC
0gyeBbCP90pGDSoOve/QBhLHo5xzMQyhPetkNAXSP/kL/MNt9r5uPWor8l8Glw==
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


def callback(returns=None, raises=None, does=None):
    def noting(*arguments, **named):
        noting.calls.append((*arguments, *named.values()))
        if does:
            does(arguments)
        if raises:
            raise raises("planned by the scenario")
        return returns(arguments) if returns else None

    noting.calls = []
    return noting


WANTS = (tls.SSLWantReadError, tls.SSLWantWriteError,)


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = tls.TLSVersion.TLSv1_3
subject_context.maximum_version = tls.TLSVersion.TLSv1_3
subject_context.verify_mode = tls.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: tls.SSLContext(tls.PROTOCOL_TLS_SERVER), 'fresh')
call("fresh.load_cert_chain(chain_file('ecdsa'), key_file('ecdsa'))", lambda: things.fresh.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key')))
call('callback(returns None)', lambda: callback(), 'noted')
call("setattr(noted, 'context', fresh)", lambda: setattr(things.noted, 'context', things.fresh))
call('weakref.ref(noted)', lambda: weakref.ref(things.noted), 'left')
call('fresh.sni_callback = noted', lambda: setattr(things.fresh, 'sni_callback', things.noted))
call('fresh.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)', lambda: things.fresh.wrap_bio(tls.MemoryBIO(), tls.MemoryBIO(), server_side=True), 'server')
call('server.do_handshake()', lambda: things.server.do_handshake())
call('bool()', lambda: bool(), 'noted')
call('bool()', lambda: bool(), 'fresh')
call('gc.collect()', lambda: gc.collect())
call('gc.collect()', lambda: gc.collect())
call('callable(left())', lambda: callable(things.left()))


FOUND, AT = 'subject: callable(left()) -> False', 12  # what is wrong, and which of the lines that begin so it is


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

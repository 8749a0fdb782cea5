# With one key on both ends the connection completes without any certificate, and carries data.
#
# Clause: With the same key on both ends a connection is made without certificates. (Python docs,
# library/ssl, SSLContext.set_psk_client_callback and set_psk_server_callback; API contract)
#
# Came: step 16: subject: server.do_handshake() wants read, but it came to SSLError ([SSL]
# NO_COMMON_SIGNATURE_ALGORITHMS (_ssl.c:1028))
#
# Origin: handshake: subject server.do_handshake() wants read -> SSLError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# pre_shared_keys/one_key_on_both_ends_makes_a_connection[stdlib:module:client:1.3:honest:straight]#0

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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('callback(returns ("client\'s", b\'\\xc0\\xff\\xee\\x00\\xc0\\xff\\xee\\x00\\xc0\\xff\\xee\\x00\\xc0\\xff\\xee\\x00\'))', lambda: callback(returns=lambda arguments: ("client's", b'\xc0\xff\xee\x00\xc0\xff\xee\x00\xc0\xff\xee\x00\xc0\xff\xee\x00')), 'client_callback')
call("callback(returns b'\\xc0\\xff\\xee\\x00\\xc0\\xff\\xee\\x00\\xc0\\xff\\xee\\x00\\xc0\\xff\\xee\\x00')", lambda: callback(returns=lambda arguments: b'\xc0\xff\xee\x00\xc0\xff\xee\x00\xc0\xff\xee\x00\xc0\xff\xee\x00'), 'server_callback')
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'server_context')
call('server_context.maximum_version = context.maximum_version', lambda: setattr(things.server_context, 'maximum_version', subject.context.maximum_version))
call("server_context.set_ciphers('PSK')", lambda: things.server_context.set_ciphers('PSK'))
call("context.set_ciphers('PSK')", lambda: subject.context.set_ciphers('PSK'))
call('context.check_hostname = False', lambda: setattr(subject.context, 'check_hostname', False))
call('context.verify_mode = ssl.CERT_NONE', lambda: setattr(subject.context, 'verify_mode', ssl.CERT_NONE))
call('context.set_psk_client_callback(client_callback)', lambda: subject.context.set_psk_client_callback(things.client_callback))
call('server_context.set_psk_server_callback(server_callback, None)', lambda: things.server_context.set_psk_server_callback(things.server_callback, None))
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_client')
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_server')
call('context.wrap_bio(to_client, to_server)', lambda: subject.context.wrap_bio(things.to_client, things.to_server), 'client')
call('server_context.wrap_bio(to_server, to_client, server_side=True)', lambda: things.server_context.wrap_bio(things.to_server, things.to_client, server_side=True), 'server')
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())


FOUND, AT = 'subject: server.do_handshake() -> SSLError ([SSL] NO_COMMON_SIGNATURE_ALGORITHMS (_ssl.c:1028))', 15  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

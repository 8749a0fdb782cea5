# Whichever ALERT_DESCRIPTION the callback returns is the one the client is refused with.
#
# Clause: Any ALERT_DESCRIPTION constant returned by the callback is the alert sent to the client.
# (Python docs, library/ssl, SSLContext.sni_callback and AlertDescription; API contract)
#
# Came: step 4: peer handshake() raises protocol error with alert unrecognized_name, but it came to
# None
#
# Origin: handshake: peer handshake raises protocol error with alert unrecognized_name -> None
#
# It needs truststore and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# callbacks/every_alert_the_callback_returns_is_sent[truststore:bio:server:1.3:honest:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types

import truststore

tls = types.SimpleNamespace(**{**vars(ssl), "SSLContext": truststore.SSLContext})


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUe6a23OxH9GvzRY7nB12YeQp4IMYwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI280UnMza2VnQl9wMWhpZUEwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2txWXJtdzdCVV83Z1lXcmQwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAASsk8TWEmpcXOgTmZ0ceUpZWKN0BSMWJ+CVvUidDcVRy/dJnQZPeakV/aAKTOJKhrppkQoOhcDSqs+m
c1Vt39lBo4GmMIGjMB0GA1UdDgQWBBQZzLbSk27MXz4v+RkFXwYvJXslczAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFB+30rjP
Gnc6Xekv4rVAXbfTAIayMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiAimECkftcspbVMjMdtKSe+rcxaQtx8jpwPabhXBWRH
cgIhALiaGO1tlsxotE0aVEzL724xMc+q4jia5SMf2Izfu1+Q
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIT9VbAX01tnXH37SsjgKg/Ye4A/6I3boyHu9cjfm9OioAoGCCqGSM49AwEHoUQDQgAErJPE1hJqXFzoE5mdHHlKWVij
dAUjFifglb1InQ3FUcv3SZ0GT3mpFf2gCkziSoa6aZEKDoXA0qrPpnNVbd/ZQQ==
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


subject_context = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = tls.TLSVersion.TLSv1_3
subject_context.maximum_version = tls.TLSVersion.TLSv1_3
subject_context.verify_mode = tls.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(tls, subject_context, server_side=True)
call('callback(returns ssl.AlertDescription.ALERT_DESCRIPTION_UNRECOGNIZED_NAME)', lambda: callback(returns=lambda arguments: tls.AlertDescription.ALERT_DESCRIPTION_UNRECOGNIZED_NAME), 'noted')
call('context.sni_callback = noted', lambda: setattr(subject.context, 'sni_callback', things.noted))
subject = BioEnd(tls, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030100ee010000ea0303889bd588cc3d1bfa8f347dc6cfb9513623a30ecf5af51ce5bf83f18f105d8a6820df6479eb"
    "fd1ddee8b0514773bf5e5b550af702ca4cd68fa9aaff7c7bd3b72a38000813021303130100ff010000990000000e000c"
    "0000096c6f63616c686f7374000b000403000102000a00160014001d0017001e00190018010001010102010301040023"
    "00000016000000170000000d001e001c040305030603080708080809080a080b080408050806040105010601002b0003"
    "020304002d00020101003300260024001d0020679e536553d5b36fa9f85a7ea9889bc65dfffa291ee9422fd8af66775b"
    "3ae32b"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> wants read', 3  # what is wrong, and which of the lines that begin so it is


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

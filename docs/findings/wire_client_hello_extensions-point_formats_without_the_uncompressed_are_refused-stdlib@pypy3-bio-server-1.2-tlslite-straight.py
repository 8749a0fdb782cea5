# ec_point_formats that lacks the uncompressed format is refused: illegal_parameter.
#
# Clause: Point formats without the uncompressed are refused with illegal_parameter. (RFC 8422 section
# 5.1.2; MUST)
#
# Came: step 3: the subject alerts fatal illegal_parameter, but it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal handshake_failure
# [client_hello.extensions[ec_point_formats].formats = [1, 2]]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello_extensions/point_formats_without_the_uncompressed_are_refused[stdlib@pypy3:bio:server:1.2:tlslite:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUUH82p/hUBK3hKpfbd1/gKx81XLswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I1REQ1kwOW1CV3pMRkl1YkQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI3JpODRTdHIySEwxUDFCZGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQqFfqSF6iwptgfB2R28BwOsHRPyWTxQNOYXxqduu3JJka2/rXJ4NPdwWoW6HHL
SEpQIZlMMdCDHaGGKpiXQ4uLo4GmMIGjMB0GA1UdDgQWBBRg26uEzxCvjbaUcb7Q
VYrZIymadzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFN6TctTN+jqpV6F7uDQO
WxQUpYoTMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiBNWKSri94l38UHi74sfi9gr2yduIafzd+ni5Y9XvTbNgIh
AI/YahvBrrHCjFVe6I0K7DLqJVTKteberKU5IyVxZpr6
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJhLQt6L2uBTKo6tu4Ihm6yeQ3lPdK6nDZfVnmOVAVWdoAoGCCqGSM49
AwEHoUQDQgAEKhX6kheosKbYHwdkdvAcDrB0T8lk8UDTmF8anbrtySZGtv61yeDT
3cFqFuhxy0hKUCGZTDHQgx2hhiqYl0OLiw==
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

    def end(self):
        self.incoming.write_eof()

    def take(self):
        return self.outgoing.read()


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and error.args[0]:
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_2
subject_context.maximum_version = ssl.TLSVersion.TLSv1_2
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300e0010000dc03034e70a6872464b0092f01f3eeecca121d23376b2984aef762ed84a4529e3d0c8f00004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a010000670016000000170000000d001e001c08070808"
    "040305030603080408090805080a0806080b040105010601000b0003020102000a0010000e001d001700180019001e01"
    "000101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


FOUND, AT = 'subject sends a record 21 0303 alert 2 40', 0  # what is wrong, and which of the lines that begin so it is


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

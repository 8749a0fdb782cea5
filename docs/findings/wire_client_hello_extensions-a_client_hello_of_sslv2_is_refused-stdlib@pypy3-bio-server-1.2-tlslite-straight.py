# A ClientHello whose version is SSL 2.0, or none that ever was, is refused with protocol_version.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 1 of the record stream: version
# major 2 is not 3
#
# Origin: any: output-is-well-formed
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello_extensions/a_client_hello_of_sslv2_is_refused[stdlib@pypy3:bio:server:1.2:tlslite:straight]#0

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
    "16030300df010000db0200e279c9085ebd3c3f858a6b7c73e3bc46e7a9bd852951c1f5bb04a6119495c26b00004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a010000660016000000170000000d001e001c08070808"
    "040305030603080408090805080a0806080b040105010601000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300df010000db0002954b2c488a4f0d287b4779e2897a8c4f3e6b5d3782c3c25126b3cc999d97036100004c00ff"
    "cca9c02cc02bc0adc0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b"
    "0067003900330016009d009cc09dc09c003d003c0035002f000a010000660016000000170000000d001e001c08070808"
    "040305030603080408090805080a0806080b040105010601000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


FOUND, AT = 'subject sends a record 21 0002 alert 2 70', 1  # what is wrong, and which of the lines that begin so it is


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

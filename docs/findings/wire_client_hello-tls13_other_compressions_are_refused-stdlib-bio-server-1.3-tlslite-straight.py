# A ClientHello of TLS 1.3 names null and nothing else, or is refused: illegal_parameter.
#
# Clause: A ClientHello of TLS 1.3 with other compression methods than null alone is refused with
# illegal_parameter. (RFC 8446 section 4.1.2; MUST)
#
# Came: step 11: the subject alerts fatal illegal_parameter, but it came to fatal decode_error
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal decode_error
# [client_hello.compressions = [1]]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello/tls13_other_compressions_are_refused[stdlib:bio:server:1.3:tlslite:straight]#0

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
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030102050100020103039818230ca9e5172d3f61ffbea13ce03e033c821e5ad3363a09f69124721bb6eb20b8102334"
    "16f93608aecbcea15447c4adf7a16de0551314260ce67d3b54e38863005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a02010001630016000000170000000d001e001c08070808081c081b081a04"
    "0305030603080408090805080a0806080b002b0003020304003300260024001d00208939934ad9eb83245d567903278c"
    "3f46281b8438f0019a5f38a7bd538370f922002d0003020100000b00020100000a0010000e001d001700180019001e01"
    "000101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c100000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "1603010205010002010303e3bacbac44ecce836a0f0b3c1f34330106d647e11fabd545708a9fa80b1681af207aec1583"
    "2ddd9c7687e7120e38677afe82281d09a91342d3865042d0ba7c8ee2005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a02000001630016000000170000000d001e001c08070808081c081b081a04"
    "0305030603080408090805080a0806080b002b0003020304003300260024001d002056fc703a321470d7e56f2494870d"
    "2864a947d587857d1a781d99ac5a7958542b002d0003020100000b00020100000a0010000e001d001700180019001e01"
    "000101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c100000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
subject = BioEnd(ssl, subject_context, server_side=True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030102040100020003032b1d9fe448f4cffc0342a214b7b625669ffe761245047df9d93e3afe787aeee32078dede92"
    "5a180b8e873164499b840f2c77f4051f510640bb5bb67f831b8b7483005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010101630016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300260024001d0020123ecc1abb47b40afd34835b75b8fd"
    "36f16c12cc815f5fa53cac65a45e6b6510002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


FOUND, AT = 'subject sends a record 21 0303 alert 2 50', 2  # what is wrong, and which of the lines that begin so it is


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

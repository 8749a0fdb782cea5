# A second ClientHello nobody asked for is refused: unexpected_message.
#
# Clause: A message that was sent already is unexpected. (RFC 8446 section 4; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac, but
# it came to fatal protocol_version
#
# Origin: handshake: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac
# -> fatal protocol_version [repeat(client_hello)]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_framing/tls13_a_client_hello_sent_twice_is_refused[stdlib:bio:server:1.3:tlslite:straight]#0

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
subject.feed(zlib.decompress(base64.b64decode(b'eNrtUt0rQ3EYfs75nc3vnI2WY2fDfO74qNGUXGxRExfcK7kRjaxMU1yQCy40K2lXSPaROzNcLsnFq5ib+RfIpRTlkgt+81+oPfW+9b49HzePwSRZkSCDsbnkpntGz98fj268KoHXnaXH+Gc88zWZuCoWt7LqXeua+TbeMn/xHbTHc8ZLofR+VAgfhvaun9j5bmT/xMQEfnRZl3SmK6Uc9ZCPLuicTPKSRirx0in1kZ+6qYvqSKfa0hmyyFCWMljEAgLoh4E0UpSmFIYwiAH4oUmQwuIPuMRUoxkeXsU59/BG3qAwC7MyrnCVW7jGrdwGH5jMFGHVCRNNaP25LK4bwyMds47n6ZtEe5v34TGvLm87D4IfY8n05BR6hUACbChvDQ7UCJkLbtSjWWRL8EAOSfCKdPWPA8GwiyMaC89GI7GVVThxi/8Oo1KEShHK+AVK6LDZ')))
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "1403030001011703030045d9696cb922a85692f5a30cffd1654c0a5d7f8e270f1f87a2b58d3b9d016dadb9f2bec481ca"
    "637713eec1d75609523e2cfe65a3c98ccadb8858a017c52f29b1737316e7c591"
))
call('read(65536)', lambda: subject.connection.read(65536))
call('handshake()', lambda: subject.connection.do_handshake())
call('read(65536)', lambda: subject.connection.read(65536))
call("write(b'after the end')", lambda: subject.connection.write(b'after the end'))
call('read(65536)', lambda: subject.connection.read(65536))


FOUND, AT = 'subject: read(65536) -> SSLError (WRONG_VERSION_NUMBER)', 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

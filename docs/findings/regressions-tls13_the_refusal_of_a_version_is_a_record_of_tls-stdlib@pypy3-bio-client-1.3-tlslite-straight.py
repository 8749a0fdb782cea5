# A ServerHello that selects no version there is, whatever legacy_version says, is refused by an alert
# that is a record of TLS itself.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 245 of the record stream: version
# minor 68 is above 4
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/tls13_the_refusal_of_a_version_is_a_record_of_tls[stdlib@pypy3:bio:client:1.3:tlslite:straight]#0

import os
import queue
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUZXWmaLIUd9M95bMuklEL+OlFF+swCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI01OMVZDdmx4aWF4R3BGZDgwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNNTjFWQ3ZseGlheEdwRmQ4MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEQyHWsTMI6XRl7Lm2wKO6kNdUBR5JTtu25kTHFPAktXahKDOlRuOz+LyzgBAwg9XtEwrFxQ3uzhKZIUnP
xp2PnqNFMEMwHQYDVR0OBBYEFMLSK6nIwx7/J24cuG2+sHfQI9pFMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQDpc7Gj6b9wUbBun2C5FDKdZuFmsQIMgyfPZKZlSq9qegIhAMste4z+EccpBwYI3YPlm2ClfiQ2
vfVGJmggoc/epnpK
-----END CERTIFICATE-----
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
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303007a020000760344fe0071dadd9a0b41386839c7836a4f6c9431769deae1300386b50690fcc193d8208cbaaee7"
    "13ab9ee18257983bb4ca3feec091de1386f794754aa30ca932d298af130200002e00330024001d00209385930734d0a8"
    "2d391c8cff20d39f2320eb7aaa5ef09337a8ea47e2d5a1502f002b0002ffff140303000101170303001755bf9d886e47"
    "a78902a7ef60db43549729d1b994416af6170303024f4140b7d81905f00dafb6d6d90de8cf05ca893a00eb9c8fe35521"
    "b5ecffc6e044daf617ed9a44d6cfbbf5adf391b9a4d53250c304b7e0767d345fb3916e89c469e5798cfa19847666d60a"
    "b97a110f592c8163edff8ecff75108d7ec2edcbc8721688d2b97d7a3e9ef129d7812a785aa3487ade8ef2126556cad1c"
    "cd034653c5a1ccd8892a7df2a31ee057585636f9dee9499aca9b77da8419bbc8a75eeb60a26a4efc74d66da32c5086a2"
    "6bed0149c973400415fbf46680aaf7d74c08ebb68759f1e2c70dd3f5d5f61e884507e443bf569953a253920052ee4259"
    "d5276231eb7bc5ef844b698ba90a16e4c69858e84de59b32cf49d04767ed9acc989840affcf6d1b0c29b1c306dfebae8"
    "c0eb39faa13c4e4bddf58a5731d5d4e4ebb406896d8aaa250799d2dfc7952c9d231da1410069aa8ad06afa020d409211"
    "e499091c61999418089a766b1a4cd45acba18b91a946320e2b1a5fe55b20bb54a24e210b5edb9a3dbf14c6b86ee4d723"
    "339e26522f305c003c6e3f18daf1ecc1ef1c3f71367c623840749358af8f9d2653cdc24ad1febada11fe98818d89d911"
    "3f44a7cb4c3de7a167de8008ae6eafeefcdb7a09ba6b2a2c9907ae762b87397c9d789787a22a9b44254825ca1869ab7c"
    "18739a9731621e33c1993311f74a12e408bc618e3f21f1724eb49a2556a2897bba18edb8daf156e8e1ac0ee57e2b8348"
    "c31669fa614c9c45fd0c06eb51276e44d3b79946ae453b09f9107a25392602e996003bde5221a6a61d1f97041928665b"
    "285404a034249900363e061356bcba82e784f655e860a838c5514bab23152bdf5773a6c11f17030300600f41a68321d8"
    "64d32b181f253e41042264adc87e9f66f2a974eaeb24c88c6b32bd41879ebd90a7cfd96bd484d91219107c9fe3efa26c"
    "06fd367e52994f7442c5cc5dbed5407d6c19554849acdb5325b7f09dd3c8a288f93f83e61790439d5f04170303004526"
    "66186750c875f6ba76aab71034bd0b813650389097c9d041c8da769b1fea1a535777b2865068363060885e31228e25dd"
    "89b0afeda6d08b52089231d6ef535778fd5c755a"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0344 alert 2 47', 1  # what is wrong, and which of the lines that begin so it is


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

# A ServerHello that selects no version there is, whatever legacy_version says, is refused by an alert
# that is a record of TLS itself.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 245 of the record stream: version
# minor 68 is above 4
#
# Origin: any: output-is-well-formed
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
MIIByDCCAW+gAwIBAgIUTZ5F7+EBTArzDEuPW4PQSVjK4lgwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19jdUVWQU5PaUlYZVVLTWgwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNfY3VFVkFOT2lJWGVVS01oMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE6YYQkCdz5O/M6LTdMWxNdPDZRTFxnAWl8dq3jm236S5zdnngW/JaW09yyMli1bOE05HEQVbYgGyZ0A1A
DeSTBaNFMEMwHQYDVR0OBBYEFHP6okAYvF4alrNqAec0M6v5LqmaMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCID9dbjhsi60PwXhC2fhQPZh9OkY3zaE/9fxWa1sAfoSOAiAzgtuq/XwOLFH1/g4NX4OvtGz9Lk4B
qe0Eso14WWw6Uw==
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
    "160303007a0200007603440af0ac8c58ed40bc56eae4d45383ee5928c504215e5f030f96a8b5a04cdb214d202b61dcb2"
    "5be0348fba3422184fb77a814a8a205df47f51c844352939b3993dec130200002e00330024001d0020d236a63487739d"
    "0ebe7d9fd32a717b88a05908bc9b4b30a14b9c09f698d6bf5d002b0002ffff1403030001011703030017d2dd43cfe7d9"
    "b66a57f7eee93ccf1f58e9ff7746c61885170303024e552e5b57494bec6ebe9efb705efd18cd8ebcbf7913d94d5b7625"
    "62b60649f27d66dc3bbf9cfc221f317af73c9ba30f3fc59c3650c76f088ecc99c3d94ffb558e6c1714baf71ff3c36e5a"
    "2bcfeafc0a0278224edaa1f3dca45bf77ce9240353ff72d7b10f8cebea938600688524d0b014531dcfa9108544b44a2e"
    "1f923b82f7cfe59d28bdaeb0ac6a43e48889ba73a2a821628b4a9841a953936e4ec86171a6a56040dce12d588bf9bacc"
    "3355ba151079db3e0fd072ae9700d87eeed1913002356a4cc4de53d44b7ea152cb26f087e070f71c89bc2ab0b306e1cb"
    "0898032116a64476ecdf8e3831ecd9af6208b7d2be5d3b7808bf3520e7e6b8ed76fd4e9d55df7a654427ced353f2866e"
    "08f1a09e34ca6b68d92b81af058c2d8fb357e3ea2f911ff1d120a23eb6123297421b2140a910df6d8f47986af5abc00b"
    "0eb72596c4d6e6c822d53e9580f8d40cc7e879ae7696faef391ca50a99f9fdf975927cd7501767fb47593cad05b4956e"
    "970e50f6f6f37b13cc449bba8528acfd1f161f292b365ab0cc5cf402163ce7618a293d6146fbf66633166ac2a00d66de"
    "0cedee86a4894c3350587ada2c6d2a4df0c2b1c55df10e8cd94f08f33abeca39940ed7551f360530a9b1a0107bd620c8"
    "98773865b9f57999a87db52395033b3a3e5e1d2fb4a0940aff3db84d3f6b75e0810eb897e5abd5a4d9fc52860c9198dc"
    "957e2117e8fef67ce1af9fac44c496f825049c45dc08bcda7a7c6bd063575c86fe76bbba6a24ac790f65c2970cea717a"
    "d4f9e17fb1605f2fb2698deb315bb75275bbf18a15396bc061bc2de6c45fdab40b9b34fb17030300618352432ac75bfd"
    "0c109ad314cf002d27bd6b035f4b8785f536e8c5efbd3e40748cfab48756a4b4d1e2f6dbac33aa1d3accf5dc87392830"
    "f4a6eeedaa29b8177e1bf2531fc5625623ac65c63718a88122f4b3901ab092e6a2d4e1d7c4601d39f2df170303004549"
    "6cc0e1da4e510df8c521544b4ddf981b96cef06505f0d6f46a9aa91caa0455d9d7467b1b12e5e42b7332e85e0dbe2f79"
    "9911e75dfc8988c69c969bd6d66ca6506d7b84ee"
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

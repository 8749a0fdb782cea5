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
# regressions/tls13_the_refusal_of_a_version_is_a_record_of_tls[stdlib:bio:client:1.3:tlslite:straight]#0

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
MIIByTCCAW+gAwIBAgIUENf4T/eTZvReitbBm/pL0mLJSdYwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI3B6TlEtYVVmX010ZVVxVkYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNwek5RLWFVZl9NdGVVcVZGMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEPltQ1XW2NRoBaMV3Jo8dsu/dqqumjW5EPgMDjltSH/fnS15KpuMq6h4r1wLThM+ZawmmbAxaSu5xFOqt
lhAMyKNFMEMwHQYDVR0OBBYEFBqibw7BJTcl23BsN62qhfQmJVVfMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCIQCjhHKAK2rri81bPQHPkvEDESz9z4Ky+fkXLAL0xCwEaQIgEjekPLz5UvcpgfH5TzL/VCWTa+uP
9OoqWZiGbUm1QFU=
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303007a0200007603446b6a18e63250ccc8f10ed708e0c8cd4c761085f10c9c28e8baff8daeee6b191020bf2470d8"
    "a9a923cbce877cb8952a09bb76638124fbf262206eca62c2f014f39e130200002e00330024001d002002cbe2176b3c05"
    "3f493840d7619c18eb86079874ff58eb356b6caf066198be3c002b0002ffff140303000101170303001769c8cf94511d"
    "54bd2ad24ae12878e91780c7f89dd1e242170303024fddd29a3792848c6e58e0d09c14cfeb232f91610e68d378ed05b3"
    "a072f1529f28f40e0d07dac434d127f2a9195845c6174a0dc5b9afce5abedbd557123f4512ca4eb392066de43b7856de"
    "20c98f81ead260d8a4d131b894aff2e525a1f5931d08e4a209ad05a5b30d1a121993f2ba028bcdee0d61b1e7e1af30e9"
    "a1bb61fa664ea1ab441a321f31d80b0d94b76b34e36892a263c6a3fb6a73b1690d419b28a6e34f0f95d42965f3e1261e"
    "17e7680b5908bcb28fd3433add98a5ad90aad745b91678311d41c7aa0b64d7eb82eaa955bf072ac0608abec537d510a2"
    "1691d4c643e597efc060ef07636b915ef4495c64e45c2787763c0bb473c4b1029e612f61b9aa3b75e6b00e4f855634aa"
    "97ca6ccc0885ebf6f36bdc5b72223bcb619c9cc23d7ca0df8d23ce560c0a80afb9cc5f060865f448b7d910aac75a8fbc"
    "5c6cad169473e762b0ed20c411bcfd98da8f954aaced84e75e8fc5ab81e7162f7888e2f1c33f64144fb0cbd002d99afc"
    "bcfea5cabc0cade109666585eb04853feafa63020c51a28e2458a4b9e3343ca1d21f9bfd041946bcc2e340980b644069"
    "7a1c0a7c0be498f3b2346de9d3181599a154386918b8dd2c87d34b18da235dcefbd074a0ac7a8ff60fb6485a1d95caeb"
    "be4f9f8e06f7853f20baa66c30eae446252d016bb7720221ef60852e6eafd9681cfb1b45724847d6302045fb37fcbf45"
    "4aa8022028e80efb181d60fbd3126aec3152f25d7cf03213a0b4f7fd4bd64101d810cd3b7d2314fb4898fc78fc7413a9"
    "8e07993e4d318269acc136a9ef622b40e868debdf10644762e675f75314a51ac30f86e72121703030060e9bf942abff5"
    "667583a7f9e8c942f791396bbc8558b419b7a17d5c1a433f3b95525c08fe6e3ce5bdfe6067fe568f8adaafa7a3df0f19"
    "ab0eb5315995c200bcd2f2e4274dcd0926930a89964dca5670731c68682f41b4ec3495949dc815a84821170303004556"
    "f2f3f893b7a4f683db161ca7b8b92961bf0c36a9a0c14d02c71f0fae231b22f26da728c60d2e007cb3ab9a96625daad6"
    "4ea5bab9287bc74b4c97f49f7265623818996222"
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

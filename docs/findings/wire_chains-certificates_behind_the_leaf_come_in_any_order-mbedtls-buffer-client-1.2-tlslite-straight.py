# A chain of two authorities is good in any order, and with repetitions, if the leaf is first.
#
# Clause: Implementations bear extraneous certificates and certificates in any order, the end entity's
# aside, which is first. (RFC 8446 section 4.4.2; SHOULD)
#
# Came: step 3: subject handshake() returns, but it came to TLSError (TLSError([0x2700] 'X509 -
# Certificate verification failed, e.g. CRL, CA or signature check failed'))
#
# Origin: handshake: subject handshake returns -> TLSError [move(certificate.entries[2], 1)]
#
# It needs python-mbedtls and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_chains/certificates_behind_the_leaf_come_in_any_order[mbedtls:buffer:client:1.2:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUSBqvAVwqzq5zflSdqTvqgSHgSuswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0c1dlp3eWJ6UWdwRVdFSXUwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNHNXZad3lielFncEVXRUl1MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
NsmcI83lEUzY/UUdWU0iT1UkTsn8QuzlD4knuiUGDtl5CkL5quxWauP42BdC75iM
BfDK98V4+hN9sUcd9SPqG6NFMEMwHQYDVR0OBBYEFH0lTfnjpNwq5YGm2pBTFQqB
/aGxMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0gAMEUCIQDwgEOyxybAC7fsuGAKt127oP6mx7G8/0pZ5IBwcDvDVQIgXErX
gl9Sg0yAdRPgpEG2Utx5dTtmnjXC1Z/lEeP2krY=
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class BufferEnd:
    """A buffer. What it has no room for waits."""

    def __init__(self, context, *name):
        self.context, self.queue = context, bytearray()
        self.connection = context.wrap_buffers(*name)

    def feed(self, data):
        self.queue += data
        self.hand_in()

    def take(self):
        taken = self.connection.peek_outgoing(1 << 20)
        self.connection.consume_outgoing(len(taken))
        return taken

    def hand_in(self):
        while self.queue:
            piece = bytes(self.queue[:16384])
            try:
                self.connection.receive_from_network(piece)
            except tls.WantReadError:
                return
            del self.queue[: len(piece)]

    def do(self, call, *args):
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()

    def handshake(self):
        """One call is one step."""
        result = self.connection.do_handshake()
        for _ in range(39):
            if self.connection.cipher() is not None:
                break
            result = self.connection.do_handshake()
        return result


def portray(value):
    return value  # it is plain data


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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


WANTS = (tls.WantReadError, tls.WantWriteError,)


subject_context = tls.ClientContext(tls.TLSConfiguration(
    lowest_supported_version=tls.TLSVersion.TLSv1_2,
    highest_supported_version=tls.TLSVersion.TLSv1_2,
    validate_certificates=True,
    trust_store=tls.TrustStore.from_pem_file(path('ca.pem')),
))
subject = BufferEnd(subject_context, 'localhost')
call('handshake()', lambda: subject.do(subject.handshake))
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "160303005f0200005b0303675be5f5dd6fd5582e07f21b0c2b31b845e3c1a28b3f4aca350f79db0a55ac09201d1f3f22"
    "2e0d378f91c368e1d9ce9f605e074adfbeb3f6c904e89c8cd84de9ebcca900001300170000ff01000100000b00020100"
    "00230000160303061b0b0006170006140002313082022d308201d3a003020102021429334d0f5ed8c7274e0d7d14a390"
    "e642ae4ecbb7300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e31312530"
    "23060355040b0c1c54657374696e672043412023643530726a305a53675477415f6230703020170d3030303130313030"
    "303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d652076312e322e"
    "3131273025060355040b0c1e54657374696e6720636572742023704c2d50684d786373396d77306b7741305930130607"
    "2a8648ce3d020106082a8648ce3d0301070342000488695d9aa28aa2580772c27aa78083e73ccdfa3c4ba5e548430efc"
    "5783977305859c4d1cd0febae532d57336128810523bb2301ed2d591d5ef282a742e7d7387a381a63081a3301d060355"
    "1d0e041604148d43cfd20c2d99786ca2f26a39c5fbc2f4efc31c300c0603551d130101ff04023000301f0603551d2304"
    "1830168014386897666273d3a1405805db41e43b3a3c9fe4d530170603551d110101ff040d300b82096c6f63616c686f"
    "7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b0601050507030206082b060105"
    "0507030106082b06010505070303300a06082a8648ce3d040302034800304502210090ebd5f762e14d83c3a02f54afec"
    "6e1d0343559441da58e9b2b60b6008a13cf70220617962209addb0f511986d737b29366bafe58a441be69db615028642"
    "a2f0afd50001ed308201e930820190a003020102021455f3f759e553289c2adef82a8069aaf522ec50e4300a06082a86"
    "48ce3d040302304031173015060355040a0c0e74727573746d652076312e322e3131253023060355040b0c1c54657374"
    "696e6720434120234735765a7779627a51677045574549753020170d3030303130313030303030305a180f3330303030"
    "3130313030303030305a304031173015060355040a0c0e74727573746d652076312e322e3131253023060355040b0c1c"
    "54657374696e67204341202341586f586b68485f675154493630594b3059301306072a8648ce3d020106082a8648ce3d"
    "03010703420004b51035171b779083f3b1876cb0ad4b055330dbd20658402fb752977c6ef8f1f67b2c682057abc9403e"
    "395b1ce5e6adcb418466b220c1ba6de50d120c84f2020fa3663064301d0603551d0e04160414e4b951fb959ee02da568"
    "8de72868789b63297d2e30120603551d130101ff040830060101ff020108301f0603551d230418301680147d254df9e3"
    "a4dc2ae581a6da9053150a81fda1b1300e0603551d0f0101ff040403020186300a06082a8648ce3d0403020347003044"
    "02202e814ca2d86f067bb223ca7d981dba33225ef4263b7a95451f2826183ecf01720220773c3e6afced124135c61ec1"
    "9b8309c9132c197fb66807967f05beaf47b81ef40001ed308201e930820190a00302010202147cf02389acbe4eb080f8"
    "3ef81a7b312081222ae2300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e322e"
    "3131253023060355040b0c1c54657374696e67204341202341586f586b68485f675154493630594b3020170d30303031"
    "30313030303030305a180f33303030303130313030303030305a304031173015060355040a0c0e74727573746d652076"
    "312e322e3131253023060355040b0c1c54657374696e672043412023643530726a305a53675477415f62307030593013"
    "06072a8648ce3d020106082a8648ce3d03010703420004d52c117601e1d6687bb430418082342cba7bfd1913b4cdd72e"
    "bfacb61e34ab3fa53b333e1b79e7c604ec8d789706d912143e500bc75799bfe4c52f82881ba045a3663064301d060355"
    "1d0e04160414386897666273d3a1405805db41e43b3a3c9fe4d530120603551d130101ff040830060101ff020107301f"
    "0603551d23041830168014e4b951fb959ee02da5688de72868789b63297d2e300e0603551d0f0101ff04040302018630"
    "0a06082a8648ce3d040302034700304402201f11dc3b7bdd3f48ec7ea3e464d26013be5109388c7ef215ad304bd09d7d"
    "adb002201c2928ed5862ff1e453618af7742aebfe4afa764cb11743846e74b3d4befcd6a16030300d80c0000d4030019"
    "8504013a050d014096ac731fe6d13b8a965baa70c28b80bf3b56e025749b314972aedde6ea5513258ad5bf00d29c9836"
    "2092930c628fed4c0336636da0be35716b9883b800ccd7dadc2cba788c2b5209219da2c803814dfb085af08e2fbeda1d"
    "5430fdf2a48bc2b01c747e1db3b9543d0e41e48701320a7beffc05cbd2ebffab5cd99afd3d4f040300473045022100a0"
    "cb513f80d821edf1e05d01b2be6c89e2eb50c2b52330835725ac24a1546c7702205a280305ad832dc1922128bb9ecb14"
    "a2ca999d98c66ede4b75c005d5afb2190816030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = "subject: handshake() -> TLSError (TLSError([0x2700] 'X509 - Certificate verification failed, e.g. CRL, CA or signature check failed'))", 2  # what is wrong, and which of the lines that begin so it is


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

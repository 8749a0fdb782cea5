# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to Error (unexpected message)
#
# Origin: handshake: subject handshake returns -> Error unexpected message [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[pyopenssl:pyopenssl:client:1.3:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUIQF/+PZEPZeNxcfta8V9dPTm8H8wCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0xQbXlFVGZ6Sy1USVliZ0IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNMUG15RVRmekstVElZYmdCMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
6h+9SfqdJ5/dC+XbTTmYOsiOIm3PuZi/b4Yni7LSu44NgNG/3evFmH4Ddbx99jiJ
31oJreNSCFymvHcGpoylR6NFMEMwHQYDVR0OBBYEFB7ZvjsFURn29T7jvQDcycfb
ExADMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0kAMEYCIQC2RfTzAF2Ts6eMoGOBWqoq10QfiOWz4D9epLzccOoc6QIhAPew
P5xSYlgR6uEpYOHzTyQVbJArU1JDIPYvrtAZrvJk
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class OpensslEnd:
    """A Connection over memory BIOs."""

    def __init__(self, context, server, name=None, session=None):
        self.connection = SSL.Connection(context, None)
        if server:
            self.connection.set_accept_state()
            return
        self.connection.set_connect_state()
        if name is not None:
            self.connection.set_tlsext_host_name(name)
        if session is not None:
            self.connection.set_session(session[0])

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while True:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                return taken


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


WANTS = (SSL.WantReadError, SSL.WantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "140303000101160303007a0200007603030eb9c9875677249224b14c61deedfd1ea31b0dab0cb7d29a2bbbd22df77ec3"
    "0320629de9cce2ad39089b5fd08e6ee0de3248c76e11de86dce731f3dd30cd40f8a0130200002e00330024001d00203c"
    "2caa9ae5c670d080ff170601b22f3e0753438a289967bf307d6894bd64ed45002b000203041403030001011703030017"
    "a84a517ab60f7974d3d8a7c3913dcf01bbaed42b665afb170303024fbdb7fd2b73adb30d1737ad2079ac74dbf8919102"
    "39ffc1e14517d501c2588be933fa44981acb7bc8e356a5d376c8aee3b49d9e03bb0fb697cbdd25954bc306e092c9dd88"
    "6ae94fab27ae45140eb26195d071f653031a4574deff2e59329d85b50de3263971f2674801ff1b85ea625942db4cc46e"
    "c8e8bd3cd9635f9dc2633e6f7e1b4cd7f8b346d2e557d57a972c35dd19b23c6981de74f30c88bce10da2aeb14739ed62"
    "372b444f394538fc13a59d03f7fdfd45c7f6151a1b12423cc3eee39df6eae748535625de667fae1de88c44bb2f1776ff"
    "bf6908205bb26de281f55500c6cc53d8b23eb6dd87c07975cb70f07bdc719ee5453494f598adafb87c8e4d01a11f3c3c"
    "bb07fc6800e15d7e0f3bc5eefa041c12f735642e5d060c56ecc572ac76c228a07737bc7b2f2daaa608f1bfaef681bc91"
    "2229400bae571f9dcd88825635022f663234ec4f60bc17874da71967bde5220e5d36af597b1ab315f96845d527731123"
    "24f88825531d870b08c4da9305fc17a5adec6f04798b578e4aab5d1a31c81199ea70664f7843a495903c4b868df58b68"
    "f10012cd8dfa49ee40c2ca58b6b6efb9b5d1835333fb7a68fba536234e8fc924bc3ad433804d0ce6f77ac76f2692ae3a"
    "7ae3b23762c7602b791396c26d98b50faff4cb6804f5e62fcfcb94cdc9260e95b88d3f4f0ee395298dc1b6d4bbfd0dfd"
    "1ebd75d3026f980fed5f9b019ae69e01fe0d14c460a4d9880509f0927b3137171e2c144f1bba14d84fd670a566d2dc0d"
    "3f27495f6bb7afe82f02a5e7b06d15672324741c6459638861d2c4dacbe6c1af5644283050102d5a7b11b5170303005f"
    "9a8bf3bb0b30d65067da26bd886b5a3424e73daafad5708b3f1783c63d438cba67a3dbeac4a93a6993e8bf600221cf49"
    "c85fa9e65212717d286ccc9760e2bc4aa9938f78275ceb776b5b0fa1fd5fc8416cbbdb7e8a63eb389fc17ecc01905517"
    "0303004564468a7e9dbac00e2c403ccffacc9d7ba348710e3ce0c8f934a2379efddf1de6cefedbd9ec0d28e54c2f4c84"
    "f479d686d4d78c117cbf44fd4b72cd86de7760ef4ba0d6bda3"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> Error (unexpected message)', 1  # what is wrong, and which of the lines that begin so it is


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

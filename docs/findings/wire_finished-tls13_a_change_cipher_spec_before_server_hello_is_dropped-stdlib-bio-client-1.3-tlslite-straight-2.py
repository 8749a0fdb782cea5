# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to SSLError (UNEXPECTED_RECORD)
#
# Origin: handshake: subject handshake returns -> SSLError UNEXPECTED_RECORD [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[stdlib:bio:client:1.3:tlslite:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUXZsGuynXihfw5bk+zPGlWOC+4FcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNrSzVYQktuRC0ycEZFUnFNMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7d282Qt76MhHzB19ZVFRHodPWhlVZUIKMnmv3Z53DEFC5iNM9brgIZJGCMy1HWthF6yZpA0N3+eq5U5t
XxCQtKNFMEMwHQYDVR0OBBYEFEliMAEpJoOIc4UaazlDlyjXLTDXMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0cAMEQCIFL1ckYE8z8ggdZ4VZ+RgYvfyDeb70enOBJpuAb4vz9bAiBcHIPClUKZ7tuxVy8hisp+2ERHkVXA
6hOQQaCvIJMP1w==
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


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = BioEnd(ssl, subject_context, server_side=False, server_hostname='localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "140303000101160303007a02000076030363875f1ea74ff9f1c78f2c328b09e0973c7341645d35936a7c6ee7f3b80a3c"
    "19201a7e03a1edceba1bd62fea03d5ffe4aab7e94cc84e90831539e57c7c4cfe3c85130200002e00330024001d002021"
    "019126fbaec9aa7725eeaaacfbeaac1014f5ee000ea2ad60e3c58dbed85a41002b000203041403030001011703030017"
    "3ee172d726cf64fb1d3b651b386568fd7c1e1e39e3d2951703030250eaf944228de31f8e79fdf993ad7bdb16f579a6c3"
    "be3bc977e3785d5738a6ec6eb76541a579ab1704aee93071bb3130e4ee98a65b56514992fa14b6356e4ac264e8fda787"
    "e5b12f3e145eb4bdd29aab6e60ef453a03b4a89f93c3ef5ac8a71aadbe52fd6c4bcad38d5365002c56c0115fad4e4502"
    "1181aa68a61b11b6d396d51c5355bb6ce7acbf83ffa4890a645b34478d1cfeb47ef5c9ed1b836c18b2e4c53262ea0a75"
    "90b353f98f469881a9001958894a3fb2d6fc62678eb4e78d5314f8a9de85deb55fc505cd3038d117ff53d59e7201cec6"
    "e0e910959705011c676711eb869993ab1c923d365fb892695e03ba6c0ff6e823492631ce012591077bcf65b3929d5995"
    "5c17031efea9ecd9d94737a075d7f70a1f764b3af8e783874f97ac537e4a1f19955c5f3e844f75e7ab4ca45846baeb73"
    "67d3a08a57a6f87e242602b482fdce41345cd7bc0a7b1742f8d9b552164afaa9dffa124018c5ef0b25fafd164e3e6cb6"
    "9f5012795e179c3549e67df9315629f89bae67abdc96bcb0143c46ddd34e0ed52ab0dae53b29d68498e3cf96e219a948"
    "baf0619e8c869c63833c79081de1ddf9bce949e113c992049dd3e351b91b99cacbc95d4d2e403d1438e2fda6eeb57e77"
    "d59e26204f27fc695c5cfe57b6e60d97069f837f0ba7907f213ff9064e3657ab73cb590140b491d98d9b4ffd60e6bc70"
    "e7a610a65ac0b9142a699a136c4f0e307f437167b5eb46ddfe7980a6e147eb0fdacf397caa6e0f1d991fb84b073fa92a"
    "82f0742470f5ea38c2c469126fc6b04e29c60688b8bdd1e890f76d8d070b95e292b7ad1fb30d1fd55989ad5017030300"
    "61455a433264bfaee4d7e921b8aace1eb9ddb72ad40944deba346232a78b6ed0f9b3059f407ab2cf30f627e05cfa50c9"
    "493c65198aec99e0065b6829504e587577bcadfc511cc49b8456fe9ee33e4bbd340fa7ee84fa4c81df58ccd9817195ba"
    "8e721703030045af032511b6b7f27d958d0db4fc1640de5732213a8e8855d4a780e28e930f1c0a0ae92bc41c2e3b1a20"
    "e2c71a8ada17512ec4e9b0506f18b0a2fe97643138023bec3d6b5876"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> SSLError (UNEXPECTED_RECORD)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A ServerHello that selects no version there is, whatever legacy_version says, is refused by an alert
# that is a record of TLS itself.
#
# Clause: Everything sent is a sequence of whole records of known types within the size limits. (RFC
# 8446 sections 5.1 and 5.2; RFC 5246 section 6.2; MUST)
#
# Came: output-is-well-formed: the subject's output is no TLS: byte 1471 of the record stream: version
# minor 68 is above 4
#
# Origin: any: output-is-well-formed
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# regressions/tls13_the_refusal_of_a_version_is_a_record_of_tls[pyopenssl:pyopenssl:client:1.3:tlslite:straight]#0

import os
import queue
import re
import sys
import tempfile
import types

from OpenSSL import SSL


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


WANTS = (SSL.WantReadError, SSL.WantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "160303007a020000760344a5cb2b4c51c8fb8e06bca546fed0262e0e618815eb9b98c81418d3a185bdbbfa208dce448b"
    "7b727d434e5e45c7bb0d7ca35b7069cec2ca063a8bc6e89172341b6f130200002e00330024001d00200816c90335b2ab"
    "a6f23b9299005c9436a354ad28a36dc48e0d5c0bbb26650d62002b0002ffff14030300010117030300173416053c9387"
    "b97feb19fc95ebebb74dffa474f03fd6e9170303024fc21c112e29716c05fff34fa80fa6d9e63b3266443a477ef1dc9d"
    "d04f7c54a3b38242819c6e979f4b13bd1015e454b8388ada2edcdd9a6c8e666cc759702b41d4ea0ee9880c0e843dbc7a"
    "186f2ae236cbb492d80907a9608f4c3dd816f45c4d04c00e86e43176efe09e12f32515ecec6badf136ca555e01138ff4"
    "cf5fce0b3579ae092d1caff038537eb9abd02d064e9691de1e8fd0b97c30978f17923e1c9c04d3a933a3980856f9e08b"
    "b217dd533d632da9d571b301afbf0a6518700dfdab922465ab315f9cd405dfcd3fbe6924d1b4d913ff31839a00dc8b21"
    "a3ca99b65c7f2692377baf6dac4818941495b259da3f64e85afc44ec981b7a4317de140ddc00b08569832477274a3db5"
    "000c8ee3b51762f28f02618fb0efee3e0bd463693539fda3bdb0354aa67cefeb437622caefe31cd1167beda1fe5ce3bc"
    "0a1c97ae9af94421525d902f23b051a77270d98db33e0d5da3870c4f18edf221862d67d42c883876f70df60711ca14c7"
    "e61557b0cb68da49fa1667feb4cb55cb35527933ff32c7d696aee90485a4366a5014fc0f444734e052723cce2bf48b71"
    "f79441ffd4f8394f0951934da52b76e37a2c2597472b29a59232e94af5029748675b51b5cd193a76ff7f89257c91b3c9"
    "88eedbf934946e4eef3005e22c8adaa1c6ec4725edbeda866e3389410bf4db71786ed1f2372a21e21313cbb33b834e77"
    "f330364dbae3f79df6845aee734c72dc2edb5429065d1098d6d8feea4960f20abb42a208ff5b07aadd451e4d057a95ba"
    "9a2e25151dee1be10d3cf50413b70f7d0c408f54d6d44050fd8dbaa2949517a8d705219fc217030300605b52acf5614e"
    "ca5e03a31c480e54a524e2c11a85c704c8cc2a9ae27fc1ae503600bac7e10798aef531b2850c9ea95367c1bf0151059f"
    "b1fd10bf005f1ee49c089d4359fd30af1d5d68e5c5bedf358f9a539177eb38b68f8c77eeda16cd63be89170303004592"
    "fce08a8f09621a6404afa8fa36f37baa408b89133c9482b1569fcc289c0668fefe4424a71d65b56921a562d84131d817"
    "2d23ddb53b510cebfb3ff61aee4e7cdc730d5cfe"
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

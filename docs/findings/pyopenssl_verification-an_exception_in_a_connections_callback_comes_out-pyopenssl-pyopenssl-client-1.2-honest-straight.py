# An exception of the Connection's own callback comes out as one of its Context's does.
#
# Clause: An exception of a verify callback is propagated to the caller, whether its Context or the
# Connection has it. (pyOpenSSL changelog 26.4.1, verify callbacks; API contract)
#
# Came: step 3: subject handshake() raises foreign as exactly LookupError, but it came to Error
# (certificate verify failed)
#
# Origin: handshake: subject handshake raises foreign as exactly LookupError -> Error certificate
# verify failed
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# pyopenssl_verification/an_exception_in_a_connections_callback_comes_out[pyopenssl:pyopenssl:client:1.2:honest:straight]#0

import os
import re
import socket
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUV0yrCtjTTAnB9VRNgEW5h4199ckwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNGOXRHWS05NHpXUVZZcTRmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtunUZOdJ0HBBjtEf2JAylrZb8PgPY/i2/DZ3rjNTEb9uxscmk7OOVQS5L57R/kDgTDU2wCcgvSNDlrII
SX0yMKNFMEMwHQYDVR0OBBYEFGYODSn+JqcIPdcPwCfTTVjOnZGQMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIB45dYJtGUqEOfK3eNdHXAoA4Dtf0VxrvVa0VSultF7lAiEAlY9AGCw2uv6TYdwfm+1HFE9Ssasf
xalt4G4ArGXkPjs=
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
    """A Connection over memory BIOs, or over a socket."""

    def __init__(self, context, *how, **named):
        self.context, self.how, self.named = context, how, named
        self.made = None

    @property
    def connection(self):
        """Made when it is first needed: until then its Context may be changed."""
        if self.made is None:
            self.made = self.make(*self.how, **self.named)
        return self.made

    def make(self, server, name=None, session=None, socket=None):
        connection = SSL.Connection(self.context, socket)
        if server:
            connection.set_accept_state()
            return connection
        connection.set_connect_state()
        if name is not None:
            connection.set_tlsext_host_name(name)
        if session is not None:
            connection.set_session(session[0])
        return connection

    def feed(self, data):
        self.connection.bio_write(data)

    def take(self):
        taken = b""
        while self.made is not None:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                break
        return taken


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
    if isinstance(value, list):
        return [portray(each) for each in value]
    if isinstance(value, dict):
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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


def callback(returns=None, raises=None, does=None):
    def noting(*arguments, **named):
        noting.calls.append((*arguments, *named.values()))
        if does:
            does(arguments)
        if raises:
            raise raises("planned by the scenario")
        return returns(arguments) if returns else None

    noting.calls = []
    return noting


WANTS = (SSL.WantReadError, SSL.WantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_2_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('callback(raises LookupError)', lambda: callback(raises=LookupError), 'noted')
call('connection.set_verify(ssl.VERIFY_PEER, noted)', lambda: subject.connection.set_verify(SSL.VERIFY_PEER, things.noted))
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030300410200003d030356251de6ef0e7cd1bf2d7c3e078d0e27e7cb8dc92065507c91511d596766962000c02c0000"
    "15ff01000100000b0004030001020023000000170000160303023a0b0002360002330002303082022c308201d3a00302"
    "0102021433b8be435c4183829f66e76a27a49aca8c355a02300a06082a8648ce3d040302304031173015060355040a0c"
    "0e74727573746d652076312e322e3131253023060355040b0c1c54657374696e67204341202346397447592d39347a57"
    "5156597134663020170d3030303130313030303030305a180f33303030303130313030303030305a3042311730150603"
    "55040a0c0e74727573746d652076312e322e3131273025060355040b0c1e54657374696e672063657274202373724d38"
    "4a75417349584a61626b4a483059301306072a8648ce3d020106082a8648ce3d03010703420004ee72acf14dbfec9d51"
    "5bfff8dfc41359773b924aef95c8f136b7f033e3ed187bee50f69f82674e09d132b38ad6b2e90efdfcc482a2b0870db5"
    "97e5c9039e30eaa381a63081a3301d0603551d0e041604146a306a4302e30967cd770bf70d5dc7fefaacc6fd300c0603"
    "551d130101ff04023000301f0603551d23041830168014660e0d29fe26a7083dd70fc027d34d58ce9d91903017060355"
    "1d110101ff040d300b82096c6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420"
    "301e06082b0601050507030206082b0601050507030106082b06010505070303300a06082a8648ce3d04030203470030"
    "44022044f1ace07b225134c42f45485ac75ec76d68a66b87bcb15b68ade35258f9899b02205aca6da07fd48fcf79e491"
    "4de97c1711d40f9fbee6c53590902c5ac804c4b47b16030300730c00006f03001d2017138e632d8c5de616d9a9636656"
    "f196a3c28ae9bed206e7fa6c2f2dc349746d04030047304502206cc6757721941ea876d7233bc728f8c325739f1d7297"
    "1b52f0a23e5181d4c826022100ec5b75527ec1929139ed8715d3eeb85f3d65c9f12ec063df7b025a2cbb18860a160303"
    "00040e000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> Error (certificate verify failed)', 3  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

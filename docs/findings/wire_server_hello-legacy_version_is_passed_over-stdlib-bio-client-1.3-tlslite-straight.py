# Beside supported_versions a client makes nothing of the server's legacy_version.
#
# Clause: Beside supported_versions a client makes nothing of the server's legacy_version. (RFC 8446
# section 4.2.1; MUST)
#
# Came: step 2: subject handshake() returns, but it came to SSLError (INVALID_TRINOMIAL_BASIS)
#
# Origin: handshake: subject handshake returns -> SSLError INVALID_TRINOMIAL_BASIS
# [server_hello.legacy_version = 0x0304]
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello/legacy_version_is_passed_over[stdlib:bio:client:1.3:tlslite:straight]#0

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
    "160303007a0200007603042bff87f1b56305de5212eb5f064b1e30593bae8c294cb3b6ecf0cb923fb0525e20338fae51"
    "ff271afd69356090af4de7e07ca3834e51840217a4695532c9d89213130200002e00330024001d0020b8b0d6135f5961"
    "4536722e7267de701f2022dc80e9a69a22a1ab01a6f6e96257002b000203041403030001011703030017e8f589889888"
    "94d9b5535008094a27e883654b60dbbc4817030302508f3e652abdb05cd9cfff76bc609e5df8c1092567245d1eeebab2"
    "7020fe06c50dd6a1cb01b72d910d135e1724e3e099e333009b30242cf643b76168da94dccf1d372c261d3b6b3376af81"
    "af39697a8ca30169324ef4f113233bc828cea60910232dec80742f38e8272fe9de93a2c0fc9f3bd1a1eb226a39370a41"
    "4f08d1fd551bf50a1fe7fd8d6737ecabc563b04e81deb568d44f45814825cbfa5d3cf5b3c0553b6efceea441d965777b"
    "63c93e22ce0e9cbcc4a7ba7b410a164c62711b19652a10d4f36e8ab1fde8dd9bd985c2a0d8b227f84cdc749252b8c3fc"
    "18cb13f574763540ef3c8be0463ab87dd3e57c0979fa5a4f797d955dae7c7f4acf41a0534d5b0d9bdda0a21e4cb5420f"
    "d24f76df07372b915ce09e57929f93eb6404b75febdb32b93310b475afde377ce5f579ca126bbffca6830f2a1d0b670d"
    "d55a8723ae7ee295f4fb58f04556989aef2c4c41ecab45994b70df5d3a266b3585822113888d275666b17f3deb7e9630"
    "17e9cb27d1ac74567763ee4bff47953ad8e766d362fcd7fdf8c111869206099b13b8a0365c70e94c8f83e81df29d756e"
    "606ac066ec77c3464feb981184f509b8c3a3b0b857546064aa0a125b05201adda40dc109d16b7f9e215cdccbbe75b03e"
    "17a24dc313fefba0e928a2a1228cf722ae7529f23efa3bd30afc24af01557f241553a56ea720b73f7956866b1b6fe2d6"
    "054c448432323fcb75c6c634ef8292dfa020dd1f94c0a4292e9c29688abd11bae5d317fe14144243e51b39db93f678d0"
    "cb5f21ec05ec890d4315e5d3fa3cd318cd336a21078e173b3baca7e4803a1a396da219d5be94170303006116d8daf98d"
    "69c2c88e8b4b8641a8c75ed07790e55bab4ce4dee7a910e9d1fcedf9dabf1fab06917e54a2ff150c0440a50246f2d07e"
    "c35a7999df9f6e1f4c4b24ab7685e38dfed4e310ab843c076f0e81b7274d94b5333f959843d780799266eb0d17030300"
    "4581409a077db5866c48366aa3dba37fae0c172c76d545452ca2e7bb764f405562efbd0f5ebb28216f44869750fcdc14"
    "9396a538742086a050d1a7c07744418488170bcf70c7"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject: handshake() -> SSLError (INVALID_TRINOMIAL_BASIS)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

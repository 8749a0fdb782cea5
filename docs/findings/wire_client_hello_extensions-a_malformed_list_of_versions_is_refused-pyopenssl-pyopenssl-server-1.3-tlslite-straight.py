# supported_versions that is cut short, of odd length, or with a byte behind: decode_error.
#
# Clause: A supported_versions extension that does not parse is refused with decode_error. (RFC 8446
# sections 4.2.1 and 6; MUST)
#
# Came: step 3: the subject alerts fatal decode_error, but it came to fatal protocol_version
#
# Origin: handshake: the subject alerts fatal decode_error -> fatal protocol_version
# [client_hello.extensions[supported_versions].versions.length += 2]
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_client_hello_extensions/a_malformed_list_of_versions_is_refused[pyopenssl:pyopenssl:server:1.3:tlslite:straight]#0

import os
import re
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUOEhdA8b45z7eEZ6He+dBscZgMSAwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I0xQbXlFVGZ6Sy1USVliZ0IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI2ZJNElxWkpDaFpSNUk5V2cwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAR4rmipKdt+GVbgRpLsFmyF++EaxWoMkIvgI88yvtWHd+jrzbupvC1OShf1tj8x
MVEULSGmRR/dEEkEchDScgXGo4GmMIGjMB0GA1UdDgQWBBRsc1C0vG3kUKeZrANp
s75TzxyQkjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFB7ZvjsFURn29T7jvQDc
ycfbExADMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiEA3YBS91S1M28TaqS6gooYdyq1PBhikoHg15R9B7TFg5gC
IBjkIFeCqeVuNR+rSaVIdbLcKZlSiIiRL0luS28xOGwC
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMX2sx6mW3qUqXwBuYX7kabANaHDKx8cuAcp0+7+sF4OoAoGCCqGSM49
AwEHoUQDQgAEeK5oqSnbfhlW4EaS7BZshfvhGsVqDJCL4CPPMr7Vh3fo6827qbwt
TkoX9bY/MTFRFC0hpkUf3RBJBHIQ0nIFxg==
-----END EC PRIVATE KEY-----
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


subject_context = SSL.Context(SSL.TLS_SERVER_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_verify(SSL.VERIFY_NONE)
subject_context.use_certificate_chain_file(path('ecdsa.crt'))
subject_context.use_privatekey_file(path('ecdsa.key'))
subject_context.set_session_id(b'tls-harness')
subject = OpensslEnd(subject_context, True)
call('handshake()', lambda: subject.connection.do_handshake())
subject.feed(bytes.fromhex(
    "16030102040100020003039b1674fa8d39756ee4028cd0f4eb246aa9c17eae6a9e8b357ae6d0156f9ceba720ea3754a8"
    "24903b8c0c4a953528bfd577faebb6c4b1923876a08869ce09c6eaab005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001630016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003040304003300260024001d0020800d794c015ee889c4b4229f897e89"
    "d5c3a80e93ce017fd3e568548b1673c157002d0003020100000b00020100000a0010000e001d001700180019001e0100"
    "0101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374001500c10000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.connection.do_handshake())


FOUND, AT = 'subject sends a record 21 0303 alert 2 70', 0  # what is wrong, and which of the lines that begin so it is


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

# With CERT_REQUIRED a client without a certificate is refused, and reads certificate_required.
#
# Clause: With CERT_REQUIRED a client that has no certificate to show is refused with
# certificate_required. (Python docs, library/ssl, CERT_REQUIRED; CPython test_ssl,
# test_pha_required_nocert; RFC 8446 section 6.2; API contract)
#
# Came: step 23: subject: server.write(b'welcome') raises protocol error or ragged EOF, but it came to
# SSLSyscallError (Some I/O error occurred (_ssl.c:2483))
#
# Origin: handshake: subject server.write(b'welcome') raises protocol error or ragged EOF ->
# SSLSyscallError
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# post_handshake/tls13_a_required_certificate_must_come[stdlib@python3.9:module:client:1.3:honest:straight]#0

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
MIIByjCCAW+gAwIBAgIUagnBnpco13KjPQ3AS8xZJlbqABswCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI25mYlE1Wi12QUttVGxMMUUwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNuZmJRNVotdkFLbVRsTDFFMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE5eBgbBSHNKaT2oFBqSqPgkkoIUGtOc7QfL+6UzumQXraMmHf2CcSvov38zJ9vGxIA5C6hfYQbQVK+DV9
2DTLBaNFMEMwHQYDVR0OBBYEFCIJ9F3RFCXlCctwHLtp40zQrBYOMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0kAMEYCIQD2oCwj6ZdLPaH/9f9n0DDrTANLC8Wd2+OsOrVHD5AYcwIhAMWpRvhDCiyQRnSklB4veDb5fM9K
oWJ/lHegJa6Tr45J
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUP+/JDnzHxiv8iSEhLHlvdbI3EW4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI25mYlE1Wi12QUttVGxMMUUwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0xQcmpsOTdOZjQwMWh1cDAwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARBz6m6IXlE3JElcCnMPOW12SlWNoMCgGRpeP+0xB1ALMWqfVM21Qm7WR1nLTsS8BO51E3yLGrhf5K5
D6unfHEvo4GmMIGjMB0GA1UdDgQWBBSkmqO9ru1l/eeC8C5vpcznFC7dfjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFCIJ9F3R
FCXlCctwHLtp40zQrBYOMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAocNVjpGTDqGf++0ydWEvao0R7POcBpRYtIudO93/
zBICIQC4kC2Rk+xX1WcY14zpG2QdrJLYpcXb2AybU4qoSnlC0w==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIB/ZHkywnl1I6fv+rZqETP3NPMoWFfVGjrglWoDgRREroAoGCCqGSM49AwEHoUQDQgAEQc+puiF5RNyRJXApzDzltdkp
VjaDAoBkaXj/tMQdQCzFqn1TNtUJu1kdZy07EvATudRN8ixq4X+SuQ+rp3xxLw==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)



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
    if type(value) is list:
        return [portray(each) for each in value]
    if type(value) is dict:
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


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
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('context.post_handshake_auth = True', lambda: setattr(subject.context, 'post_handshake_auth', True))
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'server_context')
call("server_context.load_cert_chain(chain_file('ecdsa'), key_file('ecdsa'))", lambda: things.server_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key')))
call("server_context.load_verify_locations(trust_file('ca'))", lambda: things.server_context.load_verify_locations(path('ca.pem')))
call('server_context.verify_mode = ssl.CERT_REQUIRED', lambda: setattr(things.server_context, 'verify_mode', ssl.CERT_REQUIRED))
call('server_context.post_handshake_auth = True', lambda: setattr(things.server_context, 'post_handshake_auth', True))
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_client')
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_server')
call("context.wrap_bio(to_client, to_server, server_hostname='localhost')", lambda: subject.context.wrap_bio(things.to_client, things.to_server, server_hostname='localhost'), 'client')
call('server_context.wrap_bio(to_server, to_client, server_side=True)', lambda: things.server_context.wrap_bio(things.to_server, things.to_client, server_side=True), 'server')
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('client.read(100)', lambda: things.client.read(100))
call('server.verify_client_post_handshake()', lambda: things.server.verify_client_post_handshake())
call("server.write(b'who are you?')", lambda: things.server.write(b'who are you?'))
call('client.read(100)', lambda: things.client.read(100))
call("client.write(b'let me in')", lambda: things.client.write(b'let me in'))
call('server.read(100)', lambda: things.server.read(100))
call('client.read(100)', lambda: things.client.read(100))
call("server.write(b'welcome')", lambda: things.server.write(b'welcome'))


FOUND, AT = "subject: server.write(b'welcome') -> SSLSyscallError (Some I/O error occurred (_ssl.c:2483))", 22  # what is wrong, and which of the lines that begin so it is


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

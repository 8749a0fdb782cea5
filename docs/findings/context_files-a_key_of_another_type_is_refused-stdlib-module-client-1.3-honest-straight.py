# An ECDSA key for an RSA certificate raises SSLError, also where it fits the pair loaded before.
#
# Clause: A key that does not belong to the certificate raises SSLError. (Python docs, library/ssl,
# SSL Contexts, SSLContext.load_cert_chain; API contract)
#
# Came: step 5: subject: fresh.load_cert_chain(chain_file('rsa'), key_file('ecdsa')) raises protocol
# error as exactly SSLError, but it came to None
#
# Origin: handshake: subject fresh.load_cert_chain(chain_file('rsa'), key_file('ecdsa')) raises
# protocol error as exactly SSLError -> None
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# context_files/a_key_of_another_type_is_refused[stdlib:module:client:1.3:honest:straight]#0

import os
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByDCCAW+gAwIBAgIUZaP4DiqovT9CqB3lVTCXufNBxjswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I1REQ1kwOW1CV3pMRkl1YkQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICNURENZMDltQld6TEZJdWJEMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
l6BSwSxtiRMLGhPsCM2aw27JCDU08YUS+bruEGbP2uxcx4TYAyQQ7PzljCxASCL3
5Gr2yEaYMUdxel44E5f95aNFMEMwHQYDVR0OBBYEFN6TctTN+jqpV6F7uDQOWxQU
pYoTMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0cAMEQCIEO8qQw3j7hvBiOKwPzD18LmzMbrATTydvxDcqT0hzWvAiA5b/sO
s7xuEfJZjiGvIXs542wcTakxGgI/yiFun1aZUA==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUUH82p/hUBK3hKpfbd1/gKx81XLswCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I1REQ1kwOW1CV3pMRkl1YkQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI3JpODRTdHIySEwxUDFCZGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQqFfqSF6iwptgfB2R28BwOsHRPyWTxQNOYXxqduu3JJka2/rXJ4NPdwWoW6HHL
SEpQIZlMMdCDHaGGKpiXQ4uLo4GmMIGjMB0GA1UdDgQWBBRg26uEzxCvjbaUcb7Q
VYrZIymadzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFN6TctTN+jqpV6F7uDQO
WxQUpYoTMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAw
KgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggq
hkjOPQQDAgNIADBFAiBNWKSri94l38UHi74sfi9gr2yduIafzd+ni5Y9XvTbNgIh
AI/YahvBrrHCjFVe6I0K7DLqJVTKteberKU5IyVxZpr6
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIJhLQt6L2uBTKo6tu4Ihm6yeQ3lPdK6nDZfVnmOVAVWdoAoGCCqGSM49
AwEHoUQDQgAEKhX6kheosKbYHwdkdvAcDrB0T8lk8UDTmF8anbrtySZGtv61yeDT
3cFqFuhxy0hKUCGZTDHQgx2hhiqYl0OLiw==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+TCCAp6gAwIBAgIUW6rq228sqeHIicTGQaZryXmgcpwwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
I1REQ1kwOW1CV3pMRkl1YkQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEIxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5n
IGNlcnQgI3VjNWl4OHVIeV9SZmhQMTAwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAw
ggEKAoIBAQC+T2S3IFv+DYKyA2SadkKWKAn1Zp0M00QARzxqvxl6ujPVrImruLyu
aszLnViJVoqh2ZBpO2H2iIw7bOE81qFhzRRHrUW/ZK+cmmyiRsAO1U0lqQGKYwaF
xllkzECc18WuoeWplZBuC88t5BQ4xIic8f+x1GNlhbK9XXthdm6w59XmiGFoYLhc
ks66njHluqBCIaunr5fjlsgCTUXl5VwxMnHUFzHsWBnay3MciKwkhpGLXdy1WMD3
pjghdthNAeA2Ra5BvhdZuiLBElml9FdQjG1/2Y2EnokgA+d1A34YQM7VqDoWMn4F
GfYhrrbf52fOeKkogPVbPAcTRXz5CZRrAgMBAAGjgaYwgaMwHQYDVR0OBBYEFKjL
akFiWQL1QytDY65ZClFPemDiMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAU3pNy
1M36OqlXoXu4NA5bFBSlihMwFwYDVR0RAQH/BA0wC4IJbG9jYWxob3N0MA4GA1Ud
DwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsG
AQUFBwMDMAoGCCqGSM49BAMCA0kAMEYCIQCEJ/hfeiJFeCoJH7dim32g5/9ViWAW
jTRuNdnk2mbXuAIhAORJvl7moCJVr8Nwk6d2nvoNKenW5J6hRhmU6C7o6wlk
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)



things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


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
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'fresh')
call("fresh.load_cert_chain(chain_file('rsa'), key_file('ecdsa'))", lambda: things.fresh.load_cert_chain(path('rsa.crt'), path('ecdsa.key')))
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'fresh')
call("fresh.load_cert_chain(chain_file('ecdsa'), key_file('ecdsa'))", lambda: things.fresh.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key')))
call("fresh.load_cert_chain(chain_file('rsa'), key_file('ecdsa'))", lambda: things.fresh.load_cert_chain(path('rsa.crt'), path('ecdsa.key')))


FOUND, AT = "subject: fresh.load_cert_chain(chain_file('rsa'), key_file('ecdsa')) -> None", 4  # what is wrong, and which of the lines that begin so it is


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

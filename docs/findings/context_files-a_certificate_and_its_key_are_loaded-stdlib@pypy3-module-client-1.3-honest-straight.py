# A chain and its key are taken from two files, or both from one, and replace the ones before.
#
# Clause: load_cert_chain() takes a certificate and its key from two files, or both from one, and
# returns None. (Python docs, library/ssl, SSL Contexts, SSLContext.load_cert_chain; API contract)
#
# Came: step 5: subject: fresh.load_cert_chain(pathlib.Path(chain_file('bundle'))) gives None, but it
# came to TypeError (a bytes-like object is required, not PosixPath)
#
# Origin: handshake: subject fresh.load_cert_chain(pathlib.Path(chain_file('bundle'))) gives its value
# -> TypeError a bytes-like object is required, not PosixPath
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# context_files/a_certificate_and_its_key_are_loaded[stdlib@pypy3:module:client:1.3:honest:straight]#0

import os
import pathlib
import queue
import re
import ssl
import sys
import tempfile
import types


FILES = {
    'bundle.crt': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIHXH9P8HN/Y6jB7/i5NcHN6VgrcZOWR3BhSVSE0EVlzDoAoGCCqGSM49AwEHoUQDQgAEbSW6vPrd6NTZz9fKaWIj/Xg9
2oWCdaY5zBzYQ9rwoGQdYlp4vQXkx5DYoL5okZWkhtx+hYkjMKC6smOBEMKz1Q==
-----END EC PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUGSVBOM1UqN0soXDIu1OHMOssypEwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19pV2FCLTl4b1E5aXFWR0owIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3RrNGZVTFRBWXBxMjBqR3MwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAARtJbq8+t3o1NnP18ppYiP9eD3ahYJ1pjnMHNhD2vCgZB1iWni9BeTHkNigvmiRlaSG3H6FiSMwoLqy
Y4EQwrPVo4GmMIGjMB0GA1UdDgQWBBQ3A+3Hf2U8KmOlooMPiLKe/T7ohTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFODWFlVy
jIDKP27IGD5WBYINpkgTMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiBO32A6bohsXtM8446yXnDI//D/jSxe/ouCWUl0YT5H
JQIhAITYWq9pHVZcGgOQAMSvlEWjHvZC4hY3473SOFDYVYwE
-----END CERTIFICATE-----
""",
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUJ1jeLj0UxYSFayUQNiOG2iYDeKwwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19pV2FCLTl4b1E5aXFWR0owIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNfaVdhQi05eG9ROWlxVkdKMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAExI1rRV3DGOOdI9a5I5yZvZNEoXI+2TkWeYpFMRU2R9HyrExNGXHrq3YZJmEgXvV0SlAIU97LlhkE7bst
CC22J6NFMEMwHQYDVR0OBBYEFODWFlVyjIDKP27IGD5WBYINpkgTMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0gAMEUCID6HWh3lSF80GDoB9lRg3R/A7X7pLMHVjLhYRzZRFadJAiEAy5lI3Y+NuqZ6ebdUBuZKbt5QfPSQ
wQAdAKHwWKKsRlo=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUEo48M/LeZdEsxjWuVlWZd3SGAE4wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19pV2FCLTl4b1E5aXFWR0owIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzRiS0pVSzlMeW5oWGJVY1kwWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAQRKY7qnZ+7e7+WgXO4OpadrYSQtZpT9vkQDoDYukxczdc4GiO74Nxxzo3asLQjisPW0UT7euSq5Yyv
krkqEWJ6o4GmMIGjMB0GA1UdDgQWBBR7N9bWOlK7A8KK1wX6HhxBK8PuLTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFODWFlVy
jIDKP27IGD5WBYINpkgTMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAirKLeeYhQ6TuPtICY5HGYi6Fg/k7bLZPVrGSkCze
aGUCIAJZ3zL5L2owkA2PNqkg6XC63+zDYWG66qEeDcn6XhVN
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIM1kmgFdGnm2Y6t+T/ob96lkpabx3wRGQ4U4/hY5OIxUoAoGCCqGSM49AwEHoUQDQgAEESmO6p2fu3u/loFzuDqWna2E
kLWaU/b5EA6A2LpMXM3XOBoju+Dccc6N2rC0I4rD1tFE+3rkquWMr5K5KhFieg==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+TCCAp6gAwIBAgIUMzNSPgec0Gq21BZF/yc7Vi6/umIwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI19pV2FCLTl4b1E5aXFWR0owIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3lTZkNhQjR0bWdxZ1h3czQwggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQDcJ9ZMO7OF8RRjXS8LTgZeXku2N9JH3aweyukTRiOa9KgAHsHXzzkWt10TA2SreSB9VYCW
NKbgGUI4xUHvyl/fBX36jmb4JvhWbUeKt+O22BbAK7PFZS1tUAOjH7jNHImli4P45SLSVyyW+37H2FoMbAE3rqIyVjVlpSS1hWXq
nYjHeoBCSPmWqkT5DXWNhWc9CiCM9tQTSQI7pWdf7nzcz939uDMzRqh3fGrK+D2XAjM986Iqf8kucnozNwmGH3TjWFOLWFLgVAjo
PhKgzaGfaNhczW4ynqQ2TFiFethy2wTeUNrcW3bQr+RYZLqy85+grFEflClMUVnjV9uRBa/NAgMBAAGjgaYwgaMwHQYDVR0OBBYE
FKC6jNGrSQwZhdlzZX577LItA90OMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAU4NYWVXKMgMo/bsgYPlYFgg2mSBMwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUF
BwMDMAoGCCqGSM49BAMCA0kAMEYCIQCzJhcQjy19koVv1vQ0PlpswILJb/OqEgmN1FC1JSHivwIhALyvZTxXDtpEQhabPN0AsiGJ
mZfmSlpPjUDvE13yVkZY
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEA3CfWTDuzhfEUY10vC04GXl5LtjfSR92sHsrpE0YjmvSoAB7B1885FrddEwNkq3kgfVWAljSm4BlCOMVB78pf
3wV9+o5m+Cb4Vm1HirfjttgWwCuzxWUtbVADox+4zRyJpYuD+OUi0lcslvt+x9haDGwBN66iMlY1ZaUktYVl6p2Ix3qAQkj5lqpE
+Q11jYVnPQogjPbUE0kCO6VnX+583M/d/bgzM0aod3xqyvg9lwIzPfOiKn/JLnJ6MzcJhh9041hTi1hS4FQI6D4SoM2hn2jYXM1u
Mp6kNkxYhXrYctsE3lDa3Ft20K/kWGS6svOfoKxRH5QpTFFZ41fbkQWvzQIDAQABAoIBACEF7ryvpd2dDHBdLW3WLdlg7p1uISI7
i5Jw4GZOOpAHS938vxnmkQspxRHRi/u2pxt1xFyDmFZ8I3VNjXbxFdFnyv5W9vYZLl4UdUtHCybFoiAATi55X0eK3YjN/NPziGgn
FcwzXrZLcjpRjjJe7x724nXeQaEoUkklbOy3jlKTOJMIm+oRW/UntNy85q4VYx9tHAkR/T8WjXjIkASUZ43JOGPM8YbNqCYYuUty
pDb8uCgTkmccLT+BvDUWRE26Ma030p2kh6C9zWHgjXwTrpimtVVKTSuVht1LOkYUNGskLI12ktvocUs4C6H0H0DCiEnN8bw6or1W
IkyKN4rHgqcCgYEA8ORApIL8m6S8Oqb3y3i+eWrp/FFaCQmTehGkTISd/Qa5DTgWiArY6CZu1HzHdSfJXLmT6KxYy6MNj0+i/EEE
4N+3+lFsPXfPPCQJp6JH59E7GIxI3Tjn/Ep2/Izdiab9gbsr/ALFRy2QvaHBOGmm/Ld5Fb7dIU98yBMI+T8cm/cCgYEA6fal6yVp
nF2r/7XQ+3lVjWhJiQwmwJE4hMHF0FXkso9agWxdrdIcFi55MWqkd7c9wYvKLq/3qfJjbXcXLFMP5AQBBL+0w7+XCeTZbtGmEJEQ
i1P/U5X4RMKe2lQ94Q/YDTEz/f72FArInphVORzxhCkI2Tkl/pMKWsVKznNR+VsCgYEA0efjWDb3jVx/1I/3rqqZN03tdDsjPGrG
woCq7S5GSNxZ1eYA5Cynk6shujC80R6JPS5Mb1v2yANd5nobaLnzWUw4kXvv2KQUxbAVZahoBd1xJFPhjjtvEo2En07UIIWNs0T4
79EuPHa9ADD6IIEXzHDHpyY4pDUSY3kKwb233UMCgYAE0cXdMCoaxHs0i0RAyeEPRqStJAjwUo19fphakEpjuzw8CkVrvTZC5rYs
ZGv641VsVTrW91z8rTeLG7bofNWI9uQmeuR4W8v6sjIgbEUldjeHBzXtPNueXvvyt2WG61KiAu91PflHtGkpiy3GPWhkNowuHVVB
BzphYEsIMavwnQKBgQC+wOMLk8sE3Iyk1AltDdGYZ1SRrd4zu8TvlEHtz2G3qJv+x4XjQhpAgk+pgUAuUiPp7DAmRn8iighqYHAQ
yOzMfPpJbM6BXX17l35Sqg+u+w6xqATn+SMNqOKfP3cGxcVoVsRAoJU4yzJuVHikdYCpGP6GDD6bj4wkR8eDO0mUYA==
-----END RSA PRIVATE KEY-----
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
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'fresh')
call("fresh.load_cert_chain(chain_file('ecdsa'), key_file('ecdsa'))", lambda: things.fresh.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key')))
call("fresh.load_cert_chain(chain_file('bundle'))", lambda: things.fresh.load_cert_chain(path('bundle.crt')))
call("fresh.load_cert_chain(certfile=chain_file('rsa'), keyfile=key_file('rsa'))", lambda: things.fresh.load_cert_chain(certfile=path('rsa.crt'), keyfile=path('rsa.key')))
call("fresh.load_cert_chain(pathlib.Path(chain_file('bundle')))", lambda: things.fresh.load_cert_chain(pathlib.Path(path('bundle.crt'))))


FOUND, AT = "subject: fresh.load_cert_chain(pathlib.Path(chain_file('bundle'))) -> TypeError (a bytes-like object is required, not PosixPath)", 4  # what is wrong, and which of the lines that begin so it is


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

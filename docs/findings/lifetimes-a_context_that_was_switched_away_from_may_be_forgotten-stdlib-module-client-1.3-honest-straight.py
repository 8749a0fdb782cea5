# The callback's context is referred to by nobody once the callback has chosen another: no harm comes.
# Neither a crash, nor a call of a function of some other context, which has its place in memory
# since.
#
# Clause: A context from which the callback has switched the connection may be let go in the middle of
# the handshake, which goes on. (house rule; Python docs, library/ssl, SSLContext.sni_callback and
# SSLSocket.context; CPython issue 156293; SHOULD)
#
# Came: step 43: subject: len(stranger.calls) gives 0, but it came to 1
#
# Origin: handshake: subject len(stranger.calls) gives its value -> 1
#
# It needs ssl and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# lifetimes/a_context_that_was_switched_away_from_may_be_forgotten[stdlib:module:client:1.3:honest:straight]#0

import gc
import itertools
import operator
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
MIIByDCCAW+gAwIBAgIUHdmey3tdTyzy1H4YsJ0YK6Cjd2cwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI244bDl1RWZUejRKc3ZPZFQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNuOGw5dUVmVHo0SnN2T2RUMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEG6YiQQ+qtM39vpx4sy0zIhq4jFLe0BCJDVaF8MosyDPe2OjfVYSmeF1XfNgQto7ONJXJIpIoroKHiHiZ
p2JJW6NFMEMwHQYDVR0OBBYEFBWVLxzF/0rF8RFUPj1YTIwS46/DMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGG
MAoGCCqGSM49BAMCA0cAMEQCIC30ZswxhSZdNwasotHP16Tv69B7ODC80CJPgoGQ4DQQAiBZLxNMKeijMVSyCjVqj96IkGBbM9w9
yy+le0hL688FnA==
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLTCCAdOgAwIBAgIUQSgn/L8rvnl60cBqVK55yXuccWswCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI244bDl1RWZUejRKc3ZPZFQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0R0TjJvZG94X2VQNm5UT3owWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAScEQbxuaetFz8TZMsvVCXkP3Rec33X5l+EIXA+O+oQEQuMKmdcy7W0FHFNhOlxCMVDrBJ4nECHTcjN
1jWOUyI3o4GmMIGjMB0GA1UdDgQWBBSuQHj3WRjWS8tz2yTdtwVIBhv3mDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFBWVLxzF
/0rF8RFUPj1YTIwS46/DMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAtOhf4PzgWDxrP2RiCIRuYNOg6Ph2Uk1ze4s15faZ
DKMCIHc3aJ+JMSBB+aR9Nt/gmPToOoG9oQTntFZFcxCfbTiC
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKuLAr5CEBblI9u7X4PMpscSbmNlYDuD+Qr0GqstX2SooAoGCCqGSM49AwEHoUQDQgAEnBEG8bmnrRc/E2TLL1Ql5D90
XnN91+ZfhCFwPjvqEBELjCpnXMu1tBRxTYTpcQjFQ6wSeJxAh03IzdY1jlMiNw==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+TCCAp6gAwIBAgIUJ4UcdZl6E9WOGpOvERVqtkN7xHMwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjEx
JTAjBgNVBAsMHFRlc3RpbmcgQ0EgI244bDl1RWZUejRKc3ZPZFQwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI1dFVkFISjNLMk1uMy1lYzQwggEiMA0GCSqG
SIb3DQEBAQUAA4IBDwAwggEKAoIBAQCw8Ws13WsCAW0boFnu8W/vlHzIhhvOab9K/jcdKErEPI6zpzfbSYbdsejmNsZ2Ugy03kN3
pHycHjyHiRr7r97/8zvR8aGYbz6Ok7KAIbVJaxNCHAh/FrWn5gGrjLIVBdiyPXKoYge+fpRYVYm7+QdOTB7MLnGTVerHwBGOpi8m
GQbl5f6uRNJPfvJA08QwKHzKydoqmMUZ+7Fc7rqbiBBJC8mPeR2O0ghn203NfH57fpPlUvtRwqovTQEcfVTslNxrtSXbvapSDFwj
MlpIr+II9o6CioT3CdB0cPcWgQGuQ9cNMX59/XH2X/GCCd2AZF60ZlRjIM0Y5Tu+yx7BqnIrAgMBAAGjgaYwgaMwHQYDVR0OBBYE
FIoEXyOeoOTcC3NmohN4dv+80nyxMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUFZUvHMX/SsXxEVQ+PVhMjBLjr8MwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUF
BwMDMAoGCCqGSM49BAMCA0kAMEYCIQCnAAnvcAEjgUxq+BEySZs5R4yxlifwniWaTRURrWIfhgIhAJ6CVs8ZJBAv77KiAXTnZhsY
Kpl5TF7ZuqKSzI9bZGJR
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAsPFrNd1rAgFtG6BZ7vFv75R8yIYbzmm/Sv43HShKxDyOs6c320mG3bHo5jbGdlIMtN5Dd6R8nB48h4ka+6/e
//M70fGhmG8+jpOygCG1SWsTQhwIfxa1p+YBq4yyFQXYsj1yqGIHvn6UWFWJu/kHTkwezC5xk1Xqx8ARjqYvJhkG5eX+rkTST37y
QNPEMCh8ysnaKpjFGfuxXO66m4gQSQvJj3kdjtIIZ9tNzXx+e36T5VL7UcKqL00BHH1U7JTca7Ul272qUgxcIzJaSK/iCPaOgoqE
9wnQdHD3FoEBrkPXDTF+ff1x9l/xggndgGRetGZUYyDNGOU7vssewapyKwIDAQABAoIBAB74yyLdFH9/32jQCx3rjgPaMnNpIhHh
6bWHRP9qD5hE31esA/dy6dQBcbpmSRvp5cZ9B0M4fAVZt4+j3KDEmpyjp0tq57XGdyU+ziZmgBSPVQoj3Qrd30M52/36vSs34EPm
xJybuC5MesvxgQ/xmalHYrarxH6dMeDwCkK1bRhWS3D5r+TcG9of6gooA8TfG+8ln22yiwSs8dgqu/biIVuQMWJNgtOxcO3wJe+j
992UTsgsKVJ/8nPj8EgOuBNZBsLedE0hz01uQMaGq9MRtvYj/cBPl9jd/fZ/IQbz3n+AU3EeuSomQmJ9XpFvUI0rnMdtTvzfVmdD
+ulW7FBaHRkCgYEA5FMeFv2Hv4rayZajjemHyjiUHJ2SS+y81/2SQdmqcUfuo26vBe1oNSzf4VJH5KyjEwt/vMQ1hOg1HQraBSjB
CJa/pNtrc3aPbeFGOOpE6jAXDLZ+aWXwXF2Nm9+J4hXv+v1AXQZMRh6cj92Lse4Bzw2/atEVL2khXHlrcqD1sCkCgYEAxmPvtXd/
XUbRE+AuXIdCEfS2VfDeVThy9PmhlPwQbf5j4ZhffCvmzdrafOZH1lQUxQyvXCyPKpH9JCCoHiS41WhRrVSVpOHEznY+bLETehZs
EV9h1O0DHmgd74xqkOthkv054uJ6BviP89cWE6NXdcCPIutE84MlgzthOEz4yjMCgYAeMevJyI+aQie6/yP0EY02rhLQUfpV9iHn
Qo6EDOAgiQ3DKVEWLJZaaevVpYcCc95BF4U2FpCpWfgkNhotEn2swBrqF2Z3Z5eCRYd+4WRpwCBcOwousB+AZ5LhqUdX0eThwXow
kzOlFklIMVlXF42/rybAXpQ5p+KUky4lg6naOQKBgGScQfCxjXHsfBOsWVarcaJRjDbBVL+7RPFft8YqntppbJX4BFSgnwg+uRcm
YcAcG/xilnwUTPa12r77oMbIsMPph6JzhwB7Tqe156qPkuUTgfK9gIvPNwmwm53khBbCiFVW/ohFesUWQUrUBWooKC6bXPvEfM9R
7zBCaOd4gaNpAoGBAL0U2++X62tS7IGpRnolGHMyy43o3GZ4Lzq8gdM0a9PXl7nPquE6lR6dTlUQEiRt6Dj4gCWw7aFzA6UniEit
S1YkThKWOvn+1gKHIeNKCYdyExM4x2H8TqJtz9nRLrAeM/QIvdhMresceV9JpiKJ/TEMpW6hhkpLBYH6BgXKS/OO
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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_REQUIRED
subject_context.load_verify_locations(path('ca.pem'))
subject = types.SimpleNamespace(context=subject_context, take=bytes)
call('gc.collect()', lambda: gc.collect())
call('gc.collect()', lambda: gc.collect())
call('tuple(map(bytes, itertools.islice(itertools.cycle((64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 272, 288, 304, 320, 336, 352, 368)), 80000)))', lambda: tuple(map(bytes, itertools.islice(itertools.cycle((64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 272, 288, 304, 320, 336, 352, 368)), 80000))), 'filling')
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'fresh')
call("fresh.load_cert_chain(chain_file('ecdsa'), key_file('ecdsa'))", lambda: things.fresh.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key')))
call('ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'other')
call("other.load_cert_chain(chain_file('rsa'), key_file('rsa'))", lambda: things.other.load_cert_chain(path('rsa.crt'), path('rsa.key')))
call("fresh.set_ecdh_curve('secp384r1')", lambda: things.fresh.set_ecdh_curve('secp384r1'))
call('list()', lambda: list(), 'asked')
call('list()', lambda: list(), 'notes')
call("callback(does asked.append(1); does notes.clear(); does setattr(operator.getitem(arguments, 0), 'context', other); returns None)", lambda: callback(does=lambda arguments: [things.asked.append(1), things.notes.clear(), setattr(operator.getitem(arguments, 0), 'context', things.other)]), 'noted')
call('noted.calls', lambda: things.noted.calls, 'notes')
call('fresh.sni_callback = noted', lambda: setattr(things.fresh, 'sni_callback', things.noted))
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_client')
call('ssl.MemoryBIO()', lambda: ssl.MemoryBIO(), 'to_server')
call("context.wrap_bio(to_client, to_server, server_hostname='localhost')", lambda: subject.context.wrap_bio(things.to_client, things.to_server, server_hostname='localhost'), 'client')
call('fresh.wrap_bio(to_server, to_client, server_side=True)', lambda: things.fresh.wrap_bio(things.to_server, things.to_client, server_side=True), 'server')
call('bool()', lambda: bool(), 'noted')
call('gc.collect()', lambda: gc.collect())
call('gc.collect()', lambda: gc.collect())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('to_client.read()', lambda: things.to_client.read(), 'flight')
call('to_client.write(flight)', lambda: things.to_client.write(things.flight))
call("flight.count(b'\\xcf!\\xadt\\xe5\\x9aa\\x11\\xbe\\x1d\\x8c\\x02\\x1ee\\xb8\\x91\\xc2\\xa2\\x11\\x16z\\xbb\\x8c^'...[32 bytes])", lambda: things.flight.count(b'\xcf!\xadt\xe5\x9aa\x11\xbe\x1d\x8c\x02\x1ee\xb8\x91\xc2\xa2\x11\x16z\xbb\x8c^\x07\x9e\t\xe2\xc8\xa83\x9c'), 'again')
call('len(asked)', lambda: len(things.asked))
call('callback(returns None)', lambda: callback(), 'stranger')
call('list((fresh))', lambda: list((things.fresh,)), 'held')
call('bool()', lambda: bool(), 'fresh')
call('gc.collect()', lambda: gc.collect())
call('gc.collect()', lambda: gc.collect())
call('operator.getitem((held.clear(), list(map(ssl.SSLContext, itertools.repeat(ssl.PROTOCOL_TLS_SERVER, 100)))), 1)', lambda: operator.getitem((things.held.clear(), list(map(ssl.SSLContext, itertools.repeat(ssl.PROTOCOL_TLS_SERVER, 100)))), 1), 'later')
call("list(map(setattr, later, itertools.repeat('sni_callback'), itertools.repeat(stranger)))", lambda: list(map(setattr, things.later, itertools.repeat('sni_callback'), itertools.repeat(things.stranger))))
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('client.do_handshake()', lambda: things.client.do_handshake())
call('server.do_handshake()', lambda: things.server.do_handshake())
call('operator.is_(server.context, other)', lambda: operator.is_(things.server.context, things.other))
call("client.write(b'there')", lambda: things.client.write(b'there'))
call('server.read(100)', lambda: things.server.read(100))
call("server.write(b'back')", lambda: things.server.write(b'back'))
call('client.read(100)', lambda: things.client.read(100))
call('len(stranger.calls)', lambda: len(things.stranger.calls))


FOUND, AT = 'subject: len(stranger.calls) -> 1', 42  # what is wrong, and which of the lines that begin so it is


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

# After a HelloRetryRequest the context set in the callback is in charge: its own callback is called.
#
# Clause: Once a context was assigned in the callback, a later ClientHello of the connection is told
# to the new context's callback. (Python docs, library/ssl, SSLContext.sni_callback (changed in 3.15);
# API contract)
#
# Came: step 13: subject: len(second.calls) gives 1, but it came to 0
#
# Origin: open: subject len(second.calls) gives its value -> 0
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# callbacks/tls13_the_new_contexts_callback_hears_the_second_hello[stdlib:bio:server:1.3:tlslite:straight]#0

import errno
import operator
import os
import re
import ssl
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


FILES = {
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLjCCAdOgAwIBAgIUKQDHc+1LA27b687tt68yICApjdQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzZlUzZReVpBdWFFcTV1Wk0wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6rfKcZCk2zy1KDLpRon5JaPbl35HlCZM8YYfJno5RQ2Uj7r0AUF/G2Bm3kUyZ8+p4U6SX2tJD00y4
looMphXio4GmMIGjMB0GA1UdDgQWBBT8CfxKErz9OpeFlZIYAm52DhEI4DAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFEliMAEpJoOIc4UaazlDlyjXLTDXMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNJADBGAiEAr8oS2YbE3L/MonsaTfbGuWGGmiz4baRAuIi6QOPAfIECIQCh5kMc2j+ScBL4ODdWxXNUZ3OG6qWDBHb3cqq7MtWHxw==
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILJx9wtOXOhqne5L17xOaXcvoHQsnP9hdpIHe+Ih/OfFoAoGCCqGSM49AwEHoUQDQgAEeq3ynGQpNs8tSgy6UaJ+SWj25d+R5QmTPGGHyZ6OUUNlI+69AFBfxtgZt5FMmfPqeFOkl9rSQ9NMuJaKDKYV4g==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+TCCAp6gAwIBAgIUd/ysOu/99Ae+Djvge2bX6ZyYs9AwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2tLNVhCS25ELTJwRkVScU0wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2pLcnZid0poc2tnQmJmcW0wggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCEL6PGSycOCw0D/mwInPx6rrwYoLU1kuoA3VNfGrHUd+H61Fb285YsuRD4GlzNVEfd8XZT
/rORbH2MHsLi2N9CLYH/9Ox0Cnqa4sWBPuremsOb91g7eNnlKu335Xo7Nv1u078GLxuiiEcUtmCL9DAcDJJEpK52XLMELgfhv3nHkRagTmx0zmLuu4OgPuw3KRHWEnxoizICvr8Qt2JEgKdBCU7xqX4RFma6ATm1h2ZINXPW7KjYbkv17ZMpQyfEhzmV85oSN0Y3adxB
VhBqf58gvRkZHJOeJ3GnrTfgtRsJAXF1ZtgzjRoq6tOK+bkoKx1FGzcBY3XLCIZ5K+ASnt6/AgMBAAGjgaYwgaMwHQYDVR0OBBYEFJPs6a8XoILeulcIn5BZGQjtHXQVMAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAUSWIwASkmg4hzhRprOUOXKNctMNcwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0kAMEYCIQCb+0dj3QhKQec0B6+7hoh9S/VUC10eprmLR2aTfPeTkQIhALJweieJplHfzKQ06vXOoIVs
TzcfPivIcObe729s4QMY
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAhC+jxksnDgsNA/5sCJz8eq68GKC1NZLqAN1TXxqx1Hfh+tRW9vOWLLkQ+BpczVRH3fF2U/6zkWx9jB7C4tjfQi2B//TsdAp6muLFgT7q3prDm/dYO3jZ5Srt9+V6Ozb9btO/Bi8boohHFLZgi/QwHAySRKSudlyzBC4H4b95x5EWoE5sdM5i7ruD
oD7sNykR1hJ8aIsyAr6/ELdiRICnQQlO8al+ERZmugE5tYdmSDVz1uyo2G5L9e2TKUMnxIc5lfOaEjdGN2ncQVYQan+fIL0ZGRyTnidxp6034LUbCQFxdWbYM40aKurTivm5KCsdRRs3AWN1ywiGeSvgEp7evwIDAQABAoIBADMcapKHR4weCMPVEffIn7VeL/vD1B1p
d5KrAYwh+cXCLv46MYAeUqBrVJziMKTyJDG0pkC3GL6vuOG/mTJ2kej4SK5sCSubS6ns6lpdthoptF3vp02jnnkGfuod8IPJ8Pdz54ZgG6reT8G5/R3QZvPJhpsFJDI/CLcih0iqLU/VAyqjP+W1LDZdncDBfr/GBfYN3I1h96996id4MCtFR7Ig0Jpt5mrtdUh7ZN+T
QnHqjO2C+g53ULm15oiK3D3yguBKiAjMNkj4apVABWmbX2kTlZiAkg7eD5KYtRcJJOLPnmYVetR0x11JM7f7VLZiSJvsLvzJPrxQFMs9paB3pcUCgYEAuhCvIiLlqcSJU2f0vCkWFF2dPFtscZCd0ldZ63owMmUfx/gHyN2QTX+3ymlKz47oqFzSPShQNUKtz3zfkz5W
5f1c0ARcH3eeVTLoOWrh/2ADWkTXpUjOGuS5YrvcXjFr2MJ9BQ2NunXlDPts4XjveyVIgSZkrg4dfc7f75glZ/MCgYEAtd6spTToz1q4OdLRmGKFwZFKoIgkV71mjyGrQZYdnIWh7JKSa1wGjwCLdeKHYG06mhsbMBBrhYxvMp5bmfioFQ3Wpfmg6QBfZBCj86R/zn37
7K7g6qQ/YFeSOKUmXYbBRaj9Lo+JSeU3JWKWwtibfXNTnOhp925K/Y82cqWRjQUCgYA2yHLIOj4knhlQ1WrZe79kf6ur+b8UMOBG7jErg+5s6BlTZ1PjcFjseI5Eqnu8YPdfmvTLzPLQu7ExRjMNx20OimqpVJ9LJI0ZyMNXJIEmD77s9RgJMkZ85Jsw1t8rXKHEUH8+
3Z69J7ko+V41hMX+HBwc6pD6Lm3AfQiyIrngwQKBgD/nglp6gON7SQhoX2VgGQeu+b32mG6MCqF4fyiIitcYzZDG39QBffx5gIdnlZH4T4MeyyrUWjOO6POsWRt9F/Jt7mJbmILGsr4CatmNj6sK8Z50xGsuU2aS3rowrY5nbzn+6xeVL/RbKklknvzQB7LI9zRHJhTf
GFKII+Wc78vRAoGBAIChHrgM/+T77vXWK0OvnHnlabE+8YVLk+ffH/OsQnBnc5VzZtIzI/vUBlDBofQsXw2AcCGbSqjEaB4EBiOGp6qzwObCUyEvEzdG+rrjCaLNfrTGDdgsIy5nQ0Q3VBsLkb/Az/2urn7/nPIF6jlI45hfAMZDPsQjsgNxsId/f3/2
-----END RSA PRIVATE KEY-----
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


class WantsRead(Exception):
    pass


class Wire:
    """As much of a socket as tlslite touches."""

    def __init__(self):
        self.arrived, self.leaving, self.ended = bytearray(), bytearray(), False

    def recv(self, size):
        if not self.arrived and not self.ended:
            raise BlockingIOError(errno.EWOULDBLOCK, "no bytes have arrived")
        taken = bytes(self.arrived[:size])
        del self.arrived[:size]
        return taken

    def send(self, data):
        self.leaving += data
        return len(data)

    sendall = send


class OverWire:
    """What both ends have in common: a Wire, and arguments of a handshake by value and by file."""

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

    def completed(self, options, settings, chain, key):
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        return options


class TlslitePeer(OverWire, TLSConnection):
    """tlslite-ng in memory. Its messages are changed as `lies` says, which is told behind the class."""

    sessions = SessionCache(100)

    def __init__(self, client, settings, chain=None, key=None, **options):
        self.wire = Wire()
        super().__init__(self.wire)
        self.closeSocket = False
        self.lies, self.lying, self.counts, self.heard, self.reading = {}, False, {}, [], None
        begin = self.handshakeClientCert if client else self.handshakeServerAsync
        self.opening = begin(**self.completed(options, settings, chain, key))

    def run(self, steps):
        for result in steps:
            if result in (0, 1) and not isinstance(result, bytes):
                self.sock.flush()
                raise WantsRead
            return result

    def do_handshake(self):
        try:
            self.run(self.opening)
        finally:
            self.sock.flush()


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


ends = {}
OTHER = {"subject": "peer", "peer": "subject"}


def move():
    """Bytes of each end to the other one; whether any moved."""
    moved = False
    for name, end in ends.items():
        data = end.take()
        if data:
            ends[OTHER[name]].feed(data)
            moved = True
    return moved


def connect(subject, peer):
    ends.update(subject=subject, peer=peer)


wants = {}


def go(*calls):
    """Make calls of both ends, those of one end one by one, until nothing moves any more."""
    waiting = list(calls)
    while True:
        over, busy = [], set()
        for each in waiting:
            name, text, function = each[:3]
            if name in busy:
                continue
            told, done = attempt(function, *each[3:])
            if done:
                tell("{}: {} -> {}".format(name, text, told))
                over.append(each)
            else:
                busy.add(name)
                wants[name] = told
        waiting = [each for each in waiting if each not in over]
        if not (move() or over) or not waiting:
            break
    for name, text, *_ in waiting:
        tell("{}: {} -> {}".format(name, text, wants[name]))


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


WANTS = (ssl.SSLWantReadError, ssl.SSLWantWriteError, WantsRead,)


subject_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
subject_context.minimum_version = ssl.TLSVersion.TLSv1_3
subject_context.maximum_version = ssl.TLSVersion.TLSv1_3
subject_context.verify_mode = ssl.CERT_NONE
subject_context.load_cert_chain(path('ecdsa.crt'), path('ecdsa.key'))
subject = BioEnd(ssl, subject_context, server_side=True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': [], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
go(('subject', 'ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)', lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), 'other'))
go(('subject', "other.load_cert_chain(chain_file('rsa'), key_file('rsa'))", lambda: things.other.load_cert_chain(path('rsa.crt'), path('rsa.key'))))
go(('subject', 'callback(returns None)', lambda: callback(), 'second'))
go(('subject', 'other.sni_callback = second', lambda: setattr(things.other, 'sni_callback', things.second)))
go(('subject', "callback(does setattr(operator.getitem(arguments, 0), 'context', other); returns None)", lambda: callback(does=lambda arguments: [setattr(operator.getitem(arguments, 0), 'context', things.other)]), 'noted'))
go(('subject', 'context.sni_callback = noted', lambda: setattr(subject.context, 'sni_callback', things.noted)))
subject = BioEnd(ssl, subject_context, server_side=True)
peer = TlslitePeer(client=True, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': [], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 4), 'versions': [(3, 4)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, async_=True, serverName='localhost')
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.connection.do_handshake()),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)
go(('subject', 'len(noted.calls)', lambda: len(things.noted.calls)))
go(('subject', 'operator.is_(connection.context, other)', lambda: operator.is_(subject.connection.context, things.other)))
go(('subject', 'len(second.calls)', lambda: len(things.second.calls)))


FOUND, AT = 'subject: len(second.calls) -> 0', 9  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A callback that has set another context is not called again, though the new one has none.
#
# Clause: A callback that has assigned another context is not called again for that connection.
# (Python docs, library/ssl, SSLContext.sni_callback (changed in 3.15); API contract)
#
# Came: step 9: subject: len(noted.calls) gives 1, but it came to 2
#
# Origin: open: subject len(noted.calls) gives its value -> int
#
# It needs ssl, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# callbacks/tls13_the_first_callback_does_not_hear_the_second_hello[stdlib@pypy3:bio:server:1.3:tlslite:straight]#0

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
MIICLTCCAdOgAwIBAgIUJVaqRXbhWpHZcYYM7AZ4WPiQ1vYwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1JKRlM0MFdmbmFPWU1QcG8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgIzIzNFN4VVE3V0FmVTI3dFEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATW5m5xWu0f435053BTgnb0sh8G0dTIwyvt875GwKvNhaGqZWIgvwEbEolUHn3V5WiebiVRh16ll7Dh
c1OJw72co4GmMIGjMB0GA1UdDgQWBBRc4Gkjpstos/KEHYmETdhy3DW3KDAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFOKgV9kfCLYuCUVN7hzOBu9AVEgxMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAx0Z09F96Q7fuV5k77J1x84UR9VHOqhtJLwmcgO/WMXYCIFoxXmrd2RPEYhmxtBDsaxHE4jhc9G2t/PBuWbhCmyJc
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMbzVMrG0KUfpDEwGpzKXEDdjJID+yAnyGG1RIp+WKeloAoGCCqGSM49AwEHoUQDQgAE1uZucVrtH+N+dOdwU4J29LIfBtHUyMMr7fO+RsCrzYWhqmViIL8BGxKJVB591eVonm4lUYdepZew4XNTicO9nA==
-----END EC PRIVATE KEY-----
""",
    'rsa.crt': """\
-----BEGIN CERTIFICATE-----
MIIC+TCCAp6gAwIBAgIUM5JN/HAt/f//Ledi1oTSgUSWDRgwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1JKRlM0MFdmbmFPWU1QcG8wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI0xjcUx5LS1aVjZfZk9lakUwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCdQR/Cbfxiuy8RJSCXeM+2pt+Mj23dU5GadT4yrj7Bz6G3JGM4/DdYpOwBtmAH19C7oDjF
XgbwyYl4NlHcuMFZW3UHHtOEgWkLG5d81RgM1WwLFluut5EY2tqLgzAxDsY+aIV91XT1Xn3WIEPPzfE/XsDtYbR0Q32GaWlWXiJCG0j4kh1WkhdyId0Jtbse71ISymMsKfjPbfRw58OEsXyphHS3nm0vc5dvempWAeRNzRehtmyDZBZwzHvJGoHxINJm5hlMXmn43bHa
Sca+eaGPIDC7y96FQ2PrSgKpbadXlnALrvC5Ps0cOxB01O/UrDXjyni5h4iiBTBjVm5OL2G/AgMBAAGjgaYwgaMwHQYDVR0OBBYEFMk6PTFfUcwDWxzlR029SVoFQ2l4MAwGA1UdEwEB/wQCMAAwHwYDVR0jBBgwFoAU4qBX2R8Iti4JRU3uHM4G70BUSDEwFwYDVR0R
AQH/BA0wC4IJbG9jYWxob3N0MA4GA1UdDwEB/wQEAwIFoDAqBgNVHSUBAf8EIDAeBggrBgEFBQcDAgYIKwYBBQUHAwEGCCsGAQUFBwMDMAoGCCqGSM49BAMCA0kAMEYCIQDDqEwzL2p+u0abvHxk6HrFSMdQ5q89eHMmsPVYUbGCIwIhAMCQHMd6k78+0txL2kEkSTEd
bMEFA36gnEU7g1mu5ZDP
-----END CERTIFICATE-----
""",
    'rsa.key': """\
-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAnUEfwm38YrsvESUgl3jPtqbfjI9t3VORmnU+Mq4+wc+htyRjOPw3WKTsAbZgB9fQu6A4xV4G8MmJeDZR3LjBWVt1Bx7ThIFpCxuXfNUYDNVsCxZbrreRGNrai4MwMQ7GPmiFfdV09V591iBDz83xP17A7WG0dEN9hmlpVl4iQhtI+JIdVpIXciHd
CbW7Hu9SEspjLCn4z230cOfDhLF8qYR0t55tL3OXb3pqVgHkTc0XobZsg2QWcMx7yRqB8SDSZuYZTF5p+N2x2knGvnmhjyAwu8vehUNj60oCqW2nV5ZwC67wuT7NHDsQdNTv1Kw148p4uYeIogUwY1ZuTi9hvwIDAQABAoIBABGLGbnyfzzx2QG2p04pYjLkUag4EBpS
9Q7K6ad0ck047Az8eD1RQJ4ZDWNGL1cbUo68BIQFm2Hyz0Kj/Ln9D++iGQo0UYXvfK01OiSTuV0lKiqKfKv0kAa6fmB2FZhDfQZVWXR9AyakkLFPZCv4s7iiyi8xaT+sj9fA8XQl3aM2LzPxiczFBaiXwWBKzAErCcaZLfhavOdVtz2ndzHEbxMHQa+u8Jjd61DyykU8
+CsoZEkrTKzxJzMfCvMhvdJfDeRhvrexUEm4Vc87KZKMGFtu8/UxOy3EmvpNAVgIO0wtj+DGTvlK12wUmozfsaHhaGHPU8wIjAhXQF/QyCs6p8ECgYEA1KDkAjuCPGrrMQyZ02A+sUJ2/LRw4l/PtES8dKlMDnISmUSf3go+LFu/dcSURqbRIteFLkMjmAsBxZSjbjIG
+6ZK/5zPlwtIj+lAZ5siVgZDZHHnWv/4GdFxgJYK8Il6+w9TrtXZATnSGeyJrC99raMNU340AlTnIFxErVp0y9ECgYEAvVSwiuIlmJW34ASei1UHCInSD74HqXgvxckB/Cg68Mqb90OiIqetNPYmu5xbGjplveEzEcBQ+AD3Sz4I6aHYWmzdYOyZHmfaeh9QifV19Yh3
axuP9Ath5+O84fpmfuiAS7Q4iDvlgMIsOfbuG+JTo1WkCtp9DI+fZzLj0NMjCI8CgYEAqFbQ7euLSqYjmmuthaoXOGO0rJF3JeJRIRmiUoKOkolBrFKmdzaIzrm8tVJzShRcU0dqS5wgHAnq1zC8y0uUN7wKeKD/wUfPpRA4S06JOq4uwOFlF6i8FkS5peIkuxc9ZHNX
/32TFuNeMeQRg17+E3CZ5lZuesIZUod6X/zTp2ECgYEAgEGaxrqkFVV3Fn6KmIClHxeeAaQNtLQCSM3+Vj86jlvyg/KBJ1DHeRU27+jfnkjpG1QvMFtDfn3JCGOhzgMheUA+R6Z/o6Vez1PfT1XE7uvfWeN2BTCgxmH0VnE2dcoy/xW7Ji7NLghbxXiNnL4ZQpCFbATO
qW+x4EsNIS2mkekCgYAuswfbOqxsRJX//ZQbNh9uGLrt/RKIWrBMaobV7j7E40cCOiZOyxQy42EUA0cTc4E16KeSg+GeQKR8eg/QeY2c0UQkcVOFalwZ8op0gooBb+sYigxVmmosNteMCTOJd2OAZLZk06ypcDfseyuYQXLfyn373Ds6eTma+Y8NPOEiug==
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


FOUND, AT = 'subject: len(noted.calls) -> 2', 5  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

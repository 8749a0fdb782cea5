# From its own ClientHello on a client drops it, and so before ServerHello too.
#
# Clause: From the first ClientHello, sent or received, to the other's Finished change_cipher_spec
# records are dropped, and may be absent. (RFC 8446 section 5; appendix D.4; MUST)
#
# Came: step 2: subject handshake() returns, but it came to TLSLocalAlert (unexpected_message:
# received type=20)
#
# Origin: handshake: subject handshake returns -> TLSLocalAlert [before(server_hello,
# clear(change_cipher_spec, b'\1'))]
#
# It needs tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped[tlslite:endpoint:client:1.3:tlslite:straight]#0

import errno
import re
import socket
import sys
import types

from tlslite import errors
from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey


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

    def close(self):
        pass


class Misuse(Exception):
    pass


class TlsliteEnd:
    """A TLSConnection in memory. One that has failed tells why again."""

    def __init__(self, client, settings, chain=None, key=None, required=False, **options):
        self.wire, self.client = Wire(), client
        self.connection = TLSConnection(self.wire)
        self.connection.closeSocket = False
        self.connection.client_cert_required = required  # after the handshake, it means
        self.reading = self.closing = self.failure = self.version = None
        self.plaintext = b""
        options["settings"] = HandshakeSettings()
        for setting, value in settings.items():
            setattr(options["settings"], setting, value)
        if chain:
            options["certChain"] = X509CertChain()
            options["certChain"].parsePemList(open(chain).read())
            options["privateKey"] = parsePEMKey(open(key).read(), private=True)
        if client:
            self.opening = self.connection.handshakeClientCert(async_=True, **options)
        else:
            self.opening = self.connection.handshakeServerAsync(**options)

    def feed(self, data):
        self.wire.arrived += data

    def take(self):
        taken = bytes(self.wire.leaving)
        self.wire.leaving.clear()
        return taken

    def do(self, call, *args):
        if self.version is None and call != self.shake and args != (0,):
            raise self.failure or Misuse("the handshake has not finished")
        try:
            return call(*args)
        except (WantsRead, Misuse):
            raise
        except Exception as error:
            self.reading = None  # a generator that raised is at its end
            closed = isinstance(error, errors.TLSClosedConnectionError)
            closed = closed or (isinstance(error, errors.TLSRemoteAlert) and error.description == 0)
            if not closed or self.version is None:
                self.failure = self.failure or error
                raise
            raise self.failure or error

    def shake(self):
        if self.failure is not None:
            raise self.failure
        for _ in self.opening:
            raise WantsRead
        self.version = self.connection.getVersionName().replace(" ", "v")


CACHE = SessionCache()


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


WANTS = (WantsRead,)


subject = TlsliteEnd(client=True, settings={'rsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'dsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'eccCurves': ['x25519', 'x448', 'secp384r1', 'secp256r1', 'secp521r1', 'brainpoolP256r1tls13', 'brainpoolP384r1tls13', 'brainpoolP512r1tls13'], 'ecdsaSigHashes': ['sha512', 'sha384', 'sha256', 'sha224'], 'minVersion': (3, 4), 'versions': [(3, 4)]}, serverName='localhost')
call('handshake()', lambda: subject.do(subject.shake))
subject.feed(bytes.fromhex(
    "140303000101160303007a020000760303d2bf6603be346332ae256aa8fd0f73deaffbe19d0f96523bae4c5581a46c4d"
    "00200c3153a3f3c3ef49101ff77a5bc5610b20be058260a1b3c2b62ef323397c5abb130200002e00330024001d00201f"
    "8aea45d8b8de557107c919e043867f937466bc602503fe7ac78e180cdf620c002b00020304140303000101170303001d"
    "2332b86cf93e67b82b4e6d832ffb2e731d79f10f282a92854fd6aa58741703030250c68496311b1a2bbd3b0d6e3470ba"
    "2df50c1b7ef772959b6568e76b435e35a97fef978071bc208b2bcde293708a6edd8e0f45033621da0e250fdec96a747f"
    "a4c067a84d8d57bd53e24cab85bcd904a9a9d8c4733e2d2cc87d224795065bfb221cbc3e0483f70c9b647e28ec4a48ea"
    "bd7760ff023b69d1add6d82e22e92fc9cae621b60cefd0897ce9437ed38d92e407b6f17eb4c84136be8bf61bf7d87e19"
    "84b8cbf23cb6efaca81bee4f463a5a4a64ccbbdbcb2ccf3cc93a38bb77f4c920092070b26aa43f989b29a87d8eaef049"
    "6fed8895dd9aa3a5a5bc10ed9cb4478c1174cdbb5c3181ee0517131604e13760d9c516dc77477c0fc7cff06448f737d2"
    "9d40560d9bb76cd048584435b390fff848b73b9598ec83ba41b10ae68aae02c63cdec90367a20928e325fc45fd7e4155"
    "d4da3f21d06b874f2e41d8430af45680279d7bc9645544babd8d31b58bc7d8c600182817e43f6760942ad1eadd4f2638"
    "065cb74872c9621ec107c57acac86da1d82d482b3e56e78032a789258210f10624dd31de28d6dc17f8c400ff060fa4ce"
    "a1227dfec4330005a09583fa7e65b054e4d2041f7125692143455936ab3e6ab44e0af67c968a23190fa2f0453ca6a6b2"
    "9d71e15c2ff369693f674c48316baab1c9201a44744533953dbc7644e0367163c11f58af989ecac1d4a6944f98dd25cc"
    "e46640f7a0d9a7e89123efc857838f64be3584885c881551d00492955c831d8ad4e34e99761e37f534eb88fd72e8c346"
    "7497604569429209b9f0c178ea71d4f6adc66337b7d9be2564a3f6980820fa6f4cdf1fe07e04d512bbabb0cd3ce2bec2"
    "03b4170303005f1637e355f17220daf002015cba95d22e9f7763873dc856d8d30661a93ca033bb1bd87992a7f282c22a"
    "6ef03d615a15e421e55f33839bcb51fa684ab8c01479b3a39ff493663e42ed40feaf412be23b1ae9da386cccbcae6453"
    "13974657ac8d1703030045fc77ac643b91fd65b4b59c452655d2f490ba09b8708f087021646cb533b2873af6236cdfe2"
    "670413fe76259fe6ed0a4036b2e16e72de28d926dfeb5cdc5aad37a46d286af6"
))
call('handshake()', lambda: subject.do(subject.shake))


FOUND, AT = 'subject: handshake() -> TLSLocalAlert (unexpected_message: received type=20)', 1  # what is wrong, and which of the lines that begin so it is


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

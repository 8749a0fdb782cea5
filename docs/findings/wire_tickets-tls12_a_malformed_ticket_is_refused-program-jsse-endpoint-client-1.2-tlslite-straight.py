# A NewSessionTicket of TLS 1.2 that does not end where its ticket ends is refused: decode_error.
#
# Clause: A NewSessionTicket of TLS 1.2 ends with its ticket. (RFC 5077 section 3.3; RFC 5246 section
# 7.2.2; MUST)
#
# Came: step 2: subject handshake() raises protocol error, but it came to None
#
# Origin: handshake: subject handshake raises protocol error -> None [new_session_ticket.body +=
# b'\0']
#
# It needs java, javac, tlslite-ng and nothing of tls-harness; its exit code is 1 when it shows. The
# cell:
# wire_tickets/tls12_a_malformed_ticket_is_refused[program:jsse:endpoint:client:1.2:tlslite:straight]#0

import atexit
import errno
import os
import re
import subprocess
import sys
import tempfile
import types

from tlslite.api import HandshakeSettings, SessionCache, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import AlertDescription, AlertLevel
from tlslite.messages import Message


FILES = {
    'Engine.java': """\
import java.io.*;
import java.nio.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.*;
import java.util.*;
import javax.net.ssl.*;

public class Engine {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    static final HexFormat HEX = HexFormat.of();
    static SSLContext context;
    static SSLEngine engine;
    static ByteArrayOutputStream going = new ByteArrayOutputStream();
    static ByteBuffer coming = NOTHING, plain = NOTHING;
    static boolean begun, shaken, ended;
    static String failure;

    public static void main(String[] none) throws Exception {
        for (Scanner in = new Scanner(System.in); in.hasNext(); going.reset()) {
            String verb = in.next(), argument = in.next();
            coming = joined(coming, ByteBuffer.wrap(bytes(in.next())));
            ended |= in.next().equals("over");
            String told = failure == null || argument.equals("anyway") ? call(verb, argument) : failure;
            System.out.println(told + " " + HEX.formatHex(going.toByteArray()));
        }
    }

    static String call(String verb, String argument) throws Exception {
        try {
            return (String) Engine.class.getDeclaredMethod(verb, String.class).invoke(null, argument);
        } catch (java.lang.reflect.InvocationTargetException error) {
            failure = raised(error.getCause());
            leave();
            return failure;
        }
    }

    static byte[] bytes(String word) {
        return word.equals("-") ? new byte[0] : HEX.parseHex(word);
    }

    static String told(String kind, byte[] data) {
        return kind + " " + HEX.formatHex(data);
    }

    static String raised(Throwable error) {
        String message = error.getClass().getSimpleName() + " " + error.getMessage();
        while ((error = error.getCause()) != null) message += ": " + error;
        return told("raised", message.getBytes());
    }

    /** As far as the engine goes by itself, and with what has come. */
    static void advance() throws Exception {
        if (!begun) engine.beginHandshake();
        begun = true;
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (wrap(NOTHING).getStatus() == SSLEngineResult.Status.CLOSED) return;
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap()) return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    static SSLEngineResult wrap(ByteBuffer source) throws SSLException {
        ByteBuffer room = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(source, room);
        going.write(room.array(), 0, room.position());
        shaken |= result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED;
        return result;
    }

    /** Whether a record that had come was taken. */
    static boolean unwrap() throws SSLException {
        ByteBuffer room = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        int before = coming.remaining();
        SSLEngineResult result = engine.unwrap(coming, room);
        shaken |= result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED;
        plain = joined(plain, room.flip());
        return result.getStatus() == SSLEngineResult.Status.OK && coming.remaining() < before;
    }

    static ByteBuffer joined(ByteBuffer one, ByteBuffer other) {
        return ByteBuffer.allocate(one.remaining() + other.remaining()).put(one).put(other).flip();
    }

    /** Behind an exception the engine still has an alert to send. */
    static void leave() {
        try {
            while (!engine.isOutboundDone() && wrap(NOTHING).bytesProduced() > 0) {}
        } catch (Exception told) {}
    }

    static String waiting() {
        if (!ended) return "wants ";
        try {
            engine.closeInbound();
        } catch (SSLException error) {
            failure = raised(error);
            leave();
            return failure;
        }
        return shaken ? "bytes " : raised(new SSLException("closed before the handshake"));
    }

    static String handshake(String none) throws Exception {
        advance();
        return shaken ? "none " : waiting();
    }

    static String write(String hex) throws Exception {
        advance();
        if (!shaken) return waiting();
        ByteBuffer source = ByteBuffer.wrap(bytes(hex));
        for (; source.hasRemaining(); advance()) {
            if (wrap(source).getStatus() == SSLEngineResult.Status.CLOSED) {
                return raised(new SSLException("wrap() says CLOSED"));
            }
        }
        return told("int", String.valueOf(source.limit()).getBytes());
    }

    static Collection<? extends java.security.cert.Certificate> certificates(String file) throws Exception {
        return CertificateFactory.getInstance("X.509").generateCertificates(new FileInputStream(file));
    }

    static KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static TrustManager[] trust(String... files) throws Exception {
        KeyStore store = store();
        for (String file : files) {
            for (var each : certificates(file)) store.setCertificateEntry("anchor" + store.size(), each);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        return managers.getTrustManagers();
    }

    static SSLParameters opened(SSLEngine made, boolean client) {
        engine = made;
        engine.setUseClientMode(client);
        coming = plain = NOTHING;
        begun = shaken = ended = false;
        failure = null;
        return engine.getSSLParameters();
    }

    static String open0(String anyway) throws Exception {
        context = SSLContext.getInstance("TLS");
        context.init(null, trust("ca.pem"), null);
        SSLParameters its = opened(context.createSSLEngine("localhost", 443), true);
        its.setProtocols(new String[] {"TLSv1.2"});
        its.setServerNames(List.of(new SNIHostName("localhost")));
        its.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(its);
        return "none ";
    }
}
""",
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUcibLPjCjj3VUsjeP+vqey64lFM0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy12ZjBrdUxpLXJGb2VLSlowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICMtdmYwa3VMaS1yRm9lS0paMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEF8IGurVrnIBBDkFQaX3kCNwC2tYBjPR8NAdq/QE2/k7W3/MD7Ue+cODIsna51aGs68lGr++PZrYFHbOf
KXlJTaNFMEMwHQYDVR0OBBYEFIHFgoQOSOGuMM5QYzUuLlZEzSofMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIHowxOl12NJkP7Ek1AL2hNj3mYiPh/gSo5HsC7dK/ZDeAiEA6i+LHiB6tlkxJXgyVIuDEO4BT0pS
OBlTVSf1SaItmic=
-----END CERTIFICATE-----
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUUiybwJpKdb1vac8mQld5aPkN6JQwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgIy12ZjBrdUxpLXJGb2VLSlowIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI2E5eHJxaU9TQlVlMHBPWDMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATwmOvPPJj/oOHzJolZ6Yw3yri4s0DsQb0ioVE4MGKLDECwlrrmoZyfR6DU2CIu61fSymtJaB3XdC4C
IEs5NOVto4GmMIGjMB0GA1UdDgQWBBSbNNCg4PrP6HtDc/nB6yUsT33fBzAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFIHFgoQOSOGuMM5QYzUuLlZEzSofMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiA5GiEOvVtpW7hLyyslLNQd2VBhkgHIBlTOI1OQb8FXrgIgM8GpcfaSho6B1yal9efjdiy0N53TvEXQsXlXJMLr6lg=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEu4aBqS0T1SzABxT2dwREWaiq5PQfcp/6e4le2NfZngoAoGCCqGSM49AwEHoUQDQgAE8JjrzzyY/6Dh8yaJWemMN8q4uLNA7EG9IqFRODBiiwxAsJa65qGcn0eg1NgiLutX0sprSWgd13QuAiBLOTTlbQ==
-----END EC PRIVATE KEY-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class WantsRead(Exception):
    pass


class Machine:
    """A virtual machine that runs Engine.java, which takes a line and gives a line."""

    def __init__(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(["java", "Engine.java"], cwd=FOLDER.name, **pipes)
        atexit.register(self.process.kill)

    def line(self, *words):
        self.process.stdin.write(" ".join(words).encode() + b"\n")
        self.process.stdin.flush()
        kind, told, sent = self.process.stdout.readline().decode().split(" ")
        return kind, bytes.fromhex(told), bytes.fromhex(sent)


class JsseEnd:
    """An SSLEngine. What is fed goes along with the next call."""

    machine = Machine()

    def __init__(self, opened):
        self.fed, self.over, self.leaving = b"", "-", b""
        self.do(opened, "anyway")

    def feed(self, data):
        self.fed += data

    def take(self):
        taken, self.leaving = self.leaving, b""
        return taken

    def do(self, verb, argument="-"):
        fed, self.fed = self.fed, b""
        kind, told, sent = self.machine.line(verb, str(argument), fed.hex() or "-", self.over)
        self.leaving += sent
        if kind == "wants":
            raise WantsRead
        if kind == "raised":
            name, _, message = told.decode().partition(" ")
            raise type(name, (Exception,), {})(message)
        return {"none": lambda data: None, "int": int, "bytes": bytes, "text": bytes.decode}[kind](told)


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

    def _sendError(self, description, text=None):
        if not self.lying:
            yield from super()._sendError(description, text)
        raise ValueError("it would send an alert: {}".format(text))

    def told(self, message):
        data = bytes(message.write())
        if message.contentType != 22:
            return message
        self.counts[data[0]] = number = self.counts.get(data[0], 0) + 1
        for start, end, new in reversed(self.lies.get((data[0], number), [])):
            data = data[:start] + new + data[end:]
        return Message(22, bytearray(data))

    def _sendMsg(self, msg, randomizeFirstBlock=True, update_hashes=True):
        msg = self.told(msg) if update_hashes else msg
        return super()._sendMsg(msg, randomizeFirstBlock, update_hashes)

    def _queue_message(self, msg):
        super()._queue_message(self.told(msg))


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
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


WANTS = (WantsRead,)


subject = JsseEnd('open0')
peer = TlslitePeer(client=False, settings={'rsaSigHashes': ['sha256', 'sha384', 'sha512'], 'dsaSigHashes': [], 'eccCurves': ['x25519', 'secp256r1', 'secp384r1', 'secp521r1', 'x448'], 'dhGroups': ['ffdhe2048', 'ffdhe3072'], 'keyShares': ['x25519'], 'use_heartbeat_extension': False, 'ecdsaSigHashes': ['sha256', 'sha384', 'sha512'], 'ticketKeys': [bytearray(b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')], 'ticket_count': 1, 'ec_point_formats': [0], 'certificate_compression_send': [], 'certificate_compression_receive': [], 'minVersion': (3, 3), 'maxVersion': (3, 3), 'versions': [(3, 3)], 'keyExchangeNames': ['ecdhe_ecdsa', 'ecdhe_rsa', 'dhe_rsa', 'rsa'], 'cipherImplementations': ['python']}, chain=path('ecdsa.crt'), key=path('ecdsa.key'), sessionCache=TlslitePeer.sessions)
connect(subject, peer)
peer.lying, peer.lies = True, {(4, 1): [(3, 4, b'\xa8'), (171, 171, b'\x00')]}
go(
    ('subject', 'handshake()', lambda: subject.do('handshake')),
    ('peer', 'handshake()', lambda: peer.do_handshake()),
)


FOUND, AT = 'subject: handshake() -> None', 0  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A certificate for w*.harness.example is one for nobody: such patterns match more than they seem to.
#
# Clause: A wildcard that is part of a label matches nothing. (Python docs, library/ssl, SSLContext,
# changes in 3.7 (match_hostname); API contract)
#
# Came: step 3: subject handshake() raises certificate rejected, but it came to None
#
# Origin: handshake: subject handshake raises certificate rejected -> None
#
# It needs java and javac and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# names_checked/a_wildcard_is_a_whole_label[program:jsse:endpoint:client:1.2:honest:straight]#0

import atexit
import os
import re
import ssl
import subprocess
import sys
import tempfile
import types


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
        SSLParameters its = opened(context.createSSLEngine("www.harness.example", 443), true);
        its.setProtocols(new String[] {"TLSv1.2"});
        its.setServerNames(List.of(new SNIHostName("www.harness.example")));
        its.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(its);
        return "none ";
    }
}
""",
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUatsWSqtHkCLoUKaJi3tBotVVNAgwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1g4NHFwa2dsMzllSmZlV2kwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNYODRxcGtnbDM5ZUpmZVdpMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELji2kPJnJ/ptsfepsRQDQVNonqIF4f+GZb2QljQIdxHp9Rb/hP0B1xSrFentqQyDGaxH8yMU6T/Ny0Dv
iV9KwaNFMEMwHQYDVR0OBBYEFJXyvZeQLFgdXCdvW6dTBnr9eHXaMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIEC8XLBg5DkZZDWq+0zZWsAfzfItQcZtL6REpgPca/OIAiEA7gpd3TRupinCd0HZK6vZIE1sAMgX
YSgplgNIXgR7whQ=
-----END CERTIFICATE-----
""",
    'partial-wildcard.crt': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUd7pw2b0LK26xTIiliT1parLDh/IwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1g4NHFwa2dsMzllSmZlV2kwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMBYx
FDASBgNVBAMMC3Rscy1oYXJuZXNzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtUWATf0RFF6EyQlJZkuzFyXHtymnILDnQpneugMAoz1yRPHkTtGWrPi7i5L+L7nSPCQlimw3JnIIFHrqWI45MKNvMG0wDAYDVR0TAQH/BAIwADAdBgNVHQ4EFgQUA17JjRo53U6s
5HMn9vuB2aAisdowHwYDVR0jBBgwFoAUlfK9l5AsWB1cJ29bp1MGev14ddowHQYDVR0RBBYwFIISdyouaGFybmVzcy5leGFtcGxlMAoGCCqGSM49BAMCA0kAMEYCIQCLmEr4Af8IX5Gn7d5njRPsebhCsYNdZYE2R0uLUESA1wIhAMdPgNT4a1944trtRoWhwRUN44Sy
MARmcNolteDl8Dah
-----END CERTIFICATE-----
""",
    'partial-wildcard.key': """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgC189qpmdZlx39fvXYhcvFmVfxDJRTRR4tM/f8cwXMJmhRANCAAS1RYBN/REUXoTJCUlmS7MXJce3KacgsOdCmd66AwCjPXJE8eRO0Zas+LuLkv4vudI8JCWKbDcmcggUeupYjjkw
-----END PRIVATE KEY-----
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


WANTS = (WantsRead, ssl.SSLWantReadError, ssl.SSLWantWriteError,)


subject = JsseEnd('open0')
peer_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
peer_context.minimum_version = ssl.TLSVersion.TLSv1_2
peer_context.maximum_version = ssl.TLSVersion.TLSv1_2
peer_context.verify_mode = ssl.CERT_NONE
peer_context.load_cert_chain(path('partial-wildcard.crt'), path('partial-wildcard.key'))
peer = BioEnd(ssl, peer_context, server_side=True)
connect(subject, peer)
go(
    ('subject', 'handshake()', lambda: subject.do('handshake')),
    ('peer', 'handshake()', lambda: peer.connection.do_handshake()),
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

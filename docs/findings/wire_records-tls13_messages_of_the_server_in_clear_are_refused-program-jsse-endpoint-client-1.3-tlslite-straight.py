# EncryptedExtensions or CertificateVerify in clear: unexpected_message, or bad_record_mac.
#
# Clause: Handshake messages and alerts in clear, where protected ones are due, are not processed.
# (RFC 8446 sections 2, 5.2 and 6; MUST)
#
# Came: step 3: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac, but
# it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal unexpected_message or, tolerated, fatal bad_record_mac
# -> fatal handshake_failure [unprotect(encrypted_extensions)]
#
# It needs java and javac and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_records/tls13_messages_of_the_server_in_clear_are_refused[program:jsse:endpoint:client:1.3:tlslite:straight]#0

import atexit
import os
import re
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

    static String read(String amount) throws Exception {
        while (!amount.equals("0") && !plain.hasRemaining()) {
            advance();
            if (plain.hasRemaining()) break;
            if (engine.isInboundDone()) return shaken ? "bytes " : waiting();
            if (!unwrap() && !plain.hasRemaining()) {
                advance();
                return engine.isInboundDone() && shaken ? "bytes " : waiting();
            }
        }
        byte[] data = new byte[Math.min(Integer.parseInt(amount), plain.remaining())];
        plain.get(data);
        return told("bytes", data);
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
        its.setProtocols(new String[] {"TLSv1.3"});
        its.setServerNames(List.of(new SNIHostName("localhost")));
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


subject = JsseEnd('open0')
call('handshake()', lambda: subject.do('handshake'))
subject.feed(bytes.fromhex(
    "160303007a02000076030387d678b1df5bb62baa2932c16923de39ae8b79c0495c711c78aa5d50955ccd6920dcd02d2e"
    "bf188d85dc6721fa5e27c19481ce76a82d947ab72c46c70926b1fe75130200002e00330024001d0020c9e0af18e3c77f"
    "235c94e7ed1ef5d99ed99954d0fd73401168817b4c4ae7d420002b000203041403030001011603030006080000020000"
    "170303024e74844e04a2185c78e480dc8bb802ed7c780cb353549faf14ebe14d70bbd582f64b01653e647bee208a7696"
    "75e6248afae8e7217f00b6e938bc92d33c2821acdc6abe39e38956403aea93497f045f8e7d37376669b059668ddf5a51"
    "f1b7e3eb2b3faf0659dd00af64971b1d5e4a740d9ba66ae624a59afda4f3c964c2f3e63419b4fde793dfb33ba2f4f5c7"
    "46d276a193a8d111f9e81bf921f14aa5188398c6443dc6706af94d65e4a974545447bcdbc6ca69eeb3027ac5a574f6ae"
    "75d1e65410b82841494af9a7d96e59152e7f835dedde10fa360b1f570e7707fdea7cef9a2acb5971b5cfebb67022a076"
    "3b7ed6d889b32c3b83eec1bbee7d15a47854763b9b69647fcbb631e66912c3b2849ed17949db7663cc283e854eb43069"
    "9485f2285ff5a0578410e66de5fe2303dd57bc3dcd9c52d6002efbe6de8e0a523bdfdf6d193dc9963a9fe831d20d8da4"
    "28b63d28668fc7a7ba0a91113ad5b1f7b86e5a46f65b4277ec4faee109bbdaf0b490f495455471cdcc6d1cf4355ce0d4"
    "2a666003f69c06f86dee74bebaafe2df867689c4f099cd223f7cb0ea4b3992121b9f15abe8487caa826d7c5b47c0787b"
    "6db9136163ee087aa1711b04125751cdccdbb3e429cab975abf3ca0936918f4bbd790eac8d16eec10c2e73eca8e9cd5f"
    "7cf4fd5b62aa56bd7737d76aa306023a0b9beb3ecb160037cd7104a35683a164bd9cf7298b8b25b57bee9d3811c0f5ec"
    "83df60610080783dfb7e54e0a9ae8fbddfa0a50b5c5801ce34872bfa5491c512182af6e64a9162acd0d6a6123ecd3b7f"
    "9ab8ce6f8283d87289aa8c96e7de0a0aa9f834170303005fa56ea24844e65fef3a96a1e4638632cbfd3d6c71c47597d3"
    "b955b71c939d49b5b506246fe977758d9bdcfe5167d74c1367ab971ef0ab85a980e4bbdbccdadbc69a8b54ad0edd59ff"
    "082db4b12c5d04a7f44022a477b7dbdd9f1b5d5a6d9f1817030300452b144347583eddff824d3c32f3485e50f2cd1c3f"
    "0565e4c2a2ac75a8d763a50cc656d668870d6309781b8833a1b8846b499ee86d985cb0926ec1867bf5dba228045aaa1c"
    "a2"
))
call('handshake()', lambda: subject.do('handshake'))
call('read(65536)', lambda: subject.do('read', 65536))
call('handshake()', lambda: subject.do('handshake'))
call('read(65536)', lambda: subject.do('read', 65536))
call("write(b'after the end')", lambda: subject.do('write', bytes(b'after the end').hex() or '-'))
call('read(65536)', lambda: subject.do('read', 65536))


FOUND, AT = 'subject: read(65536) -> SSLHandshakeException (Insufficient buffer remaining for AEAD cipher fragment (6). Needs to be more than tag size (16): javax.crypto.BadPaddingException: Insufficient buffer remaining for AEAD cipher fragment (6). Needs to be more than tag size (16))', 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

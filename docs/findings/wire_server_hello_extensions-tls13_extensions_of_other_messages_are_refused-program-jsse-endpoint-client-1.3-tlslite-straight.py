# Extensions that the client asked for and belong into EncryptedExtensions: illegal_parameter.
#
# Clause: An extension that is known, was offered, and belongs into another message than the
# ServerHello is refused with illegal_parameter. (RFC 8446 section 4.2; MUST)
#
# Came: step 4: the subject alerts fatal illegal_parameter, but it came to fatal unsupported_extension
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal unsupported_extension
# [server_hello.extensions += [extension(signature_algorithms, vector(2, u16(0x0403)))]]
#
# It needs java, javac and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_server_hello_extensions/tls13_extensions_of_other_messages_are_refused[program:jsse:endpoint:client:1.3:tlslite:straight]#0

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
        its.setApplicationProtocols(new String[] {"h2"});
        its.setServerNames(List.of(new SNIHostName("localhost")));
        its.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(its);
        return "none ";
    }
}
""",
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIUKPC1PF1wi2sGjhsVqFZ98jCCuqcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0tqd1FHYmZYNXo1UGk5cUMwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNLandRR2JmWDV6NVBpOXFDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWgiwBWNJU/HVdLjtf5eT2FVqfJie5a1tRYpj929YYLSeZcUItGN6TEC2oureps7Zia48XnApAVR2rxzB
PiePuqNFMEMwHQYDVR0OBBYEFHjbZNTs/jCND4pZjfXuyjO/xsWaMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0kAMEYCIQCpizTAXqEh+4QujsFJxOp1Nh2MaDSwX5aO6JfP88vfBgIhAIp/REqw02WqN5/wARh/bGA0p29c
nyr0o99B4yJYQW54
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
    "16030300820200007e03032f0841662f9290ab47fa7de305fb4f753c6fe6882ac95b72cbd62de8cfc01d7f209830cdda"
    "17b450800493fb698c2097074e2468aa6226783ca9be2eb57a0ce396130200003600330024001d0020fd6f1153ff35e7"
    "a8a145e35fbf2e2d84948c4be91e545dfa90cabb354c19357e002b00020304000d000400020403140303000101170303"
    "0017cb97421f242dc1ee19e4bcbaa8ff89f58151d003fa21c4170303024f9a4f5970628014c1674b7220b0a85d6fd2b0"
    "74bcb7b93c2f9018264a2f1023be591bd9aa30d05fdf3af69fe4fec34a9c20d46c5754cc94d3c052ed65ee64a8d00797"
    "92a1dc374c08e32439a3168e830cee451fa9c7306f22d9047f085a342f651972aff0a12389d96948e159711b9d807797"
    "1b5212d08a719418a698f0bea6399267f8744f50e7ffeef0bfd2758f16c24d942f584ff963554abfb017e7f892aa3181"
    "ca92c83c67ce507dae7d23881a82a0a46635881257335b568bcaaef42383eca5b67dcb9d45ef5d16a767955c275d53b3"
    "c62dbc8eb068ed629ac1e167fd2b566b3eebd5124baaccf01e894d889dea9d2d88ac810b0b256cb11155469c27412962"
    "8e98c135afa8641b180680d19fb9ef896c88c46c2cd3b4759e87447be10b3d30862612262e20a39f5d1183a98a8809ad"
    "c3e1751fe56edcdb3fb95a3c936111ed69b7154a56e3d93eeab241b653459f599740c897b599b7310cb9cd16d3e78768"
    "d77096dca3bca09d5f0f2b79851efbc69a9d198ee7307e5bd0a1095063c485821e06ff8e6946bf9ddf4744ffcea3671d"
    "cdc1df4ea304d7509fda6908fba39ddf8cadeba69d289c151da72ac7e264ac42cde3be3156dfc56cfabb1c96e46fdf2e"
    "410080e485c0892e1c91169ca2dcf7f41ac196af27aa39ef70412280e81dd3da18567f5e3a26bd33cec01c8db6f77c09"
    "a10c1d936b4fc51ecaae11aee31e5fc2199fd8ed38e88f4a3aaa590b7558df3ba0b453cc158cafcec5c41befff732852"
    "936a47744254a8e795d071420f0931dc1045e93e5ec617bcd9ed0b43ec5066c17643f49828c87beddd17080529170303"
    "006018987e52ab46faa1ddc6c372be588edf999e753b4a01b583fca34ab738f26d212d0c72a9cc592c00c5982b58084e"
    "506f5ff2dcd1c40e51d0c5105111cc5cd07d4847f03014468a6ea4cce2358326fcb8eb4d1b7dfac37c46537b8939a0bd"
    "d5c61703030045e6c3b32be0480b84a575559d1c9a79b6cbcab9af428bdda7a14756e64cf9bb15b24c429e7cf8863916"
    "6440e3fd010aee4ae873b914ab9a20988c96286810e4337a93a0cb61"
))
call('handshake()', lambda: subject.do('handshake'))


FOUND, AT = 'subject sends a record 21 0303 alert 2 110', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

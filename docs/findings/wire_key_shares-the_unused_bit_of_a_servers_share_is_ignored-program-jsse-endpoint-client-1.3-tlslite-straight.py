# The highest bit of an X25519 coordinate is masked: a share that sets it is as good as without.
#
# Clause: Who reads an X25519 coordinate masks the most significant bit of its last byte. (RFC 7748
# section 5; MUST)
#
# Came: step 2: subject handshake() returns, but it came to SSLException (Tag mismatch!:
# javax.crypto.AEADBadTagException: Tag mismatch!)
#
# Origin: handshake: subject handshake returns -> SSLException [server_hello.extensions[key_share].key
# ^= 0x80]
#
# It needs java and javac and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_key_shares/the_unused_bit_of_a_servers_share_is_ignored[program:jsse:endpoint:client:1.3:tlslite:straight]#0

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
    "160303007a020000760303a1a59d9d7f7044cb420b7b99063c8640b8011f8b6cf7071ba0afd77e97eb42fd202f0c2a12"
    "fdffb08bdd1d0e048af9d0ca9c45a9d03a0f5e89c672d026449eeee1130200002e00330024001d002001418ae673be9b"
    "bf8eeb2b856911eb12d5f49259cdb7d19325b236743c8353cf002b000203041403030001011703030017c18b0ba03f0e"
    "a8301499fcceb6706d339870950970547a170303024e3863658bb71709e26b7715038bf66f5099c65dd3d32af4c7e1d3"
    "445f72c99e524095168f85722022e698e6bc4b77dd4c00315b0f6885ca3a53a7c9e401db78110c47da883ec2b6ea52a1"
    "441821b528b1d63ead22744650d5f80d1448921797451e6b09c8af8339f9dd61258874b8fe205b28b9afe7ddb4104037"
    "6f764d4e7ed6432c0c4727c9dc53448b84562a3c619d14e061068b050d9b539a2c20f198b90a570d0120de08d70a3e29"
    "8eea0626cb250399cce6dbbe79ed963450960da134c0b219d035cd479bd4b7496aa9d0b76524231185dfede20dd1d1cd"
    "2d38e191277d6403958598c2c422309893077f8cbbf644a9dcb6c77f6e69656756128d748da478a7917f2abb91b92f6c"
    "b35e0e1625f8e5800fe4b86b9c4e9e04a5288744829383d81877d0f14e4c32ed09117a01a6b6c6f40fb9778b2cc279c1"
    "80d8f960796c7f16426cfe5370c97cb03621467ed0bc8978cdcc8213ff788cc3c78129cc89e7a01f73e7e2f1c954d866"
    "4ac136986d9bc7389a7cca4306d4ddb414b95d254b456956278f27a69ba51c1d198ba66cbda9be70283fec65c1eb45ca"
    "38dc268a553c259deabdb44f8c7ee268865379c3049ea2df9d5d645355a2a184128a197ea0570255070af68584394d57"
    "fe0cbc608acea89a394719eab87da206cca913d381b02b693ab42a3e143aa7e49ce61b44e6a826e7e145d7973b467e11"
    "06b5aabba4184a8008e204926f73c9c3d6961df8158485750f7881fb6e3f6ee41c84631488dd7beb09b3ba6e9cae7332"
    "73aec6033478fb4edc995171eabca046a72ddd61596ac691270da02d8fa79c57783bfdea1703030060f4b19b62c4e958"
    "c71f1b650ac6734ab071e04a9e7f9b38e9214f210d7f6924ec6fc9d5ef8bdf8f67bb1a0658f5afadebafcc1f0bfd1981"
    "45c340c051cade7391811566530c39217b803820b2af4e86dc87797391263fc6655b9062438114cdff17030300453fc1"
    "4ce6d2323d5b8ce048a152ab5c77915abc32270d926b2cdd1450d2acc1e5f87058983c4c6c6cc8f0a3ac1a2675b1e319"
    "46dfae64458c34df3e078aa1a56df180da2764"
))
call('handshake()', lambda: subject.do('handshake'))


FOUND, AT = 'subject: handshake() -> SSLException (Tag mismatch!: javax.crypto.AEADBadTagException: Tag mismatch!)', 1  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A ServerHello with a share for another group than the retry asked for: illegal_parameter.
#
# Clause: A client refuses a ServerHello whose group is not that of the HelloRetryRequest with
# illegal_parameter. (RFC 8446 section 4.2.8; MUST)
#
# Came: step 4: the subject alerts fatal illegal_parameter, but it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal illegal_parameter -> fatal handshake_failure
# [server_hello.extensions[key_share].group = x25519]
#
# It needs java and javac and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_retry/another_group_after_the_retry_is_refused[program:jsse:endpoint:client:1.3:tlslite:straight]#0

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
    "160303007e0200007a0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c201621c7b4"
    "499a50e28f8269febc8ca24a070da6ec923337ced53a288ecfc0cf661302000032003300020018002c002200206aa30e"
    "bafb6eb3daca4eefa494f1c3eae51b4e7146e00a4a10eb0122bd92e11c002b00020304140303000101"
))
call('handshake()', lambda: subject.do('handshake'))
subject.feed(bytes.fromhex(
    "16030300bb020000b70303ebfa49130aedd2376d6509f13d1cc7595b73dd8fcd18498bebecdaf6a92dc85e201621c7b4"
    "499a50e28f8269febc8ca24a070da6ec923337ced53a288ecfc0cf66130200006f00330065001d00610406c27ce8dfff"
    "cec056fd9570b8d1468d2beb4c96b622ba31f6887d243ba7fb540ba77a025f1218cdc9bb10f46148ecc1849e9c4cabb1"
    "5a7e50347124540421a48dc168e7b0727ec24dc4b32cf3131ab2907c64dd238f203cb84c12bd71038466002b00020304"
    "170303001f83c3344621ce7de428a58ed7c3252dfde4055ac4a42be16fe745465ffecfb8170303024eb9abe7893ce287"
    "915c9bcf988071639dfb6ca2273a4356982fdb43f2009a4434c629e1513ba49ffa6076fce819f3663b7ac9e8ae3df74f"
    "2d5074a4f305d9651dad2f204350ab960daa808fe90c9744c48be17c2343fe0a136beead83fce9c3472d9cfedf78797d"
    "9d70f9cb4a857c2fb6217204bfe077fc022ea51f2bb8d83f07642846c4741ef4f72bfc41cbfb481ccd71689213882667"
    "5ef3a3f46161f2cad78b017b0cfe795fb606d737b89803ef2b9f6c5db3424256a9880282a808865b7a2b38e1a552ab1a"
    "bea427c5e74d183387aa3b5ae7d2dc38737ee6161a46c10e8197bd314ced1aa77b683b923e2eef5e3dfc5b0d844c7fa2"
    "2add096b974683e1b4feda8eb62f532982e3e4843afb834fcb1e5cdd4f825174233a4d464bef957477334e0f9a5b19e7"
    "31847d58173e3bf41c6f7f6e8f659f6f0107856b550219e4df2ada18557b1e0aec18ee31e77f2b7fbc79925edfe9a692"
    "32229a6fc52585794bc88547e28ce23ceeca6e73fd6d82cb2b8ee56e1a5954d29437444c8155798c5e1798c64a7694b8"
    "30dbd06501a02fa3675c757b438998f2767aa32fc6f9284b8415ad71cffd29fe8caa1359a870d110eafd6cb08fe592a4"
    "21b18fb8a2af2fe1a521d364c5924251d37e3119b2276914d2643e88fd5841d0fa921647240850444be6af978c38a847"
    "d0c7e38fb2162e620f047e16ac9c8bf36bd94cfd143cab9cd0f1b88338f4c62608e7f7a84ad65f6d26cd0cc3d24c2608"
    "100fe79752855b66d3be2ed43ac27f0bc650845e5c2e88d7575dea95b9c9bac281e6f12b8be479305fc6fa16484397ad"
    "440a43297935691703030060702804befb768ed07ca9cd639e52c6b40c5f03a31573f466cd0996ea33fa705304d42b46"
    "f1341e0ea8f97ef2326464eaeaff258318e1e143c53ad99fae38e008f70b5a903ba156596076242dbe95b98f02688dcf"
    "d57c981d2e7a0abac259c84417030300459db1fbfe2dc93cb4b0518be3cd1a4b38062f9dc09e2499bdfff2187cd65b31"
    "77176e4ad7142ce8de4f462d87de8b4005b7d69226506aed6d39ce95a9d734c7299efd2b353a"
))
call('handshake()', lambda: subject.do('handshake'))


FOUND, AT = 'subject sends a record 21 0303 alert 2 40', 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

# A second ClientHello without the suite or the version of the retry: illegal_parameter.
# handshake_failure, protocol_version and missing_extension will do: RFC 8446 names none.
#
# Clause: A server does not go on with a second ClientHello that lacks the version, suite or key share
# it asked for. (RFC 8446 sections 4.1.2, 4.1.4 and 9.2; MUST)
#
# Came: step 4: the subject alerts fatal illegal_parameter or, tolerated, fatal handshake_failure or,
# tolerated, fatal protocol_version or, tolerated, fatal missing_extension, but it came to fatal
# unexpected_message
#
# Origin: handshake: the subject alerts fatal illegal_parameter or, tolerated, fatal handshake_failure
# or, tolerated, fatal protocol_version or, tolerated, fatal missing_extension -> fatal
# unexpected_message [client_hello_2.cipher_suites = [0xfefe, TLS_EMPTY_RENEGOTIATION_INFO_SCSV]]
#
# It needs java and javac and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# wire_retry/a_second_hello_of_another_kind_is_refused[program:jsse:endpoint:server:1.3:tlslite:straight]#0

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

    static KeyManager[] keys(String chain, String key) throws Exception {
        var certificates = certificates(chain).toArray(new java.security.cert.Certificate[0]);
        String text = Files.readString(Path.of(key)).replaceAll("-----.*-----", "");
        var secret = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
        KeyFactory factory = KeyFactory.getInstance(certificates[0].getPublicKey().getAlgorithm());
        KeyStore store = store();
        char[] password = "password".toCharArray();
        store.setKeyEntry("own", factory.generatePrivate(secret), password, certificates);
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, password);
        return managers.getKeyManagers();
    }

    static TrustManager[] anybody() {
        return new TrustManager[] {
            new X509ExtendedTrustManager() {
                public void checkClientTrusted(X509Certificate[] chain, String kind) {}
                public void checkServerTrusted(X509Certificate[] chain, String kind) {}
                public void checkClientTrusted(X509Certificate[] chain, String kind, java.net.Socket wire) {}
                public void checkServerTrusted(X509Certificate[] chain, String kind, java.net.Socket wire) {}
                public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}
                public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}
                public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
            }
        };
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
        context.init(keys("ecdsa.crt", "ecdsa.key"), anybody(), null);
        SSLParameters its = opened(context.createSSLEngine(), false);
        its.setProtocols(new String[] {"TLSv1.3"});
        engine.setSSLParameters(its);
        return "none ";
    }
}
""",
    'ecdsa.crt': """\
-----BEGIN CERTIFICATE-----
MIICLDCCAdOgAwIBAgIUfCSlQc0lkDGMqCiur4QYNzbXFCcwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI1g4NHFwa2dsMzllSmZlV2kwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEIx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3NFMVQxQXo0WFZKdXFCNjUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQmfFhYpeSwbuD/x5qt0M+buAyQc4XN27DVf5qH0ZZLwP8pcm7Up13Y8fudKlrZhmLk3uz/e3xpPx2+
BjuE6M9co4GmMIGjMB0GA1UdDgQWBBQSEH9YkALUrdbXw6sAAb+1SSg+FTAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFJXyvZeQLFgdXCdvW6dTBnr9eHXaMBcGA1UdEQEB/wQNMAuCCWxvY2FsaG9zdDAOBgNVHQ8BAf8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYB
BQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiA7NghoBJ0SZnrKKcCfa+MPR2hwK3QFHlCMTuPF1+UhjQIgG/52+NFQ0jtvYSGaNMSkxO+0VSsl0IDmZPSHqP6TtcE=
-----END CERTIFICATE-----
""",
    'ecdsa.key': """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7NYkYfuQYkvZIraxnPKUMlIAfTjwlA6DalMmex5UnJ6hRANCAAQmfFhYpeSwbuD/x5qt0M+buAyQc4XN27DVf5qH0ZZLwP8pcm7Up13Y8fudKlrZhmLk3uz/e3xpPx2+BjuE6M9c
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
    "1603010204010002000303abdc8d77716b04f3077e6df5fa6c595a82de9bb20df19d487ed10c746c39f5ae205b2ffab8"
    "208e058cad41cee390f087e3b63492117ea517b50f20092626693ce1005400ff1302130113031304cca9c02cc02bc0ad"
    "c0acc024c023c00ac009c008cca8c030c02fc028c027c014c013c012ccaa009f009ec09fc09e006b0067003900330016"
    "009d009cc09dc09c003d003c0035002f000a010001630016000000170000000d001e001c08070808081c081b081a0403"
    "05030603080408090805080a0806080b002b0003020304003300020000002d0003020100000b00020100000a0010000e"
    "001d001700180019001e01000101001c00024001002300000009000201000000000e000c0000096c6f63616c686f7374"
    "001500e50000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000"
))
call('handshake()', lambda: subject.do('handshake'))
subject.feed(bytes.fromhex(
    "14030300010116030302410100023d0303abdc8d77716b04f3077e6df5fa6c595a82de9bb20df19d487ed10c746c39f5"
    "ae205b2ffab8208e058cad41cee390f087e3b63492117ea517b50f20092626693ce10004fefe00ff010001f000160000"
    "00170000000d001e001c08070808081c081b081a040305030603080408090805080a0806080b002b0003020304003300"
    "260024001d0020dabff50d5656303bd9e21b4b21b864746c8f40678a095b809108a013e0c3281c002d0003020100000b"
    "00020100000a0010000e001d001700180019001e01000101001c00024001002300000009000201000000000e000c0000"
    "096c6f63616c686f7374001500e500000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000002c006500631302f9e840d1ecc7b42be725533ebfd0a8bc96b15b71b57fc7a68313a172e2dad4c76a6776a2d9"
    "020a64f7be8dc205d60255f7dbaa72221a005fa89d627eed7d4a9d92da708132714b3130d43282dbf1771d1132af19b9"
    "e961408ed3acb90a9e24d9c1"
))
call('handshake()', lambda: subject.do('handshake'))


FOUND, AT = 'subject sends a record 21 0303 alert 2 10', 2  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")

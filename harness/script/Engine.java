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

    static String text(String value) {
        return value == null || value.isEmpty() ? "none " : told("text", value.getBytes());
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

    static String close(String none) throws Exception {
        if (!shaken) return raised(new SSLException("the handshake is not over"));
        engine.closeOutbound();
        leave();
        while (!engine.isInboundDone()) {
            if (!unwrap() && !engine.isInboundDone()) {
                advance();
                return waiting();
            }
        }
        return "none ";
    }

    static String update(String none) throws Exception {
        engine.beginHandshake();
        advance();
        return "none ";
    }

    static String version(String anyway) {
        return text(shaken ? engine.getSession().getProtocol() : null);
    }

    static String suite(String anyway) {
        return text(shaken ? engine.getSession().getCipherSuite() : null);
    }

    static String alpn(String anyway) {
        return text(engine.getApplicationProtocol());
    }

    static String name(String anyway) {
        var names = ((ExtendedSSLSession) engine.getSession()).getRequestedServerNames();
        return text(!shaken || names.isEmpty() ? null : ((SNIHostName) names.get(0)).getAsciiName());
    }

    static String session(String anyway) {
        return text(shaken ? "1" : null);
    }

    static String certificate(String anyway) throws Exception {
        try {
            return told("bytes", engine.getSession().getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException none) {
            return "none ";
        }
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

    static TrustManager[] trust(String... files) throws Exception {
        KeyStore store = store();
        for (String file : files) {
            for (var each : certificates(file)) store.setCertificateEntry("anchor" + store.size(), each);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        return managers.getTrustManagers();
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
}

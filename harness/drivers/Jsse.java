// Java's JSSE on trial: SSLEngines without I/O, asked by `harness/drivers/program_jsse.py` over standard
// input and output, one line each way, so that one virtual machine serves many connections.
//
// A line is words with blanks between them; texts and bytes are base64, "-" is none. What is asked:
//   new ID NAME=VALUE...          an engine, configured (see Settings)
//   call ID VERB ARGUMENT FED END what to do, with the ciphertext that came first, and whether it has ended
//   drop ID                       forget it
// What is answered, the ciphertext it has for the wire last:
//   done KIND VALUE SENT | wants read SENT | raised KIND CLASS BASES MESSAGE SENT | unsupported MESSAGE -
//
// What is done here is what users of SSLEngine have to do (its class comment, "SSLEngine"): run the delegated
// tasks, wrap and unwrap as getHandshakeStatus() says, send what is left behind an exception, and call
// closeInbound() where the transport ends. Runs by itself: java Jsse.java, Java 17.

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

public final class Jsse {
    /** So many contexts are kept, for sessions to be resumed. */
    private static final int KEPT = 64;

    private static final Map<String, End> ends = new HashMap<>();
    private static final Map<String, Memory> memories =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Memory> eldest) {
                    return size() > KEPT;
                }
            };

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "US-ASCII");
        System.setOut(System.err);
        SynchronousQueue<String> asked = new SynchronousQueue<>();
        Thread asking = new Thread(() -> listen(asked));
        asking.setDaemon(true);
        asking.start();
        out.print("ready " + text(System.getProperty("java.runtime.version")) + "\n");
        out.flush();
        while (true) {
            String answer = answer(asked.take().split(" "));
            out.print(answer + "\n");
            out.flush();
        }
    }

    /** Whoever asks may die while an engine is at work: nobody is left behind. */
    private static void listen(SynchronousQueue<String> asked) {
        try {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                asked.put(line);
            }
        } catch (Exception error) {
            error.printStackTrace();
        }
        Runtime.getRuntime().halt(0);
    }

    private static String answer(String[] words) {
        String id = words[1];
        End end = ends.get(id);
        String outcome;
        try {
            switch (words[0]) {
                case "new":
                    ends.put(id, new End(id, new Settings(words)));
                    return "done none - -";
                case "drop":
                    ends.remove(id);
                    return "done none - -";
                case "pieces":
                    outcome = end.pieces(words[2], words[3], words[4].split(","));
                    break;
                default:
                    outcome = end.call(words[2], words[3], bytes(words[4]), words[5].equals("end"));
            }
        } catch (Unsupported why) {
            return "unsupported " + text(why.getMessage()) + " -";
        } catch (Throwable error) {
            outcome = raised(error, null);
        }
        return outcome + " " + (end == null ? "-" : text(end.sent()));
    }

    // -- words

    static String text(byte[] data) {
        return data.length == 0 ? "-" : Base64.getEncoder().encodeToString(data);
    }

    static String text(String said) {
        return text(String.valueOf(said).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String word) {
        return word.equals("-") ? new byte[0] : Base64.getDecoder().decode(word);
    }

    static String raised(Throwable error, String kind) {
        List<String> bases = new ArrayList<>();
        for (Class<?> each = error.getClass(); each != Object.class; each = each.getSuperclass()) {
            bases.add(each.getSimpleName());
        }
        String told = error.getMessage();
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            told += ": " + cause;
        }
        String meant = kind == null ? kindOf(error) : kind;
        return String.join(" ", "raised", meant, bases.get(0), text(String.join(",", bases)), text(told));
    }

    /** What an exception means: JSSE tells a rejected certificate by the cause alone. */
    private static String kindOf(Throwable error) {
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return "certificate";
            }
        }
        return error instanceof SSLException ? "protocol" : "foreign";
    }

    /** What JSSE or a program that uses it cannot be asked for. */
    @SuppressWarnings("serial")
    static final class Unsupported extends Exception {
        Unsupported(String message) {
            super(message);
        }
    }

    // -- one connection

    /** An engine, and what a program keeps beside it. */
    static final class End {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        private final String id;
        private final Settings settings;
        private final SSLEngine engine;
        private final ByteArrayOutputStream going = new ByteArrayOutputStream();
        private ByteBuffer coming = NOTHING;
        private ByteBuffer plain = NOTHING;
        private boolean begun;
        private boolean shaken;
        private boolean ended;
        private boolean closed;
        private String failure;

        End(String id, Settings settings) throws Exception {
            this.id = id;
            this.settings = settings;
            Memory memory = settings.memory(memories);
            memories.put(id, memory);
            this.engine = settings.engine(memory.context);
        }

        byte[] sent() {
            byte[] data = going.toByteArray();
            going.reset();
            return data;
        }

        String call(String verb, String argument, byte[] fed, boolean over) throws Exception {
            coming = joined(coming, ByteBuffer.wrap(fed));
            ended |= over;
            if (verb.equals("tell")) {
                return tell(argument);
            }
            if (failure != null) {
                return failure;
            }
            try {
                return act(verb, argument);
            } catch (Throwable error) {
                failure = raised(error, null);
                sendWhatIsLeft();
                return failure;
            }
        }

        /** call() behind one piece after the other, while it waits and sends nothing; and how many were fed. */
        String pieces(String verb, String argument, String[] pieces) throws Exception {
            String outcome;
            int fed = 0;
            do {
                outcome = call(verb, argument, bytes(pieces[fed++]), false);
            } while (fed < pieces.length && outcome.startsWith("wants") && going.size() == 0);
            return outcome + " " + fed;
        }

        private String act(String verb, String argument) throws Exception {
            switch (verb) {
                case "handshake":
                    advance();
                    return shaken ? "done none -" : waiting();
                case "read":
                    return read(Integer.parseInt(argument));
                case "write":
                    return write(ByteBuffer.wrap(bytes(argument)));
                case "close_notify":
                    return close();
                case "key_update":
                    engine.beginHandshake();
                    advance();
                    return "done none -";
                default:
                    throw new Unsupported("there is no " + verb);
            }
        }

        /** As far as the engine goes by itself, and with what has come. */
        private void advance() throws Exception {
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK:
                        for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
                            task.run();
                        }
                        break;
                    case NEED_WRAP:
                        if (wrap(NOTHING).getStatus() == SSLEngineResult.Status.CLOSED) {
                            return;
                        }
                        break;
                    case NEED_UNWRAP:
                    case NEED_UNWRAP_AGAIN:
                        if (!unwrap()) {
                            return;
                        }
                        break;
                    default:
                        return;
                }
            }
        }

        private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
            ByteBuffer room = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            SSLEngineResult result = engine.wrap(source, room);
            going.write(room.array(), 0, room.position());
            note(result);
            return result;
        }

        /** Whether a record that had come was taken. */
        private boolean unwrap() throws SSLException {
            ByteBuffer room = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            int before = coming.remaining();
            SSLEngineResult result = engine.unwrap(coming, room);
            note(result);
            plain = joined(plain, room.flip());
            return result.getStatus() == SSLEngineResult.Status.OK && coming.remaining() < before;
        }

        private void note(SSLEngineResult result) {
            shaken |= result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED;
        }

        /** What a call comes to that has nothing to give yet. */
        private String waiting() {
            if (!ended) {
                return "wants read";
            }
            try {
                engine.closeInbound();
            } catch (SSLException error) {
                failure = raised(error, "ragged");
                sendWhatIsLeft();
                return failure;
            }
            return shaken ? "done bytes -" : raised(new SSLException("closed before the handshake"), "clean");
        }

        private String read(int amount) throws Exception {
            while (amount > 0 && !plain.hasRemaining()) {
                advance();
                if (plain.hasRemaining()) {
                    break;
                }
                if (engine.isInboundDone()) {
                    return shaken ? "done bytes -" : waiting();
                }
                if (!unwrap() && !plain.hasRemaining()) {
                    advance(); // what it answers to a closure alert or a KeyUpdate
                    return engine.isInboundDone() && shaken ? "done bytes -" : waiting();
                }
            }
            byte[] data = new byte[Math.min(amount, plain.remaining())];
            plain.get(data);
            return "done bytes " + text(data);
        }

        private String write(ByteBuffer source) throws Exception {
            advance();
            if (!shaken) {
                return waiting();
            }
            int count = source.remaining();
            while (source.hasRemaining()) {
                if (wrap(source).getStatus() == SSLEngineResult.Status.CLOSED) {
                    return raised(new SSLException("wrap() says CLOSED"), closed ? "misuse" : "clean");
                }
                advance();
            }
            return "done int " + count;
        }

        private String close() throws Exception {
            if (!shaken) {
                return raised(new SSLException("the handshake is not over"), "misuse");
            }
            closed = true;
            engine.closeOutbound();
            sendWhatIsLeft();
            while (!engine.isInboundDone()) {
                if (!unwrap()) {
                    if (engine.isInboundDone()) {
                        break;
                    }
                    advance();
                    return waiting();
                }
            }
            return "done none -";
        }

        /** Alerts: behind an exception the engine still has one to send. */
        private void sendWhatIsLeft() {
            try {
                while (!engine.isOutboundDone() && wrap(NOTHING).bytesProduced() > 0) {}
            } catch (Throwable error) { // told already
                return;
            }
        }

        private String tell(String fact) throws Exception {
            ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
            switch (fact) {
                case "version":
                    return told(shaken ? session.getProtocol() : null);
                case "cipher":
                    return told(shaken ? session.getCipherSuite() : null);
                case "alpn":
                    String name = engine.getApplicationProtocol();
                    return told(name == null || name.isEmpty() ? null : name);
                case "server_name":
                    return told(!shaken || session.getRequestedServerNames().isEmpty() ? null
                            : ((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName());
                case "session":
                    return told(shaken ? id : null);
                case "peer_certificate":
                    try {
                        return "done bytes " + text(session.getPeerCertificates()[0].getEncoded());
                    } catch (SSLPeerUnverifiedException none) {
                        return told(null);
                    }
                default:
                    throw new Unsupported("JSSE cannot tell '" + fact + "'");
            }
        }

        private static String told(String value) {
            return value == null ? "done none -" : "done text " + text(value);
        }

        private static ByteBuffer joined(ByteBuffer one, ByteBuffer other) {
            if (!one.hasRemaining()) {
                return other;
            }
            return ByteBuffer.allocate(one.remaining() + other.remaining()).put(one).put(other).flip();
        }
    }

    // -- its settings

    /** A context, and what was asked of it: sessions are resumed within one. */
    static final class Memory {
        final SSLContext context;
        final String keys;

        Memory(SSLContext context, String keys) {
            this.context = context;
            this.keys = keys;
        }
    }

    /**
     * role, versions, name (base64), alpn, suite, verify, chain, key, anchors (paths, base64), crls (yes or no),
     * memory (the id of an earlier connection).
     */
    static final class Settings {
        private final Map<String, String> told = new HashMap<>();

        Settings(String[] words) {
            for (String word : Arrays.asList(words).subList(2, words.length)) {
                int at = word.indexOf('=');
                told.put(word.substring(0, at), word.substring(at + 1));
            }
        }

        private String decoded(String name) {
            return new String(bytes(told.get(name)), StandardCharsets.UTF_8);
        }

        private boolean has(String name) {
            return told.containsKey(name);
        }

        Memory memory(Map<String, Memory> memories) throws Exception {
            String keys = String.join(" ", told.getOrDefault("chain", ""), told.getOrDefault("anchors", ""),
                    told.get("verify"), told.getOrDefault("crls", ""));
            Memory old = has("memory") ? memories.get(told.get("memory")) : null;
            if (old != null && !old.keys.equals(keys)) {
                throw new Unsupported("a session of JSSE's is resumed with the keys and anchors it was made with");
            }
            return old != null ? old : new Memory(context(), keys);
        }

        private SSLContext context() throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(has("chain") ? keys() : null, trust(), null);
            return context;
        }

        private KeyManager[] keys() throws Exception {
            List<X509Certificate> chain = certificates(decoded("chain"));
            KeyStore store = empty();
            char[] password = "password".toCharArray();
            store.setKeyEntry("own", key(decoded("key"), chain.get(0)), password,
                    chain.toArray(new Certificate[0]));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, password);
            return factory.getKeyManagers();
        }

        private TrustManager[] trust() throws Exception {
            if (told.get("verify").equals("no")) {
                return new TrustManager[] {new Anybody()};
            }
            KeyStore store = empty();
            List<X509Certificate> anchors = has("anchors") ? certificates(decoded("anchors")) : List.of();
            for (X509Certificate each : anchors) {
                store.setCertificateEntry("anchor" + store.size(), each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            if (has("crls")) {
                PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
                parameters.addCertStore(CertStore.getInstance("Collection",
                        new CollectionCertStoreParameters(lists(decoded("anchors")))));
                factory.init(new CertPathTrustManagerParameters(parameters));
            } else {
                factory.init(store);
            }
            return factory.getTrustManagers();
        }

        SSLEngine engine(SSLContext context) throws Exception {
            boolean client = told.get("role").equals("client");
            String name = has("name") ? decoded("name") : null;
            SSLEngine engine = client && name != null ? context.createSSLEngine(name, 443)
                    : client ? context.createSSLEngine("127.0.0.1", 443) : context.createSSLEngine();
            engine.setUseClientMode(client);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(told.get("versions").split(","));
            if (has("suite")) {
                if (!List.of(context.getSupportedSSLParameters().getCipherSuites()).contains(told.get("suite"))) {
                    throw new Unsupported("this JSSE has no " + told.get("suite"));
                }
                List<String> suites = new ArrayList<>(Arrays.asList(parameters.getCipherSuites()));
                suites.removeIf(each -> each.contains("_WITH_"));
                suites.add(told.get("suite"));
                parameters.setCipherSuites(suites.toArray(new String[0]));
            }
            if (has("alpn")) {
                parameters.setApplicationProtocols(decoded("alpn").split(","));
            }
            if (client) {
                boolean named = name != null && !name.matches("[0-9.]+|.*:.*");
                parameters.setServerNames(named ? List.of(new SNIHostName(name)) : List.of());
                if (name != null && !told.get("verify").equals("no")) {
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                }
            }
            parameters.setWantClientAuth(!client && told.get("verify").equals("optional"));
            if (!client && told.get("verify").equals("required")) {
                parameters.setNeedClientAuth(true);
            }
            engine.setSSLParameters(parameters);
            return engine;
        }

        private static KeyStore empty() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        }

        private static List<X509Certificate> certificates(String path) throws Exception {
            List<X509Certificate> found = new ArrayList<>();
            for (byte[] each : blocks(path, "CERTIFICATE")) {
                found.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(each)));
            }
            return found;
        }

        private static List<Object> lists(String path) throws Exception {
            List<Object> found = new ArrayList<>();
            for (byte[] each : blocks(path, "X509 CRL")) {
                found.add(CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(each)));
            }
            return found;
        }

        /** The DER bytes of what a PEM file holds under a name. */
        private static List<byte[]> blocks(String path, String name) throws Exception {
            Pattern block = Pattern.compile("-----BEGIN " + name + "-----([^-]*)-----END");
            Matcher each = block.matcher(Files.readString(Path.of(path), StandardCharsets.US_ASCII));
            List<byte[]> found = new ArrayList<>();
            while (each.find()) {
                found.add(Base64.getMimeDecoder().decode(each.group(1)));
            }
            return found;
        }

        /** The private key of a PEM file, which Java takes as PKCS #8 alone. */
        private static PrivateKey key(String path, X509Certificate certificate) throws Exception {
            KeyFactory factory = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm());
            for (byte[] each : blocks(path, "PRIVATE KEY")) {
                return factory.generatePrivate(new PKCS8EncodedKeySpec(each));
            }
            for (byte[] each : blocks(path, "(?:EC|RSA) PRIVATE KEY")) {
                return factory.generatePrivate(new PKCS8EncodedKeySpec(wrapped(each, certificate)));
            }
            throw new Unsupported("Java decrypts no keys of PEM files by itself");
        }

        /** PKCS #8 (RFC 5208 section 5) around a key of SEC 1 or PKCS #1, its algorithm as the certificate has it. */
        private static byte[] wrapped(byte[] key, X509Certificate certificate) {
            ByteBuffer spki = ByteBuffer.wrap(certificate.getPublicKey().getEncoded());
            header(spki);
            int start = spki.position();
            int length = header(spki);
            byte[] algorithm = Arrays.copyOfRange(spki.array(), start, spki.position() + length);
            return der(0x30, der(0x02, new byte[1]), algorithm, der(0x04, key));
        }

        /** Past the tag and the length of a value of DER; its length. */
        private static int header(ByteBuffer from) {
            from.get();
            int length = from.get() & 0xFF;
            if (length < 0x80) {
                return length;
            }
            int whole = 0;
            for (int left = length & 0x7F; left > 0; left--) {
                whole = whole << 8 | from.get() & 0xFF;
            }
            return whole;
        }

        private static byte[] der(int tag, byte[]... parts) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            Arrays.stream(parts).forEach(content::writeBytes);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(tag);
            if (content.size() < 0x80) {
                whole.write(content.size());
            } else if (content.size() < 0x100) {
                whole.write(0x81);
                whole.write(content.size());
            } else {
                whole.write(0x82);
                whole.write(content.size() >> 8);
                whole.write(content.size());
            }
            whole.writeBytes(content.toByteArray());
            return whole.toByteArray();
        }
    }

    /** Whoever asks not to verify gets what programs write for that. */
    static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

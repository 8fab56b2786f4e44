package org.lisle.dag.fingerprint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lisle.api.Broadcast;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.error.LisleException;

/**
 * Digests a value that is sent to executors, with all that it captured: the bytes of Java serialisation, which for a lambda are the names
 * of the class and method it was compiled to and its captured values, so that nothing of them depends on the run. Where the serialised
 * form itself depends on the run, it is replaced:
 *
 * <ul>
 *   <li>sets and maps of {@code Set.of}, whose order changes from JVM to JVM, and hash tables whose keys may hash by identity (enums,
 *       classes, objects): their entries' digests in order;
 *   <li>a broadcast: the digest of its content instead of its number.
 * </ul>
 *
 * What is unstable beyond that, such as an object that captured the time, gives another digest in another run. Used once, on one thread.
 */
final class StableBytes extends ObjectOutputStream {
    /** Tables with more entries are taken in their own order: digesting entry by entry costs about a microsecond each. */
    private static final int MOST_SORTED = 10_000;

    private static final String IMMUTABLE_COLLECTION = "java.util.CollSer";

    private final DigestContext context;

    private StableBytes(OutputStream out, DigestContext context) throws IOException {
        super(out);
        this.context = context;
        enableReplaceObject(true);
    }

    /** {@link Digest#NONE} when the value cannot be serialised: then it cannot be sent either, which the job will say. */
    static Digest digest(Object value, DigestContext context) {
        MessageDigest sha = Digester.sha256();
        try (var out = new StableBytes(new DigestOutputStream(OutputStream.nullOutputStream(), sha), context)) {
            out.writeObject(value);
        } catch (IOException | LisleException | StackOverflowError e) {
            return Digest.NONE;
        }
        return Digest.of(sha.digest());
    }

    /** Entries in an order of their own. */
    private record Entries(String type, List<byte[]> digests) implements Serializable {}

    private record Content(byte[] digest) implements Serializable {}

    @Override
    protected Object replaceObject(Object value) throws IOException {
        if (value instanceof Broadcast.Reference reference) {
            return new Content(context.broadcastContent(reference).bytes());
        }
        if (value.getClass().getName().equals(IMMUTABLE_COLLECTION)) {
            Object restored = restored(value);
            return restored instanceof List ? value : sorted(restored);
        }
        if (value.getClass() == HashMap.class && hashesByIdentity(((Map<?, ?>) value).keySet())) {
            return sorted(value);
        }
        if (value.getClass() == HashSet.class && hashesByIdentity((Set<?>) value)) {
            return sorted(value);
        }
        return value;
    }

    private Object sorted(Object table) throws IOException {
        Collection<?> entries = table instanceof Map<?, ?> map ? pairs(map) : (Collection<?>) table;
        if (entries.size() > MOST_SORTED) {
            return table;
        }
        List<byte[]> digests = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            Digest digest = digest(entry, context);
            if (digest.isNone()) {
                throw new IOException("an entry cannot be digested");
            }
            digests.add(digest.bytes());
        }
        digests.sort(Arrays::compare);
        return new Entries(table instanceof Map ? "map" : "set", digests);
    }

    private static List<Object> pairs(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>(map.size());
        map.forEach((key, value) -> pairs.add(new Object[] {key, value}));
        return pairs;
    }

    private static boolean hashesByIdentity(Collection<?> keys) {
        return keys.stream()
                .anyMatch(key -> !(key instanceof String
                        || key instanceof Number
                        || key instanceof Boolean
                        || key instanceof Character));
    }

    /** What the JDK writes an immutable collection as is closed to us: it is read back as the collection. */
    private Object restored(Object serialForm) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(serialForm);
        }
        return Closures.deserialize(bytes.toByteArray(), Object.class, context.loader(), HandleBinder.NONE);
    }
}

package org.lisle.dag.fingerprint;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.DataSink;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.ShuffleSpec;

/**
 * Digests the parameters of operators and outputs, which are records: each component of its own. Left out is what differs between two runs
 * that do the same: ids, and the names under which output is written before its commit. Collects the named parts of one stage; for one
 * thread.
 */
public final class PartDigests {
    private final DigestContext context;
    private final List<Fingerprint.Part> parts = new ArrayList<>();

    public PartDigests(DigestContext context) {
        this.context = context;
    }

    /** The parts so far. */
    public List<Fingerprint.Part> parts() {
        return List.copyOf(parts);
    }

    /** Adds a part that was digested elsewhere. */
    public Digest part(String name, Digest digest) {
        parts.add(new Fingerprint.Part(name, digest));
        return digest;
    }

    /**
     * The digest of a record with all below it.
     *
     * @param site what it was made by, for the names of parts
     * @param inputs operators that are looked at elsewhere: only that they are there counts
     */
    public Digest of(Record description, String site, Set<Operator> inputs) {
        Digester digest = new Digester().add(description.getClass().getName()).add(site);
        for (RecordComponent component : description.getClass().getRecordComponents()) {
            if (!(component.getName().equals("id") || component.getName().endsWith("Id"))) {
                add(read(component, description), component.getName(), site, inputs, digest);
            }
        }
        return digest.digest();
    }

    private void add(@Nullable Object value, String component, String site, Set<Operator> inputs, Digester digest) {
        if (value == null) {
            digest.add("null");
        } else if (value instanceof Operator operator && inputs.contains(operator)) {
            digest.add("input");
        } else if (value instanceof Operator || value instanceof ShuffleSpec) {
            digest.add(of((Record) value, site, inputs));
        } else if (value instanceof Collection<?> values && values.stream().anyMatch(Operator.class::isInstance)) {
            digest.add(values.size());
            values.forEach(each -> add(each, component, site, inputs, digest));
        } else if (!(value instanceof DataSink.JobToken)) {
            digest.add(parameter(value, component, site));
        }
    }

    private Digest parameter(Object value, String component, String site) {
        if (value instanceof Number || value instanceof Boolean || value instanceof String) {
            return part(
                    "the " + words(component) + " of " + site,
                    Digester.of(value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        String what = "the " + words(component) + " of " + site;
        Digest code = part(what, new Digester().add(code(value)).digest());
        Digest whole = part("the values captured by " + what, StableBytes.digest(value, context));
        return new Digester().add(code).add(whole).digest();
    }

    /** {@code mapSideCombine} is {@code map side combine} to people. */
    private static String words(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }

    /** Which code a value is, without what it captured. */
    private static String code(Object value) {
        if (value.getClass().isHidden()) {
            try {
                Method replace = value.getClass().getDeclaredMethod("writeReplace");
                replace.setAccessible(true);
                if (replace.invoke(value) instanceof SerializedLambda lambda) {
                    return lambda.getImplClass() + "." + lambda.getImplMethodName() + lambda.getImplMethodSignature();
                }
            } catch (ReflectiveOperationException e) {
                return "hidden";
            }
        }
        return value.getClass().isArray()
                ? "array of " + Array.getLength(value)
                : value.getClass().getName();
    }

    private static @Nullable Object read(RecordComponent component, Record of) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the component " + component + " cannot be read", e);
        }
    }
}

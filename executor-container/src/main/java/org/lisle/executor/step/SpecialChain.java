package org.lisle.executor.step;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.Operator;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.KillSwitch;

/**
 * A chain as classes of its own, so that the JIT compiler sees one function and one next step at each call, inlines the whole of it, and drops
 * what functions box and pair between them.
 *
 * <pre>
 *   HotPump' --FIRST--> HotMap' --NEXT--> HotFilter' --NEXT--> ... --NEXT--> HotEnd' --end--> end of the task
 * </pre>
 *
 * Each of these is a hidden class, defined from the bytes of a template with its function and next step as class data, which it reads into
 * static final fields; no code is generated. They are unloaded when this object is collected. What belongs to a task (its end, functions that
 * captured something) is put in for the time of one run, and the end goes along with each record ({@link HotStep#accept}); so a chain serves
 * one task at a time and any number one after the other.
 */
final class SpecialChain implements Pump {
    private final List<Link> links;
    private final Tail tail;
    private final Pump pump;

    /** @throws IllegalAccessException, IOException, ReflectiveOperationException, LinkageError when this JVM cannot do it */
    SpecialChain(Chain chain) throws IOException, ReflectiveOperationException {
        Object[] functions = chain.functions();
        tail = new Tail(chain);
        links = new ArrayList<>();
        HotStep step = (HotStep)
                define(chain.end() instanceof PairsEnd ? HotPairsEnd.class : HotEnd.class, new Link(null, null, tail));
        for (int i = functions.length - 1; i >= 0; i--) {
            Link link = new Link(functions[i], step, tail);
            links.add(0, link);
            step = (HotStep) define(template(chain.operators().get(i)), link);
        }
        pump = (Pump) define(HotPump.class, new Link(null, step, tail));
    }

    void bind(Chain chain, KillSwitch killSwitch) {
        tail.bind(chain, killSwitch);
        Object[] functions = chain.functions();
        for (int i = 0; i < functions.length; i++) {
            links.get(i).bind(functions[i]);
        }
    }

    /** Forgets the task. */
    void unbind() {
        tail.unbind();
        links.forEach(link -> link.bind(null));
    }

    @Override
    public boolean run(RecordCursor cursor, int most) throws Exception {
        return pump.run(cursor, most);
    }

    private static Class<?> template(Operator operator) {
        if (operator instanceof Operator.MapRecords) {
            return HotMap.class;
        }
        if (operator instanceof Operator.FilterRecords) {
            return HotFilter.class;
        }
        if (operator instanceof Operator.MapValues) {
            return HotMapValues.class;
        }
        return operator instanceof Operator.FlatMapValues ? HotFlatMapValues.class : HotFlatMap.class;
    }

    private static Object define(Class<?> template, Link data) throws IOException, ReflectiveOperationException {
        MethodHandles.Lookup lookup =
                MethodHandles.lookup().defineHiddenClassWithClassData(bytes(template), data, true);
        return lookup.lookupClass().getDeclaredConstructor().newInstance();
    }

    private static byte[] bytes(Class<?> template) throws IOException {
        String file = template.getName().substring(template.getPackageName().length() + 1) + ".class";
        try (@Nullable InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is not there");
            }
            return in.readAllBytes();
        }
    }
}

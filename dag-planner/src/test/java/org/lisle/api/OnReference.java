package org.lisle.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.lisle.dag.reference.MemoryFiles;
import org.lisle.dag.reference.ReferenceBackend;
import org.lisle.dag.reference.ReferenceProvider;
import org.lisle.dag.reference.ReferenceRunner;

/** A context on the reference runner, with four slots. */
abstract class OnReference {
    /** Numbers of partitions that each operation is tried with: one, some, more than there are records. */
    static final List<Integer> PARTITIONS = List.of(1, 3, 20);

    LisleContext context;

    @BeforeEach
    void open() {
        MemoryFiles.clear();
        context = LisleContext.builder().appName("test").master("reference[4]").build();
    }

    @AfterEach
    void close() {
        context.close();
    }

    ReferenceBackend backend() {
        return ReferenceProvider.latest();
    }

    ReferenceRunner runner() {
        return backend().jobs();
    }

    static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @SafeVarargs
    static <K, V> List<Pair<K, V>> pairs(Pair<K, V>... pairs) {
        return List.of(pairs);
    }

    static <T> List<T> list(Iterable<T> values) {
        List<T> list = new ArrayList<>();
        values.forEach(list::add);
        return list;
    }
}

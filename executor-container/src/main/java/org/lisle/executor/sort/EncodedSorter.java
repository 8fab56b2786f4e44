package org.lisle.executor.sort;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.executor.encoded.KeyOrder;
import org.lisle.executor.encoded.PairBuffer;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.record.EncodedPairSink;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.BufferedPairs;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.PairRun;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/**
 * Sorts pairs by the natural order of their keys, or its reverse, as bytes: stable, external, of any number. Objects are made when the
 * sorted pairs are read.
 *
 * <pre>
 *   add     bytes of a pair -> {@link PairBuffer}, ranked by {@link KeyOrder}
 *   spill   buffer, sorted -> a run of pairs
 *   finish  no run: the buffer, sorted; else the runs go to a {@link PairSorter}, which merges them
 * </pre>
 *
 * With the first key that has no order in bytes (another class, null, half a surrogate pair) everything goes on in a {@link PairSorter}, to
 * which what came before is handed as a run. Confined to the task's thread; may be asked to spill between any two records, also while its
 * results are read.
 */
public final class EncodedSorter extends MemoryConsumer implements EncodedPairSink, AutoCloseable {
    private final SpillSpace space;
    private final boolean descending;
    private final MemoryClaim claim;
    private final BufferedPairs buffer;
    private final PairSorter objects;
    private @Nullable KeyOrder keys;
    private boolean asObjects;
    private @Nullable EncodedCursor emitting;

    /** @param order one of those that {@link #applies} to */
    public EncodedSorter(String name, SerializableComparator<?> order, SpillSpace space) {
        super(name);
        this.space = space;
        this.descending = order != SerializableComparator.naturalOrder();
        this.claim = new MemoryClaim(space.memory(), this);
        this.buffer = new BufferedPairs(space, claim);
        this.objects = new PairSorter(name, order, space);
    }

    /** Whether an order is one that bytes can be compared by. */
    public static boolean applies(SerializableComparator<?> order) {
        SerializableComparator<Object> natural = SerializableComparator.naturalOrder();
        return order == natural || order == SerializableComparator.reverse(natural);
    }

    @Override
    public void acceptEncoded(byte[] bytes, int from, int valueFrom, int to) {
        if (!asObjects && !ranks(bytes, from, valueFrom)) {
            goOnWithObjects();
        }
        if (asObjects) {
            objects.add(decoded(bytes, from, to));
            return;
        }
        KeyOrder ranking = Objects.requireNonNull(keys);
        buffer.makeRoom(to - from, this::spillBuffer);
        buffer.pairs().add(ranking.rank(bytes, from, valueFrom), 0, bytes, from, valueFrom, to);
    }

    @Override
    public void accept(@Nullable Object key, @Nullable Object value) {
        if (!asObjects) {
            RecordOutput bytes = buffer.scratch();
            space.codec().write(key, bytes);
            int valueFrom = bytes.position();
            if (ranks(bytes.buffer(), 0, valueFrom)) {
                space.codec().write(value, bytes);
                acceptEncoded(bytes.buffer(), 0, valueFrom, bytes.position());
                return;
            }
            goOnWithObjects();
        }
        addObject(key, value);
    }

    @SuppressWarnings("NullAway") // null is a key or value like any other
    private void addObject(@Nullable Object key, @Nullable Object value) {
        objects.add(new Pair<>(key, value));
    }

    private boolean ranks(byte[] bytes, int from, int valueFrom) {
        KeyOrder ranking = keys;
        if (ranking == null) {
            ranking = KeyOrder.like(bytes, from, descending).orElse(null);
            keys = ranking;
        }
        return ranking != null && ranking.accepts(bytes, from, valueFrom);
    }

    @SuppressWarnings("NullAway") // null is a key or value like any other
    private Pair<?, ?> decoded(byte[] bytes, int from, int to) {
        var in = new RecordInput();
        in.reset(bytes, from, to);
        Object key = space.codec().read(in);
        return new Pair<>(key, space.codec().read(in));
    }

    private void goOnWithObjects() {
        spillBuffer();
        asObjects = true;
    }

    /** The pairs in order. Called once, after the last was added. */
    public RecordCursor finish() throws Exception {
        if (asObjects || !objects.isEmpty()) {
            spillBuffer();
            return objects.finish();
        }
        buffer.pairs().sort(keys == null ? KeyOrder.NONE : keys);
        var cursor = new EncodedCursor(buffer, space, this::close);
        emitting = cursor;
        return cursor;
    }

    @Override
    public long spill(long targetBytes) {
        EncodedCursor cursor = emitting;
        if (cursor == null) {
            return spillBuffer();
        }
        return cursor.spillRest() ? claim.shrinkTo(0) : 0;
    }

    private long spillBuffer() {
        PairBuffer pairs = buffer.pairs();
        if (pairs.size() > 0) {
            pairs.sort(Objects.requireNonNull(keys));
            SpillWriter writer = buffer.write("a run of " + name());
            write(pairs, 0, writer);
            SpillFile run = writer.finish();
            objects.addRun(run);
        }
        return buffer.release();
    }

    static void write(PairBuffer pairs, int from, SpillWriter writer) {
        for (int entry = from; entry < pairs.size(); entry++) {
            pairs.showInTurn(entry);
            PairRun.writeEncoded(writer, 0, pairs.page(), pairs.keyFrom(), pairs.valueTo());
        }
    }

    @Override
    public void close() {
        buffer.release();
        objects.close();
    }
}

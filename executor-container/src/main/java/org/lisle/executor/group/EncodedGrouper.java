package org.lisle.executor.group;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.EncodedValues;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.executor.encoded.KeyHash;
import org.lisle.executor.encoded.PairBuffer;
import org.lisle.executor.memory.MemoryConsumer;
import org.lisle.executor.record.EncodedPairSink;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.spill.BufferedPairs;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.spill.SpillFile;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/**
 * Gathers the values of equal keys as bytes, of any number of keys and any number of values, from one or several inputs.
 *
 * <pre>
 *   add     bytes of a pair -> {@link PairBuffer}, one for each input, ranked by the hash of the key's bytes
 *   spill   buffers, sorted by rank and merged -> a run of pieces of groups
 *   finish  no run: the buffers, sorted; objects are made group by group, as groups are read
 *           else all runs merged by hash, see {@link GroupedRuns}
 * </pre>
 *
 * So nothing is looked up while pairs come: they are written one behind the other and sorted at the end, which costs a fraction of a hash
 * table's misses of the cache. Keys that are not plain (see {@link EncodedValues}) are gathered as objects by a {@link KeyGrouper}; no such
 * key equals a plain one. Within a group, the values of an input keep the order in which they came.
 *
 * <p>Confined to the task's thread; may be asked to spill between any two records, also while its results are read.
 */
public final class EncodedGrouper extends MemoryConsumer implements AutoCloseable {
    private final int inputs;
    private final GroupShape shape;
    private final SpillSpace space;
    private final MemoryClaim claim;
    private final BufferedPairs buffer;
    private final Runs runs;
    private @Nullable KeyGrouper objects;
    private @Nullable GroupCursor emitting;

    /** @param inputs number of inputs; 1 for a plain group by key; below 128 */
    public EncodedGrouper(String name, int inputs, GroupShape shape, SpillSpace space) {
        super(name);
        this.inputs = inputs;
        this.shape = shape;
        this.space = space;
        this.claim = new MemoryClaim(space.memory(), this);
        this.buffer = new BufferedPairs(space, claim);
        this.runs = new Runs(space);
    }

    /** Takes the pairs of one input. */
    public EncodedPairSink input(int input) {
        return new EncodedPairSink() {
            @Override
            public void acceptEncoded(byte[] bytes, int from, int valueFrom, int to) {
                if (EncodedValues.isKey(bytes, from, valueFrom)) {
                    add(input, bytes, from, valueFrom, to);
                } else {
                    var in = new RecordInput();
                    in.reset(bytes, from, to);
                    Object key = space.codec().read(in);
                    addObject(input, key, space.codec().read(in));
                }
            }

            @Override
            public void accept(@Nullable Object key, @Nullable Object value) {
                encode(input, key, value);
            }
        };
    }

    private void add(int input, byte[] bytes, int from, int valueFrom, int to) {
        buffer.makeRoom(to - from, this::spillBuffer);
        long rank = EncodedGroups.rank(KeyHash.of(bytes, from, valueFrom));
        buffer.pairs().add(rank, input, bytes, from, valueFrom, to);
    }

    /** Values that are not plain, under a key that is, go into the same group as those that are. */
    private void encode(int input, @Nullable Object key, @Nullable Object value) {
        RecordOutput bytes = buffer.scratch();
        space.codec().write(key, bytes);
        int valueFrom = bytes.position();
        if (EncodedValues.isKey(bytes.buffer(), 0, valueFrom)) {
            space.codec().write(value, bytes);
            add(input, bytes.buffer(), 0, valueFrom, bytes.position());
        } else {
            addObject(input, key, value);
        }
    }

    private void addObject(int input, @Nullable Object key, @Nullable Object value) {
        KeyGrouper others = objects;
        if (others == null) {
            others = new KeyGrouper(name(), inputs, shape, space);
            objects = others;
        }
        others.add(input, key, value);
    }

    /** The groups, in no order. Called once, after the last pair was added. */
    public RecordCursor finish() throws Exception {
        GroupCursor cursor;
        if (runs.isEmpty()) {
            buffer.pairs().sortByRank();
            cursor = new EncodedGroups(buffer, inputs, shape, space, claim, this::openRest, this::closeBuffer);
        } else {
            spillBuffer();
            cursor = new GroupedRuns(
                    GroupMerge.open(space, runs.reduced(this::mergeRuns)),
                    inputs,
                    shape,
                    space,
                    claim,
                    this::closeBuffer);
        }
        emitting = cursor;
        KeyGrouper others = objects;
        return others == null ? cursor : new BothGroups(cursor, others);
    }

    @Override
    public long spill(long targetBytes) {
        GroupCursor cursor = emitting;
        return cursor == null ? spillBuffer() : cursor.spillRest() ? claim.shrinkTo(cursor.bytesNeeded()) : 0;
    }

    private long spillBuffer() {
        PairBuffer pairs = buffer.pairs();
        if (pairs.size() > 0) {
            pairs.sortByRank();
            runs.add(write(0));
        }
        return buffer.release();
    }

    private SpillFile write(int from) {
        SpillWriter writer = buffer.write("a run of " + name());
        EncodedGroups.write(buffer.pairs(), from, writer);
        return writer.finish();
    }

    /** What was not read yet, from disk. */
    private GroupCursor openRest(int from) {
        SpillFile rest = write(from);
        buffer.pairs().clear();
        return new GroupedRuns(GroupMerge.open(space, List.of(rest)), inputs, shape, space, claim, () -> {});
    }

    private SpillFile mergeRuns(List<SpillFile> part) {
        claim.require(Runs.readerBytes(part.size()));
        return GroupMerge.intoOne(GroupMerge.open(space, part), space.write("a merged run of " + name()));
    }

    private void closeBuffer() {
        buffer.release();
        runs.deleteAll();
    }

    @Override
    public void close() {
        closeBuffer();
        if (objects != null) {
            objects.close();
        }
    }
}

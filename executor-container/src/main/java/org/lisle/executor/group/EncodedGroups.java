package org.lisle.executor.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.executor.encoded.PairBuffer;
import org.lisle.executor.record.SizeEstimator;
import org.lisle.executor.spill.BufferedPairs;
import org.lisle.executor.spill.MemoryClaim;
import org.lisle.executor.spill.Runs;
import org.lisle.executor.spill.SpillSpace;
import org.lisle.executor.spill.SpillWriter;

/**
 * The groups of a sorted buffer, made objects one by one; those not read yet can be moved to disk. The entries of one hash lie together,
 * those of a key too, once the few keys that share a hash are told apart; those of the first input come before those of the second.
 *
 * <p>A group of many or large values asks for the memory of its objects, and goes to disk, input by input, when that is refused. Confined
 * to the task's thread.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class EncodedGroups implements GroupCursor {
    /** Of a list that grows beyond. */
    private static final int MANY_VALUES = 1024;

    /** Of a small object and a reference to it, above what its content has as bytes. */
    private static final int OBJECT_BYTES = 64;

    private final BufferedPairs buffer;
    private final int inputs;
    private final GroupShape shape;
    private final SpillSpace space;
    private final MemoryClaim claim;
    private final IntFunction<GroupCursor> openRest;
    private final Runnable whenClosed;
    private final SizeEstimator sizes = new SizeEstimator();
    private int next;
    /** Up to here keys of one hash were told apart. */
    private int toldApart;

    private boolean gathering;
    /** Whether more than the buffer's bytes may be held. */
    private boolean granted;

    /** Of the values of the group that are objects. */
    private long objectBytes;

    private @Nullable Object current;
    private @Nullable GroupCursor rest;

    /**
     * @param claim the memory that the buffer holds
     * @param openRest moves the entries from one on to disk and opens them there
     */
    EncodedGroups(
            BufferedPairs buffer,
            int inputs,
            GroupShape shape,
            SpillSpace space,
            MemoryClaim claim,
            IntFunction<GroupCursor> openRest,
            Runnable whenClosed) {
        this.buffer = buffer;
        this.inputs = inputs;
        this.shape = shape;
        this.space = space;
        this.claim = claim;
        this.openRest = openRest;
        this.whenClosed = whenClosed;
    }

    /** The rank of a pair: ranks in order are hashes in order, as signed numbers. */
    static long rank(int hash) {
        return (hash ^ Integer.MIN_VALUE) & 0xffffffffL;
    }

    private static int hash(long rank) {
        return (int) rank ^ Integer.MIN_VALUE;
    }

    /** Writes the entries from one on as a run, see {@link GroupRun}. */
    static void write(PairBuffer pairs, int from, SpillWriter writer) {
        int at = from;
        while (at < pairs.size()) {
            int to = endOfPiece(pairs, at);
            to = pairs.endOfKey(at, to);
            pairs.show(at);
            writer.writeInt(hash(pairs.rank(at)));
            writer.writeEncoded(pairs.page(), pairs.keyFrom(), pairs.valueFrom());
            writer.writeCount(pairs.label(at));
            writer.writeCount(to - at);
            for (; at < to; at++) {
                pairs.show(at);
                writer.writeEncoded(pairs.page(), pairs.valueFrom(), pairs.valueTo());
                writer.endRecord();
            }
        }
    }

    /** Entries of one rank and input, not too many. */
    private static int endOfPiece(PairBuffer pairs, int from) {
        int most = Math.min(pairs.size(), from + GroupRun.PIECE_VALUES);
        int to = from + 1;
        while (to < most && pairs.rank(to) == pairs.rank(from) && pairs.label(to) == pairs.label(from)) {
            to++;
        }
        return to;
    }

    @Override
    public boolean advance() throws Exception {
        if (rest != null) {
            boolean more = rest.advance();
            current = more ? rest.current() : null;
            return more;
        }
        PairBuffer pairs = buffer.pairs();
        if (next >= pairs.size()) {
            close();
            return false;
        }
        if (granted) {
            granted = false;
            claim.shrinkTo(pairs.bytes());
        }
        gathering = true;
        int from = next;
        int to = endOfGroup(pairs, from);
        List<Iterable<?>> values = values(pairs, from, to);
        pairs.show(from);
        current = new Pair<>(buffer.key(), shape.of(values));
        next = to;
        gathering = false;
        return true;
    }

    private int endOfGroup(PairBuffer pairs, int from) {
        int endOfHash = from + 1;
        while (endOfHash < pairs.size() && pairs.rank(endOfHash) == pairs.rank(from)) {
            endOfHash++;
        }
        int to = pairs.endOfKey(from, endOfHash);
        if (to == endOfHash || endOfHash <= toldApart) {
            return to;
        }
        pairs.sortTies(from, endOfHash, Arrays::compare);
        toldApart = endOfHash;
        return pairs.endOfKey(from, endOfHash);
    }

    private List<Iterable<?>> values(PairBuffer pairs, int from, int to) {
        List<Iterable<?>> values = new ArrayList<>(inputs);
        objectBytes = 0;
        int at = from;
        for (int input = 0; input < inputs; input++) {
            int end = at;
            while (end < to && pairs.label(end) == input) {
                end++;
            }
            values.add(gather(pairs, at, end));
            at = end;
        }
        return values;
    }

    /** The values of one input: as objects, or in a file when they are many and memory is refused. */
    private Iterable<@Nullable Object> gather(PairBuffer pairs, int from, int to) {
        List<@Nullable Object> list = new ArrayList<>(Math.min(to - from, MANY_VALUES));
        long bytes = 0;
        for (int entry = from; entry < to; entry++) {
            pairs.showInTurn(entry);
            Object value = buffer.value();
            list.add(value);
            if (bytes <= GatheredValues.SMALL_BYTES) {
                bytes += OBJECT_BYTES + pairs.valueTo() - pairs.valueFrom();
            } else {
                bytes += ValueLists.REFERENCE_BYTES + sizes.of(value);
                granted = true;
                if (!claim.ensure(pairs.bytes() + objectBytes + bytes)) {
                    return onDisk(pairs, from, to);
                }
            }
        }
        objectBytes += bytes;
        return list;
    }

    private DiskValues onDisk(PairBuffer pairs, int from, int to) {
        SpillWriter writer = buffer.write("the values of a large group");
        for (int entry = from; entry < to; entry++) {
            pairs.showInTurn(entry);
            writer.writeEncoded(pairs.page(), pairs.valueFrom(), pairs.valueTo());
            writer.endRecord();
        }
        return new DiskValues(space, writer.finish());
    }

    @Override
    public @Nullable Object current() {
        return current;
    }

    @Override
    public boolean spillRest() {
        if (rest != null) {
            return rest.spillRest();
        }
        if (gathering || next >= buffer.pairs().size()) {
            return false;
        }
        rest = openRest.apply(next);
        return true;
    }

    @Override
    public long bytesNeeded() {
        return Runs.readerBytes(1);
    }

    @Override
    public void close() {
        if (rest != null) {
            rest.close();
        }
        whenClosed.run();
    }
}

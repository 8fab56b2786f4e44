package org.lisle.executor.spill;

import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.codec.RecordInput;
import org.lisle.core.codec.RecordOutput;
import org.lisle.executor.encoded.PairBuffer;

/** A {@link PairBuffer} whose memory is reserved. Confined to the task's thread. */
public final class BufferedPairs {
    private final SpillSpace space;
    private final PairBuffer pairs;
    private final MemoryClaim claim;
    private final RecordCodec codec;
    private final RecordInput input = new RecordInput();
    private final RecordOutput scratch = new RecordOutput(256);
    private final ClassTable classes = ClassTable.apart();

    public BufferedPairs(SpillSpace space, MemoryClaim claim) {
        this.pairs = new PairBuffer(space.memory().pageBytes());
        this.claim = claim;
        this.space = space;
        this.codec = space.codec();
        input.shareClasses(classes);
        scratch.shareClasses(classes);
    }

    /** Begins a file that pairs of this buffer can be written to as they are. */
    public SpillWriter write(String what) {
        return space.write(what, classes);
    }

    public PairBuffer pairs() {
        return pairs;
    }

    /**
     * Makes room for a pair.
     *
     * @param spillAll called when memory is refused; clears the buffer. The buffer may have been cleared by the reservation itself too.
     */
    public void makeRoom(int length, Runnable spillAll) {
        if (pairs.hasRoom(length)) {
            return;
        }
        if (pairs.isFull() || !claim.ensure(pairs.bytesWithRoom(length))) {
            spillAll.run();
        }
        // What a reservation spilled is no longer here.
        claim.require(pairs.bytesWithRoom(length));
        pairs.makeRoom(length);
    }

    /** The key of the entry shown. */
    public @Nullable Object key() {
        input.reset(pairs.page(), pairs.keyFrom(), pairs.valueFrom());
        return codec.read(input);
    }

    /** The value of the entry shown. */
    public @Nullable Object value() {
        input.reset(pairs.page(), pairs.valueFrom(), pairs.valueTo());
        return codec.read(input);
    }

    /** A buffer for a pair on its way in here; empty at each call. */
    public RecordOutput scratch() {
        scratch.reset();
        return scratch;
    }

    /** Forgets everything and gives the memory back. @return bytes given back */
    public long release() {
        pairs.clear();
        return claim.shrinkTo(0);
    }
}

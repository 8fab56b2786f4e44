package org.lisle.executor.memory;

import java.io.IOException;

/** A part of a task that holds memory of the task's share and can give it back by writing what it holds to disk. Confined to its task's thread. */
public abstract class MemoryConsumer {
    private final String name;

    /** @param name for people, in leak reports and errors: {@code "shuffle 3 writer"} */
    protected MemoryConsumer(String name) {
        this.name = name;
    }

    public final String name() {
        return name;
    }

    /**
     * Gives memory back, by {@link TaskMemory#release}, before it returns. Called on the task's thread from inside some
     * {@link TaskMemory#reserve} of the same task, with no lock held: possibly this consumer's own, possibly that of a consumer to which
     * this one is just handing records. A consumer that cannot spill in the state it is in returns 0. Must not reserve.
     *
     * @param targetBytes bytes wanted, above 0; giving back more is fine
     * @return bytes given back, 0 when nothing could be
     * @throws org.lisle.core.error.LisleException SPILL_DISK_FULL or LOCAL_DISK
     * @throws IOException becomes LOCAL_DISK
     */
    public abstract long spill(long targetBytes) throws IOException;
}

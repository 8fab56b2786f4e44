package org.lisle.executor.scope;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.api.TaskContext;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.fault.FaultPoint;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.spill.SpillSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running attempt: its memory, files, codec, counters, and what has to be given back at its end. Confined to the task's thread; the
 * counters and the kill switch may be used by others.
 */
public final class TaskScope implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskScope.class);

    private final TaskIdentity identity;
    private final TaskServices services;
    private final TaskInputs inputs;
    private final TaskContext context;
    private final KillSwitch killSwitch;
    private final TaskCounters counters;
    private final TaskMemory memory;
    private final RecordCodec codec;
    private final SpillSpace spills;
    private final Deque<AutoCloseable> atEnd = new ArrayDeque<>();
    private final List<Runnable> whenDone = new ArrayList<>();
    private final @Nullable BadRecords badRecords;

    /** @param memory closed with this */
    public TaskScope(
            TaskIdentity identity,
            TaskServices services,
            TaskInputs inputs,
            TaskContext context,
            KillSwitch killSwitch,
            TaskCounters counters,
            TaskMemory memory) {
        this(identity, services, inputs, context, killSwitch, counters, memory, null);
    }

    /**
     * @param memory closed with this
     * @param badRecords takes records that make the user's functions throw, closed with this; null when those fail the task
     */
    public TaskScope(
            TaskIdentity identity,
            TaskServices services,
            TaskInputs inputs,
            TaskContext context,
            KillSwitch killSwitch,
            TaskCounters counters,
            TaskMemory memory,
            @Nullable BadRecords badRecords) {
        this.badRecords = badRecords;
        this.identity = identity;
        this.services = services;
        this.inputs = inputs;
        this.context = context;
        this.killSwitch = killSwitch;
        this.counters = counters;
        this.memory = memory;
        this.codec = services.codecs().get();
        this.spills = new SpillSpace(
                memory, services.codecs(), services.directories(), services.compression(), counters::spilled);
    }

    public TaskIdentity identity() {
        return identity;
    }

    public TaskServices services() {
        return services;
    }

    public TaskInputs inputs() {
        return inputs;
    }

    public TaskContext context() {
        return context;
    }

    public KillSwitch killSwitch() {
        return killSwitch;
    }

    public TaskCounters counters() {
        return counters;
    }

    public TaskMemory memory() {
        return memory;
    }

    public RecordCodec codec() {
        return codec;
    }

    public SpillSpace spills() {
        return spills;
    }

    /** Passes a point at which tests let attempts go wrong; see {@link AttemptFaults#pass}. */
    public void pass(FaultPoint point) throws InterruptedException {
        AttemptFaults.pass(services.faults(), point, identity);
    }

    /** Takes records that make the user's functions throw; null when those fail the task. */
    public @Nullable BadRecords badRecords() {
        return badRecords;
    }

    /** Runs this when the task has done its work, before anything is given back; not when it fails. */
    public void whenDone(Runnable action) {
        whenDone.add(action);
    }

    /** The task can make no more bad records: those it made are lasting from now on. Before anything that it made is. */
    public void sealBadRecords() {
        if (badRecords != null) {
            badRecords.seal();
        }
    }

    /** The task has done its work. */
    public void done() {
        sealBadRecords();
        whenDone.forEach(Runnable::run);
    }

    /** Closes this when the task ends, the last given first. */
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        atEnd.push(resource);
        return resource;
    }

    /** Gives everything back, whatever happens; problems are logged. */
    @Override
    public void close() {
        while (!atEnd.isEmpty()) {
            closeQuietly(atEnd.pop());
        }
        if (badRecords != null) {
            closeQuietly(badRecords);
        }
        closeQuietly(spills);
        closeQuietly(memory);
    }

    private void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("{} could not give back {}", identity, resource, e);
        }
    }
}

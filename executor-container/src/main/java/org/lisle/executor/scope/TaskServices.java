package org.lisle.executor.scope;

import java.util.function.Supplier;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.compress.Compression;
import org.lisle.core.fault.FaultInjector;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.MemoryPool;
import org.lisle.executor.shuffle.fetch.ShuffleReader;
import org.lisle.executor.shuffle.write.ShuffleWriters;

/**
 * What an executor has for all its tasks. Thread-safe.
 *
 * @param codecs makes codecs of the job's values
 * @param faults what tests have go wrong
 * @param maxResultBytes what the results of an action may take in the driver; 0 for no limit
 */
public record TaskServices(
        MemoryPool pool,
        LocalDirectories directories,
        Compression compression,
        Supplier<RecordCodec> codecs,
        ShuffleReader shuffleReader,
        ShuffleWriters shuffleWriters,
        PersistedBlocks persisted,
        CommitGate commitGate,
        BarrierGate barrierGate,
        FaultInjector faults,
        long maxResultBytes) {}

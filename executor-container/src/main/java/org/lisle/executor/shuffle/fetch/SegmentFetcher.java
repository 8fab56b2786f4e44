package org.lisle.executor.shuffle.fetch;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.fault.FaultInjector;
import org.lisle.core.operator.MapRange;
import org.lisle.core.operator.ShuffleSpec;
import org.lisle.executor.memory.TaskMemory;
import org.lisle.executor.peer.Peers;

/** The reader of an executor: files of this node directly, other segments through a {@link Prefetcher}. */
@ThreadSafe
@SuppressWarnings("Immutable") // its parts are thread-safe by their contracts
public final class SegmentFetcher implements ShuffleReader {
    private final MapOutputTracker tracker;
    private final LocalSegments files;
    private final SegmentClient client;
    private final FetchConfig config;

    /** @param scheduler for retries; nothing that blocks runs on it */
    public SegmentFetcher(
            MapOutputTracker tracker,
            LocalSegments files,
            Peers peers,
            FetchConfig config,
            ScheduledExecutorService scheduler,
            FaultInjector faults) {
        this.tracker = tracker;
        this.files = files;
        this.client = new SegmentClient(peers, config, scheduler, tracker::current, faults);
        this.config = config;
    }

    @Override
    public RecordStream read(
            ShuffleSpec shuffle,
            int reducePartition,
            MapRange maps,
            TaskMemory memory,
            RecordCodec codec,
            ShuffleReadMetrics metrics) {
        FetchPlan plan = FetchPlan.of(tracker.outputs(shuffle.shuffleId()), reducePartition, maps);
        LocalPartition here = files.partition(shuffle.shuffleId(), reducePartition);
        Set<FetchPlan.Segment> local = new HashSet<>();
        List<FetchPlan.Segment> remote = new ArrayList<>();
        for (FetchPlan.Segment segment : plan.segments()) {
            if (here.has(segment)) {
                local.add(segment);
            } else {
                remote.add(segment);
            }
        }
        var prefetcher =
                new Prefetcher(shuffle.shuffleId(), remote, client, memory, config.maxBytesInFlight(), metrics);
        prefetcher.pump();
        var segments = new SegmentsInput(plan.segments(), local, here, prefetcher, metrics);
        return new SegmentRecords(segments, prefetcher, codec, metrics);
    }
}

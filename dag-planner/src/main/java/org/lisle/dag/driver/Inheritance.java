package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.journal.MapTaskDone;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.MapOutput;
import org.lisle.dag.journal.Claims;
import org.lisle.dag.journal.RecoveredJob;
import org.lisle.dag.journal.RecoveredShuffle;
import org.lisle.dag.plan.PlannedJob;
import org.lisle.dag.plan.PlannedStage;
import org.lisle.dag.schedule.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the drivers before left, met by what the program asks for when it runs again. Confined to the loop. */
final class Inheritance {
    private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);

    private final Claims claims;
    private final StageWalk walk = new StageWalk();
    final InheritedTasks tasks;
    final ExpectedExecutors expected;

    Inheritance(Claims claims, InheritedTasks tasks, ExpectedExecutors expected) {
        this.claims = claims;
        this.tasks = tasks;
        this.expected = expected;
    }

    /**
     * A shuffle that is known, what the tasks that wrote it added, and those of them that set records aside.
     *
     * @param unused map partitions whose outputs are known and of no use, as those of a barrier stage that was not done are
     */
    record Restored(
            Event.ShuffleRestored shuffle,
            List<AccumulatorUpdate> added,
            List<MapTaskDone> badRecords,
            List<Integer> unused) {}

    /** The earlier job that this is; its running tasks may be adopted from now on. */
    @Nullable
    RecoveredJob claim(PlannedJob job) {
        RecoveredJob earlier = claims.job(job.id(), job.result().view());
        if (earlier != null) {
            tasks.claimed(job.result(), earlier);
        }
        return earlier;
    }

    /** Says what becomes of the job, when there was anything to meet. */
    void log(int number, PlannedJob job, @Nullable RecoveredJob earlier) {
        if (earlier == null) {
            claims.difference(job.result().view())
                    .ifPresent(why -> LOG.info(
                            "Action {} ({}) is not as it was: {}; it is computed anew", number, job.callSite(), why));
            return;
        }
        List<Integer> tasks = earlier.tasks(job.partitions());
        long known = tasks.stream().filter(earlier.results()::containsKey).count();
        if (known == tasks.size()) {
            LOG.info("Action {} ({}) is answered from the journal", number, job.callSite());
        } else {
            LOG.info(
                    "Action {} ({}) goes on from the journal: {} of {} results are there",
                    number,
                    job.callSite(),
                    known,
                    tasks.size());
        }
    }

    void shufflesDropped(List<Integer> shuffleIds) {
        claims.shufflesDropped(shuffleIds);
    }

    /** Whether the program may ask for a shuffle of an earlier driver, or has. */
    boolean keepsShuffle(int shuffleId) {
        return claims.shuffle(shuffleId) != null;
    }

    /** What is known of the shuffles that the job may read, each told once. */
    List<Restored> shuffles(PlannedJob job) {
        List<Restored> found = new ArrayList<>();
        for (PlannedStage stage : walk.newStages(job.result())) {
            var spec = stage.shuffle();
            RecoveredShuffle earlier = spec == null ? null : claims.shuffle(spec.shuffleId());
            if (earlier != null) {
                tasks.claimed(stage, earlier);
                List<MapOutput> known = earlier.outputs();
                boolean useless = stage.program().isBarrier() && known.size() < earlier.tasks();
                List<MapOutput> kept = useless ? List.of() : known;
                LOG.info(
                        "Stage {} ({}): {} of {} map tasks are kept",
                        stage.id(),
                        stage.callSite(),
                        kept.size(),
                        earlier.tasks());
                found.add(new Restored(
                        new Event.ShuffleRestored(stage, kept, earlier.counted(), earlier.slices()),
                        earlier.accumulators(),
                        earlier.badRecords(),
                        useless ? known.stream().map(MapOutput::getMapPartition).toList() : List.of()));
            }
        }
        return found;
    }
}

package org.lisle.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.journal.JobBegun;
import org.lisle.core.journal.MapOutputsLost;
import org.lisle.core.journal.MapTaskDone;
import org.lisle.core.journal.OutputAborted;
import org.lisle.core.journal.ResultDone;
import org.lisle.core.journal.ShufflesDropped;
import org.lisle.core.journal.StagePlanned;

/** Compares what a driver launched with what the journals before it say is finished. Reads the journals by itself. */
final class NothingTwice {
    private NothingTwice() {}

    /**
     * No task whose end is in the journal of one epoch is launched in the next, unless its output was lost or given up. Shuffles that the
     * garbage collector found unused were dropped: they are computed under a new id.
     *
     * @param together whether the program has barrier stages: then results count only where all of their job are there
     */
    static void check(Rig rig, int epoch, boolean together, String when) {
        Set<String> finished = new HashSet<>();
        Map<ByteBuffer, Integer> shuffles = new HashMap<>();
        Map<Integer, Integer> continued = new HashMap<>();
        for (int before = 1; before < epoch; before++) {
            for (SpecificRecord next : rig.journals.records(before)) {
                if (next instanceof MapTaskDone done) {
                    finished.add(map(
                            done.getOutput().getShuffleId(), done.getOutput().getMapPartition()));
                } else if (next instanceof JobBegun begun && begun.getContinues() >= 0) {
                    continued.put(begun.getJobId(), continued.getOrDefault(begun.getContinues(), begun.getContinues()));
                } else if (next instanceof ResultDone done) {
                    finished.add(result(continued.getOrDefault(done.getJobId(), done.getJobId()), done.getPartition()));
                } else if (next instanceof StagePlanned stage && stage.getShuffleId() >= 0) {
                    shuffles.put(stage.getDigest(), stage.getShuffleId());
                } else if (next instanceof ShufflesDropped dropped) {
                    shuffles.values().removeAll(dropped.getShuffleIds());
                } else if (next instanceof OutputAborted aborted) {
                    String job = "job " + continued.getOrDefault(aborted.getOutputId(), aborted.getOutputId()) + " ";
                    finished.removeIf(task -> task.startsWith(job));
                } else if (next instanceof MapOutputsLost lost) {
                    finished.removeAll(maps(lost));
                }
            }
        }
        if (together) {
            Set<String> whole = wholeResults(rig, epoch, continued);
            finished.removeIf(task -> task.startsWith("job ") && !whole.contains(task));
        }
        Map<Integer, StagePlanned> stages = new HashMap<>();
        Map<Integer, Integer> jobs = new HashMap<>();
        List<SpecificRecord> records = rig.journals.records(epoch);
        for (SpecificRecord next : records) {
            if (next instanceof StagePlanned stage) {
                stages.put(stage.getStageId(), stage);
                if (stage.getShuffleId() >= 0) {
                    assertThat(shuffles.getOrDefault(stage.getDigest(), stage.getShuffleId()))
                            .as("%s: the shuffle of %s is known", when, stage.getName())
                            .isEqualTo(stage.getShuffleId());
                }
            } else if (next instanceof JobBegun begun) {
                jobs.put(
                        begun.getStageId(),
                        begun.getContinues() < 0
                                ? begun.getJobId()
                                : continued.getOrDefault(begun.getContinues(), begun.getContinues()));
            } else if (next instanceof MapOutputsLost lost) {
                finished.removeAll(maps(lost));
            }
        }
        for (Driver.Launched task : rig.launchedBy(epoch)) {
            StagePlanned stage = Objects.requireNonNull(stages.get(task.stageId()));
            String key = stage.getShuffleId() >= 0
                    ? map(stage.getShuffleId(), task.partition())
                    : result(Objects.requireNonNull(jobs.get(task.stageId())), task.partition());
            assertThat(finished)
                    .as("%s: %s of %s was finished", when, key, stage.getName())
                    .doesNotContain(key);
        }
    }

    /** Results of jobs of which one driver wrote down all. */
    private static Set<String> wholeResults(Rig rig, int epoch, Map<Integer, Integer> continued) {
        Set<String> whole = new HashSet<>();
        for (int before = 1; before < epoch; before++) {
            Map<Integer, Integer> partitions = new HashMap<>();
            Map<Integer, Integer> stageOf = new HashMap<>();
            Map<Integer, Set<Integer>> done = new HashMap<>();
            for (SpecificRecord next : rig.journals.records(before)) {
                if (next instanceof StagePlanned stage) {
                    partitions.put(stage.getStageId(), stage.getPartitions());
                } else if (next instanceof JobBegun begun) {
                    stageOf.put(begun.getJobId(), begun.getStageId());
                } else if (next instanceof ResultDone result) {
                    done.computeIfAbsent(result.getJobId(), job -> new HashSet<>())
                            .add(result.getPartition());
                }
            }
            done.forEach((job, results) -> {
                if (results.size() == partitions.getOrDefault(stageOf.get(job), 0)) {
                    results.forEach(result -> whole.add(result(continued.getOrDefault(job, job), result)));
                }
            });
        }
        return whole;
    }

    private static List<String> maps(MapOutputsLost lost) {
        return lost.getMapPartitions().stream()
                .map(partition -> map(lost.getShuffleId(), partition))
                .toList();
    }

    private static String map(int shuffle, int partition) {
        return "shuffle " + shuffle + " map " + partition;
    }

    private static String result(int job, int partition) {
        return "job " + job + " result " + partition;
    }
}

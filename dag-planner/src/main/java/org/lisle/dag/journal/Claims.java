package org.lisle.dag.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.journal.ApplicationEnded;
import org.lisle.dag.fingerprint.Digest;

/**
 * What earlier drivers left, given out to what the program asks for when it runs again: each thing once, to the first that has the same
 * fingerprint, in the order in which the earlier things came. So the k-th action meets the k-th of the earlier run; and where several
 * threads of the program submit jobs, whose order is not the same in two runs, each job meets the next one with its own fingerprint.
 * Thread-safe.
 */
public final class Claims {
    private final Recovered recovered;
    private final String summary;
    /** Outputs that a job writes, claimed or not. */
    private final Set<RecoveredOutput> outputsOfJobs = new HashSet<>();

    /** Those that nobody has claimed. */
    @GuardedBy("this")
    private final List<RecoveredJob> jobs;

    @GuardedBy("this")
    private final Map<Integer, RecoveredJob> reserved = new HashMap<>();

    @GuardedBy("this")
    private final Set<Integer> takenShuffles = new HashSet<>();

    @GuardedBy("this")
    private final Set<Long> takenBlocks = new HashSet<>();

    Claims(Recovered recovered) {
        this.recovered = recovered;
        this.jobs = new ArrayList<>(recovered.takeJobs());
        for (RecoveredJob job : jobs) {
            RecoveredOutput output = job.output();
            if (output != null) {
                outputsOfJobs.add(output);
            }
        }
        this.summary = summary(recovered, jobs);
    }

    /** Nothing was left. */
    static Claims none() {
        return new Claims(new Recovered());
    }

    /** Executors that lived when the earlier driver died, with their containers. */
    public Map<String, String> executors() {
        return Map.copyOf(recovered.executors());
    }

    /** The earlier shuffle that a stage with this digest wrote or was writing. */
    public synchronized OptionalInt shuffle(Digest digest, int partitions) {
        for (RecoveredShuffle shuffle : recovered.shuffles().values()) {
            if (digest.isSame(Digest.of(Recovered.bytes(shuffle.plan().getDigest())))
                    && shuffle.partitions() == partitions
                    && takenShuffles.add(shuffle.id())) {
                return OptionalInt.of(shuffle.id());
            }
        }
        return OptionalInt.empty();
    }

    /** What was known of a shuffle that was claimed; null when it is a new one. */
    public synchronized @Nullable RecoveredShuffle shuffle(int shuffleId) {
        return recovered.shuffles().get(shuffleId);
    }

    /** The program can ask for these no more. */
    public synchronized void shufflesDropped(Collection<Integer> shuffleIds) {
        recovered.shuffles().keySet().removeAll(shuffleIds);
    }

    /** The id in the names of the blocks of a persisted dataset with this lineage. */
    public synchronized OptionalInt dataset(Digest digest) {
        for (Map.Entry<Integer, byte[]> entry : recovered.datasets().entrySet()) {
            if (digest.isSame(Digest.of(entry.getValue())) && takenBlocks.add((long) entry.getKey())) {
                return OptionalInt.of(entry.getKey());
            }
        }
        return OptionalInt.empty();
    }

    /** The id of a broadcast with this content. */
    public synchronized OptionalLong broadcast(Digest digest) {
        for (Map.Entry<Long, byte[]> entry : recovered.broadcasts().entrySet()) {
            if (digest.isSame(Digest.of(entry.getValue())) && takenBlocks.add(~entry.getKey())) {
                return OptionalLong.of(entry.getKey());
            }
        }
        return OptionalLong.empty();
    }

    /** The earlier job that this one is, or null. One with output counts only when the output was claimed. */
    public synchronized @Nullable RecoveredJob job(int jobId, StageView result) {
        RecoveredJob kept = reserved.remove(jobId);
        if (kept != null) {
            return kept;
        }
        for (RecoveredJob job : jobs) {
            if (job.output() == null && isSame(job, result)) {
                jobs.remove(job);
                return job;
            }
        }
        return null;
    }

    /** Why a job met none of the earlier ones; empty when none are left. */
    public synchronized Optional<String> difference(StageView result) {
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of(Difference.between(result, jobs.get(0).plan(), recovered.shuffles()));
    }

    /** Outputs to this place that nobody has claimed, the earliest first. */
    public synchronized List<RecoveredOutput> outputsAt(String place) {
        List<RecoveredOutput> left = new ArrayList<>();
        for (RecoveredOutput output : recovered.outputs().values()) {
            if (output.place().equals(place) && !output.isGivenUp() && isLeft(output)) {
                left.add(output);
            }
        }
        return left;
    }

    /** Outputs to this place whose removal was begun and is not known to have ended; each is told once. */
    public synchronized List<RecoveredOutput> takeGivenUpAt(String place) {
        List<RecoveredOutput> givenUp = recovered.outputs().values().stream()
                .filter(output -> output.place().equals(place) && output.isGivenUp())
                .toList();
        givenUp.forEach(output -> recovered.outputs().remove(output.id()));
        return givenUp;
    }

    @GuardedBy("this")
    private boolean isLeft(RecoveredOutput output) {
        return !outputsOfJobs.contains(output) || jobs.stream().anyMatch(job -> job.output() == output);
    }

    /** Keeps for the job the earlier one that wrote this output, if it is the same job. */
    public synchronized boolean reserve(int jobId, RecoveredOutput output, StageView result) {
        for (RecoveredJob job : jobs) {
            if (job.output() == output && isSame(job, result)) {
                jobs.remove(job);
                reserved.put(jobId, job);
                return true;
            }
        }
        return false;
    }

    /** The partitions of which the journal says that they are committed. */
    public synchronized Set<Integer> partitionsOf(RecoveredOutput output) {
        Set<Integer> partitions = new HashSet<>();
        jobs.stream()
                .filter(job -> job.output() == output)
                .forEach(job -> partitions.addAll(job.results().keySet()));
        return partitions;
    }

    /** The output is not there any more: nothing of the job that wrote it counts. */
    public synchronized void forget(RecoveredOutput output) {
        recovered.outputs().remove(output.id());
        jobs.removeIf(job -> job.output() == output);
    }

    private static boolean isSame(RecoveredJob job, StageView result) {
        return result.fingerprint()
                .digest()
                .isSame(Digest.of(Recovered.bytes(job.plan().getDigest())));
    }

    /** How the application ended, when an earlier driver wrote that down and could not tell it any more. */
    public Optional<ApplicationEnded> ended() {
        return Optional.ofNullable(recovered.ended());
    }

    /** One line for people: what is there to go on from. */
    String summary() {
        return summary;
    }

    private static String summary(Recovered recovered, List<RecoveredJob> jobs) {
        int kept = 0;
        int all = 0;
        for (RecoveredShuffle shuffle : recovered.shuffles().values()) {
            kept += shuffle.outputs().size();
            all += shuffle.tasks();
        }
        long results = jobs.stream().filter(job -> !job.results().isEmpty()).count();
        return kept + " of " + all + " map tasks, results of " + results + " of " + jobs.size() + " actions";
    }
}

package org.lisle.dag.schedule;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.lisle.dag.plan.PlannedStage;

/**
 * Shuffles that no dataset reads any more: their outputs are forgotten as soon as no running job can come to need them, which may be one
 * that makes a lost part of another shuffle again.
 */
final class RetiredShuffles {
    private final ShuffleTracker shuffles;
    private final Set<Integer> retired = new TreeSet<>();

    RetiredShuffles(ShuffleTracker shuffles) {
        this.shuffles = shuffles;
    }

    void add(int shuffleId) {
        retired.add(shuffleId);
    }

    /** Forgets those that none of the running jobs may need. */
    void sweep(Collection<JobState> running) {
        if (retired.isEmpty()) {
            return;
        }
        Set<Integer> needed = shufflesOf(running);
        retired.removeIf(shuffleId -> {
            boolean free = !needed.contains(shuffleId);
            if (free) {
                shuffles.remove(shuffleId);
            }
            return free;
        });
    }

    private static Set<Integer> shufflesOf(Collection<JobState> jobs) {
        Set<Integer> found = new HashSet<>();
        Deque<PlannedStage> open = new ArrayDeque<>();
        jobs.forEach(job -> open.add(job.plan.result()));
        while (!open.isEmpty()) {
            for (PlannedStage.Parent parent : open.remove().parents()) {
                var shuffle = parent.stage().shuffle();
                if (shuffle != null && found.add(shuffle.shuffleId())) {
                    open.add(parent.stage());
                }
            }
        }
        return found;
    }
}

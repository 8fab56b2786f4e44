package org.lisle.benchmarks.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Processor seconds of a job and of its limit, round by round. Immutable. */
public record CpuRatio(String job, List<Round> rounds) {
    /** One run of each, one after the other. */
    public record Round(double jobSeconds, double limitSeconds) {
        double ratio() {
            return jobSeconds / limitSeconds;
        }
    }

    /** @param rounds at least one */
    public CpuRatio {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no rounds of " + job);
        }
    }

    /** The median of the rounds' ratios; of an even number the larger one in the middle. */
    public double median() {
        return rounds.stream().map(Round::ratio).sorted().toList().get(rounds.size() / 2);
    }

    /** Whether the job costs more than a stored ratio and a part of it more, such as 0.2. */
    public boolean exceeds(double stored, double margin) {
        return median() > stored * (1 + margin);
    }

    /** {@code wordcount: 3.42 times the limit (7.2/2.1 7.0/2.0 7.4/2.2 CPU seconds)}. */
    @Override
    public String toString() {
        List<String> pairs = new ArrayList<>();
        rounds.forEach(
                round -> pairs.add(String.format(Locale.ROOT, "%.2f/%.2f", round.jobSeconds(), round.limitSeconds())));
        return String.format(
                Locale.ROOT, "%s: %.2f times the limit (%s CPU seconds)", job, median(), String.join(" ", pairs));
    }
}

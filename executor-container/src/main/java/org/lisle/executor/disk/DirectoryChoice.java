package org.lisle.executor.disk;

import java.util.ArrayList;
import java.util.List;

/** Which local directory takes the next file. A pure function of what is known of the directories. */
final class DirectoryChoice {
    private DirectoryChoice() {}

    /**
     * @param usable bytes free
     * @param suspect whether writing to it failed before
     */
    record Candidate(int index, long usable, boolean suspect) {}

    /**
     * All directories in the order in which to try them: round robin over those with room to speak of, then nearly full ones, the emptiest
     * first, then suspects. Nearly full is less than a tenth of what the emptiest has.
     *
     * @param turn grows by one with each file
     */
    static List<Integer> order(List<Candidate> candidates, long turn) {
        long most = 0;
        for (Candidate candidate : candidates) {
            most = Math.max(most, candidate.suspect() ? 0 : candidate.usable());
        }
        List<Candidate> good = new ArrayList<>();
        List<Candidate> rest = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean roomy = !candidate.suspect() && candidate.usable() > 0 && candidate.usable() >= most / 10;
            (roomy ? good : rest).add(candidate);
        }
        rest.sort((a, b) -> a.suspect() != b.suspect()
                ? Boolean.compare(a.suspect(), b.suspect())
                : Long.compare(b.usable(), a.usable()));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            order.add(good.get((int) ((turn + i) % good.size())).index());
        }
        rest.forEach(candidate -> order.add(candidate.index()));
        return order;
    }
}

package org.lisle.yarn.once;

import org.jspecify.annotations.Nullable;

/**
 * What one client with a key knows, and what it does next. Pure: {@link #step} makes exactly one call to the world and returns what is known
 * after it. A client that dies between two steps leaves nothing that another one's steps do not lead to the same end.
 *
 * <pre>
 * READ -> free: PREPARE -> CLAIM -> READ         (whoever won)
 *      -> claimed by us: SUBMIT -> FOLLOW         (refused: CLOSE -> READ)
 *      -> claimed: LOOK -> YARN knows no such application, and it never started: SUBMIT, as its claimer would have
 *                       -> YARN knows none, but it has started: CLOSE as lost -> READ
 *                       -> runs: FOLLOW
 *                       -> has ended: CLOSE -> READ
 *      -> ended: REPORT, or PREPARE when a failure is to be repeated
 * </pre>
 *
 * @param retryFailed whether a failure that was there before this client is followed by a new application
 * @param horizonMillis ends before this are forgotten
 * @param record null before it is read
 * @param first the generation that this client read first; -1 before: only its failure is repeated, later ones are reported
 * @param prepared the application id this client holds ready; empty for none
 * @param sight what YARN said about the record's claim
 */
public record Repetition(
        boolean retryFailed, long horizonMillis, @Nullable KeyRecord record, int first, String prepared, Sight sight) {
    /** What a client sees of the claimed application in YARN. */
    public enum Sight {
        NOT_LOOKED,
        UNKNOWN,
        /** Submitted, and not ended. */
        ALIVE,
        ENDED,
        /** YARN refused its submission. */
        REFUSED
    }

    /** What a client may do next; the last three are the end of it. */
    public enum Step {
        READ,
        PREPARE,
        CLAIM,
        LOOK,
        SUBMIT,
        CLOSE,
        FOLLOW,
        REPORT,
        /** YARN refused what this client itself had claimed. */
        GIVE_UP
    }

    /** What a client acts on. Calls that fail throw, and leave what is known as it was. */
    public interface World {
        KeyRecord read() throws Exception;

        /** Checks, obtains an application id, uploads. Returns the id. */
        String prepare() throws Exception;

        void claim(int generation, String applicationId) throws Exception;

        /** UNKNOWN, ALIVE or ENDED. */
        Sight look(Claim claim) throws Exception;

        /** Submits under the claim's id, from what its claimer uploaded: ALIVE, or REFUSED when YARN has answered no. */
        Sight submit(Claim claim) throws Exception;

        /** Records that the claimed application has ended, as YARN says or refused; when {@code UNKNOWN}, that nobody knows how. */
        void close(KeyRecord record, Sight sight) throws Exception;
    }

    public static Repetition begin(boolean retryFailed, long horizonMillis) {
        return new Repetition(retryFailed, horizonMillis, null, -1, "", Sight.NOT_LOOKED);
    }

    public Step next() {
        if (record == null) {
            return Step.READ;
        }
        Claim claim = record.claim();
        if (claim == null || record.isFree(horizonMillis)) {
            boolean ours = claim != null && claim.applicationId().equals(prepared);
            return ours ? Step.GIVE_UP : claimed();
        }
        RecordedEnd result = record.result();
        if (result != null) {
            boolean repeat = retryFailed && !result.success() && claim.generation() == first;
            return repeat ? claimed() : Step.REPORT;
        }
        return switch (sight) {
            case NOT_LOOKED -> claim.applicationId().equals(prepared) ? Step.SUBMIT : Step.LOOK;
            case UNKNOWN -> record.started() ? Step.CLOSE : Step.SUBMIT;
            case ALIVE -> Step.FOLLOW;
            case ENDED, REFUSED -> Step.CLOSE;
        };
    }

    private Step claimed() {
        return prepared.isEmpty() ? Step.PREPARE : Step.CLAIM;
    }

    /** Takes the next step; not after one of the last three. */
    public Repetition step(World world) throws Exception {
        return switch (next()) {
            case READ -> {
                KeyRecord read = world.read();
                yield new Repetition(
                        retryFailed,
                        horizonMillis,
                        read,
                        first < 0 ? read.generation() : first,
                        prepared,
                        Sight.NOT_LOOKED);
            }
            case PREPARE -> new Repetition(retryFailed, horizonMillis, record, first, world.prepare(), sight);
            case CLAIM -> {
                world.claim(known().generation() + 1, prepared);
                yield unread();
            }
            case LOOK -> seeing(world.look(claim()));
            case SUBMIT -> seeing(world.submit(claim()));
            case CLOSE -> {
                world.close(known(), sight);
                yield unread();
            }
            case FOLLOW, REPORT, GIVE_UP -> throw new IllegalStateException("there is no step after " + next());
        };
    }

    public boolean isDone() {
        return switch (next()) {
            case FOLLOW, REPORT, GIVE_UP -> true;
            case READ, PREPARE, CLAIM, LOOK, SUBMIT, CLOSE -> false;
        };
    }

    /** The record as last read. */
    public KeyRecord known() {
        if (record == null) {
            throw new IllegalStateException("the record was not read");
        }
        return record;
    }

    /** The claim as last read. */
    public Claim claim() {
        Claim claim = known().claim();
        if (claim == null) {
            throw new IllegalStateException("the key is not claimed");
        }
        return claim;
    }

    private Repetition unread() {
        return new Repetition(retryFailed, horizonMillis, null, first, prepared, Sight.NOT_LOOKED);
    }

    private Repetition seeing(Sight now) {
        return new Repetition(retryFailed, horizonMillis, record, first, prepared, now);
    }
}

package org.lisle.dag.journal;

/** Output that earlier drivers began to write. Changed while journals are read, not after. */
public final class RecoveredOutput {
    /** How far it got. */
    public enum State {
        /** Tasks write to it. */
        BEGUN,
        /** The job's commit was about to begin, and may have got to any point. */
        COMMITTING,
        /** It is visible whole. */
        COMMITTED
    }

    private final int id;
    private final int epoch;
    private final String place;
    private State state = State.BEGUN;
    private boolean givenUp;
    private boolean visibleToo;

    RecoveredOutput(int id, int epoch, String place) {
        this.id = id;
        this.epoch = epoch;
        this.place = place;
    }

    /** The job's id in the names under which it was written. */
    public int id() {
        return id;
    }

    /** The driver's that began it. */
    public int epoch() {
        return epoch;
    }

    public String place() {
        return place;
    }

    public State state() {
        return state;
    }

    void reached(State reached) {
        state = reached;
    }

    /** Whether its removal was begun and may have got to any point. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether the removal that was begun takes what is visible too. */
    public boolean isVisibleRemoved() {
        return visibleToo;
    }

    void giveUp(boolean visible) {
        givenUp = true;
        visibleToo = visible;
    }
}

package org.lisle.dag.schedule;

/** One launched attempt of a task, until it is known how it ended. */
final class Attempt {
    final long taskId;
    final StageState stage;
    final int partition;
    final int number;
    final ExecutorState executor;
    final Pool pool;
    /** Of its executor, that it takes. */
    final int slots;

    /** The id of its stage when it was launched. */
    int askingStage;

    /** When it was launched; -1 when an earlier driver did that. */
    long startedNanos = -1;

    /** What it has read by now, as its executor told last. */
    long bytes;

    long records;

    /** How it came on, for {@link TaskWatch}. */
    final AttemptProgress progress = new AttemptProgress();

    /** How long it ran; 0 while it does. */
    long runNanos;

    boolean slotHeld = true;
    /** Told to end: what it still does counts only if it is useful. */
    boolean killed;
    /** When it was told to end. */
    long killedNanos;
    /** It is of a barrier stage and waits for the others: it can not come on by itself. */
    boolean waitsForOthers;
    /** It read map outputs that were computed again and differ: nothing of it counts. */
    boolean stale;
    /** Its executor was lost and the segments on that disk with it. */
    boolean outputLost;

    Attempt(long taskId, StageState stage, int partition, int number, ExecutorState executor, Pool pool) {
        this.taskId = taskId;
        this.stage = stage;
        this.askingStage = stage.id();
        this.partition = partition;
        this.number = number;
        this.executor = executor;
        this.pool = pool;
        this.slots = stage.slotsPerTask();
    }

    /** It has not begun, as others run before it: until now it could neither come on nor end. */
    void waits(long nowNanos) {
        progress.begin(nowNanos);
        killedNanos = nowNanos;
    }
}

package org.lisle.dag.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.error.RemoteStackTrace;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.Partitions;
import org.lisle.dag.plan.PlannedStage;

/** The texts of failed jobs: which stage, task, partition and executor, what it was reading, and what the user's code threw. */
final class JobFailures {
    private static final int MAX_INPUTS_NAMED = 3;
    private static final int MAX_SUSPECTS_NAMED = 3;

    private JobFailures() {}

    static LisleException taskFailed(Attempt attempt, Event.TaskFailed failed, int failures) {
        String what = task(attempt)
                + (failures == 1 ? " failed" : " failed " + failures + " times, the last time")
                + " on "
                + attempt.executor
                + reading(attempt)
                + ": "
                + failed.message()
                + together(attempt);
        String nextStep =
                switch (failed.code().kind()) {
                    case USER ->
                        failed.code() == ErrorCode.USER_CODE_FAILED
                                ? "see the stack trace of the program's own code, and that executor's log"
                                : "";
                    case INSUFFICIENT_RESOURCES -> "give executors more memory, or cut the data into more partitions";
                    case EXTERNAL, INTERNAL -> "see the log of executor " + attempt.executor.id;
                };
        Throwable cause =
                failed.stackTrace().isEmpty() ? null : new RemoteStackTrace(failed.message(), failed.stackTrace());
        return failure(failed.code(), what, nextStep, cause);
    }

    static LisleException executorLost(Attempt attempt, String reason, int failures) {
        return failure(
                ErrorCode.EXECUTOR_LOST,
                task(attempt)
                        + (failures == 1
                                ? " ran when its executor was lost, "
                                : " failed or lost its executor " + failures + " times, the last time ")
                        + attempt.executor
                        + reading(attempt)
                        + ": "
                        + reason
                        + together(attempt),
                "the task itself may end its process: when executors end for their size, raise lisle.executor.memory; else see the log of"
                        + " executor " + attempt.executor.id,
                null);
    }

    static LisleException inputLostTooOften(Attempt attempt, int times, String message) {
        return failure(
                ErrorCode.FETCH_FAILED,
                attempt.stage
                        + (times == 1
                                ? " found its input lost: "
                                : " found its input lost " + times + " times in a row, at last: ")
                        + message
                        + together(attempt),
                "see the logs of the executors named; lisle.stage.maxConsecutiveAttempts allows more",
                null);
    }

    /** @param writer the stage whose functions did not do alike twice */
    static LisleException contentChanged(PlannedStage writer, int mapPartition, StageState results) {
        List<String> suspects = writer.suspects();
        String operators = suspects.isEmpty()
                ? "stage " + writer.id() + " (" + writer.callSite() + ")"
                : String.join(", or ", suspects.subList(0, Math.min(suspects.size(), MAX_SUSPECTS_NAMED)));
        return failure(
                ErrorCode.NON_DETERMINISTIC,
                "a lost part of stage " + writer.id() + " (" + writer.callSite()
                        + ") was computed again and gave other records than"
                        + " before (partition " + mapPartition + "), after results of " + results
                        + " that were made of the first ones had been delivered or committed; not alike twice is "
                        + operators,
                "make these operations give the same records each time (no random values, clocks, or sums of floating point numbers that"
                        + " become keys), or persist or save their result; lisle.shuffle.checkContent=false accepts a mixture",
                null);
    }

    static LisleException tooFewSlots(StageState stage, BarrierConfig config) {
        return failure(
                ErrorCode.TOO_FEW_SLOTS,
                stage + " is a barrier stage of " + stage.plan.partitions()
                        + " partitions, whose tasks run all at once, and there can be " + config.mostSlots()
                        + " task slots: " + config.slotsText(),
                "allow more slots (in local mode, local[N] with a larger N), or use fewer partitions",
                null);
    }

    static LisleException excludedEverywhere(
            StageState stage, String excluded, StageExclusions.@Nullable Failure last) {
        return failure(
                ErrorCode.EXECUTORS_EXCLUDED,
                "no executor is left on which tasks of " + stage + " do not fail: " + excluded,
                "see the logs of the executors named; lisle.excludeOnFailure.enabled=false tries them as often as"
                        + " lisle.task.maxFailures allows",
                last == null || last.stackTrace().isEmpty()
                        ? null
                        : new RemoteStackTrace(last.message(), last.stackTrace()));
    }

    private static LisleException failure(ErrorCode code, String what, String nextStep, @Nullable Throwable cause) {
        return new LisleException(code, what, nextStep, cause);
    }

    /** Such as {@code task 7 of stage 2 (reduceByKey at Job.java:12), partition 3 of 8,}. */
    static String task(Attempt attempt) {
        StageState stage = attempt.stage;
        return "task " + attempt.taskId + " of " + stage + ", "
                + (attempt.partition < stage.plan.partitions() ? "" : "a part of ")
                + "partition " + stage.slices().partitionOf(attempt.partition) + " of " + stage.plan.partitions() + ",";
    }

    private static String together(Attempt attempt) {
        BarrierState barrier = attempt.stage.barrier;
        return barrier == null || barrier.failures < 2
                ? ""
                : "; its stage is a barrier stage, which runs again as a whole when a task fails, and failed in "
                        + barrier.failures + " attempts in a row";
    }

    /** Which splits the task was made of. */
    private static String reading(Attempt attempt) {
        List<String> inputs = Partitions.leaves(attempt.stage.plan.program().root(), attempt.partition).stream()
                .filter(leaf -> leaf.operator() instanceof Operator.Input)
                .map(attempt.stage.plan.leaves()::describe)
                .toList();
        if (inputs.isEmpty()) {
            return "";
        }
        String named = String.join(", ", inputs.subList(0, Math.min(inputs.size(), MAX_INPUTS_NAMED)));
        int others = inputs.size() - MAX_INPUTS_NAMED;
        return " reading " + named + (others > 0 ? " and " + others + " more" : "");
    }
}

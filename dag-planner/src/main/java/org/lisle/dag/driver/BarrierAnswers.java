package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.BarrierStage;
import org.lisle.core.message.BarrierSync;
import org.lisle.core.message.BarrierSynced;
import org.lisle.dag.schedule.Command;

/** The questions of tasks that wait for the others of their barrier stage, and what executors are told of such stages. Confined to the loop. */
final class BarrierAnswers {
    private final int epoch;
    private final Map<Long, List<CompletableFuture<SpecificRecord>>> waiting = new HashMap<>();

    BarrierAnswers(int epoch) {
        this.epoch = epoch;
    }

    /** A task that asks again has lost the connection over which it asked before: whatever is answered first is its answer. */
    void asked(BarrierSync question, CompletableFuture<SpecificRecord> answer) {
        waiting.computeIfAbsent(question.getTaskId(), task -> new ArrayList<>(1))
                .add(answer);
    }

    void passed(Command.BarrierPassed passed) {
        var message = new BarrierSynced(passed.messages(), epoch);
        passed.taskIds().forEach(task -> take(task).forEach(answer -> answer.complete(message)));
    }

    void refused(Command.BarrierRefused refused) {
        var failure = new LisleException(
                refused.code(),
                refused.text(),
                "all tasks of a barrier stage make the same calls of barrier() and allGather(), in the same order");
        refused.taskIds().forEach(task -> take(task).forEach(answer -> answer.completeExceptionally(failure)));
    }

    private List<CompletableFuture<SpecificRecord>> take(long task) {
        List<CompletableFuture<SpecificRecord>> answers = waiting.remove(task);
        return answers == null ? List.of() : answers;
    }

    /** Tells each executor that is going to run tasks of the stage where all of them run; before these are sent. */
    void begins(Command.BarrierBegins begins, ExecutorDirectory executors) {
        List<String> addresses = new ArrayList<>();
        for (String executor : begins.executors()) {
            ExecutorDirectory.Entry entry = executors.get(executor);
            addresses.add(entry == null ? "" : entry.registration.getHost() + ":" + entry.registration.getPort());
        }
        var message = new BarrierStage(epoch, begins.stage().id(), begins.attempt(), addresses);
        begins.executors().stream().distinct().forEach(executor -> executors.send(executor, message));
    }
}

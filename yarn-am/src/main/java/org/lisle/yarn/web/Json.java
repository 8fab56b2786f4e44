package org.lisle.yarn.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.lisle.core.message.TaskMetrics;
import org.lisle.dag.driver.ApplicationStatus;

/** The JSON of {@code /api/v1}. Field names are an interface: they are only ever added to. Times are milliseconds since 1970, 0 for never. */
final class Json {
    private final ObjectMapper mapper = new ObjectMapper();

    /** The application, with the stages that run now: all a progress line needs. */
    String application(ApplicationFacts facts, ApplicationStatus status) {
        ObjectNode node = mapper.createObjectNode()
                .put("id", facts.id())
                .put("name", facts.name())
                .put("user", facts.user())
                .put("attempt", facts.attempt())
                .put("mainClass", facts.mainClass())
                .put("message", facts.message())
                .put("waitingForExecutorsMillis", facts.waitingForExecutorsMillis())
                .put("stagingDirectory", facts.stagingDirectory())
                .put("executors", facts.executors())
                .put("executorsWanted", facts.executorsWanted())
                .put("queue", facts.containers().queue())
                .put("containersPending", facts.containers().pending())
                .put("containersStarting", facts.containers().starting())
                .put("startedMillis", facts.phases().started())
                .put("registeredMillis", facts.phases().registered())
                .put("firstExecutorMillis", facts.phases().firstExecutor())
                .put("firstTaskMillis", facts.phases().firstTask())
                .put("lastTaskEndMillis", facts.phases().lastTaskEnd())
                .put("badRecords", status.badRecords().count())
                .put("badRecordsDirectory", status.badRecords().directory());
        ArrayNode notices = node.putArray("notices");
        status.notices()
                .forEach(notice ->
                        notices.addObject().put("millis", notice.millis()).put("text", notice.text()));
        ArrayNode running = node.putArray("runningStages");
        status.stages().stream()
                .filter(stage -> stage.state() == ApplicationStatus.State.RUNNING)
                .forEach(stage -> stage(running.addObject(), stage));
        return text(node);
    }

    String jobs(ApplicationStatus status, List<ApplicationView.JobPlan> plans) {
        ArrayNode all = mapper.createArrayNode();
        for (ApplicationStatus.Job job : status.jobs()) {
            ObjectNode node = all.addObject()
                    .put("id", job.id())
                    .put("name", job.name())
                    .put("pool", job.pool())
                    .put("state", job.state().name())
                    .put("partitions", job.partitions())
                    .put("partitionsDone", job.partitionsDone())
                    .put("submittedMillis", job.submittedMillis())
                    .put("endedMillis", job.endedMillis())
                    .put("failure", job.failure());
            ArrayNode stages = node.putArray("stages");
            job.stageIds().forEach(stages::add);
            plans.stream().filter(plan -> plan.jobId() == job.id()).forEach(plan -> node.put("plan", plan.text()));
        }
        return text(all);
    }

    String stages(ApplicationStatus status) {
        ArrayNode all = mapper.createArrayNode();
        status.stages().forEach(stage -> stage(all.addObject(), stage));
        return text(all);
    }

    String executors(ApplicationStatus status) {
        ArrayNode all = mapper.createArrayNode();
        for (ApplicationStatus.Executor executor : status.executors()) {
            all.addObject()
                    .put("id", executor.id())
                    .put("host", executor.host())
                    .put("port", executor.port())
                    .put("slots", executor.slots())
                    .put("runningTasks", executor.runningTasks())
                    .put("doneTasks", executor.doneTasks())
                    .put("failedTasks", executor.failedTasks())
                    .put("memoryBytes", executor.memoryBytes())
                    .put("memoryUsedBytes", executor.memoryUsedBytes())
                    .put("storageUsedBytes", executor.storageUsedBytes())
                    .put("residentBytes", executor.residentBytes())
                    .put("gcNanos", executor.gcNanos())
                    .put("logUrl", executor.logUrl())
                    .put("addedMillis", executor.addedMillis())
                    .put("lostMillis", executor.lostMillis())
                    .put("lostReason", executor.lostReason())
                    .put("excluded", executor.excluded());
        }
        return text(all);
    }

    private static void stage(ObjectNode node, ApplicationStatus.Stage stage) {
        node.put("id", stage.id())
                .put("name", stage.name())
                .put("jobId", stage.jobId())
                .put("state", stage.state().name())
                .put("tasks", stage.tasks())
                .put("done", stage.done())
                .put("running", stage.running())
                .put("failedAttempts", stage.failedAttempts())
                .put("attempts", stage.attempts())
                .put("firstTaskMillis", stage.firstTaskMillis())
                .put("lastTaskEndMillis", stage.lastTaskEndMillis())
                .put("shuffleId", stage.shuffleId())
                .put("lastFailure", stage.lastFailure());
        stage.skewed().forEach(node.putArray("skewed")::add);
        metrics(node.putObject("metrics"), stage.metrics());
    }

    private static void metrics(ObjectNode node, TaskMetrics metrics) {
        metrics.getSchema().getFields().forEach(field -> node.put(field.name(), (Long) metrics.get(field.pos())));
    }

    private String text(com.fasterxml.jackson.databind.JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values could not be written", e);
        }
    }
}

package org.lisle.yarn.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.lisle.core.unit.DataSize;
import org.lisle.dag.driver.ApplicationStatus;

/** The one HTML page. It works without scripts and loads nothing from elsewhere. */
final class Page {
    private static final String STYLE =
            "body{font:14px sans-serif;margin:2em;max-width:90em}table{border-collapse:collapse;margin:.5em 0 1.5em}"
                    + "td,th{border-bottom:1px solid #ccc;padding:.25em .75em;text-align:left;vertical-align:top}"
                    + "progress{width:10em}pre{background:#f4f4f4;padding:.75em;overflow:auto}.bad{color:#a00}";

    private final String base;

    Page(String base) {
        this.base = base;
    }

    String render(ApplicationFacts facts, ApplicationStatus status, List<ApplicationView.JobPlan> plans) {
        StringBuilder html = new StringBuilder(8192);
        html.append(
                        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"5\"><title>")
                .append(Html.escape(facts.name()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style><h1>")
                .append(Html.escape(facts.name()))
                .append("</h1><p>")
                .append(Html.escape(facts.id() + ", attempt " + facts.attempt() + ", user " + facts.user() + ", "
                        + facts.mainClass() + ", " + facts.executors() + " of " + facts.executorsWanted()
                        + " executors"));
        if (!facts.message().isEmpty()) {
            html.append("<p class=\"bad\">").append(Html.escape(facts.message()));
        }
        if (status.badRecords().count() > 0) {
            html.append("<p class=\"bad\">")
                    .append(Html.escape(status.badRecords().count() + " bad records set aside in "
                            + status.badRecords().directory()));
        }
        notices(status, html);
        jobs(status, html);
        stages(status, html);
        executors(status, html);
        html.append("<h2>Plans</h2>\n");
        plans.forEach(plan -> html.append("<h3>Job ")
                .append(plan.jobId())
                .append("</h3><pre>")
                .append(Html.escape(plan.text()))
                .append("</pre>\n"));
        html.append("<p>As JSON: ");
        for (String name : List.of("application", "jobs", "stages", "executors")) {
            html.append("<a href=\"")
                    .append(Html.escape(base + "/api/v1/" + name))
                    .append("\">")
                    .append(name)
                    .append("</a> ");
        }
        return html.append("</html>\n").toString();
    }

    private static void notices(ApplicationStatus status, StringBuilder html) {
        if (!status.notices().isEmpty()) {
            html.append("<h2>Notices</h2>\n");
        }
        status.notices().forEach(notice -> html.append("<pre class=\"bad\">")
                .append(Html.escape(Instant.ofEpochMilli(notice.millis()) + " " + notice.text()))
                .append("</pre>\n"));
    }

    private static void jobs(ApplicationStatus status, StringBuilder html) {
        html.append("<h2>Jobs</h2>\n").append(Html.head("Job", "Action", "State", "Partitions", "Time", "Stages"));
        for (ApplicationStatus.Job job : status.jobs()) {
            html.append(Html.row(
                    Integer.toString(job.id()),
                    Html.escape(job.name()),
                    Html.escape(job.state().toString()) + failure(job.failure()),
                    bar(job.partitionsDone(), job.partitions()),
                    span(job.submittedMillis(), job.endedMillis()),
                    Html.escape(job.stageIds().toString())));
        }
        html.append("</table>\n");
    }

    private static void stages(ApplicationStatus status, StringBuilder html) {
        html.append("<h2>Stages</h2>\n")
                .append(Html.head(
                        "Stage",
                        "Dataset",
                        "State",
                        "Tasks",
                        "Running",
                        "Failed",
                        "Time",
                        "Read",
                        "Shuffled",
                        "Spilled"));
        for (ApplicationStatus.Stage stage : status.stages()) {
            var metrics = stage.metrics();
            html.append(Html.row(
                    Integer.toString(stage.id()),
                    Html.escape(stage.name())
                            + stage.skewed().stream()
                                    .map(line -> "<br>" + Html.escape(line))
                                    .collect(Collectors.joining()),
                    Html.escape(stage.state().toString()) + failure(stage.lastFailure()),
                    bar(stage.done(), stage.tasks()),
                    Integer.toString(stage.running()),
                    Integer.toString(stage.failedAttempts()),
                    span(stage.firstTaskMillis(), stage.lastTaskEndMillis()),
                    size(metrics.getBytesRead()),
                    size(metrics.getShuffleBytesWritten()),
                    size(metrics.getBytesSpilled())));
        }
        html.append("</table>\n");
    }

    private static void executors(ApplicationStatus status, StringBuilder html) {
        html.append("<h2>Executors</h2>\n")
                .append(Html.head(
                        "Executor", "Host", "State", "Slots", "Running", "Done", "Failed", "Memory pool", "Logs"));
        for (ApplicationStatus.Executor executor : status.executors()) {
            html.append(Html.row(
                    Html.escape(executor.id()),
                    Html.escape(executor.host() + ":" + executor.port()),
                    state(executor),
                    Integer.toString(executor.slots()),
                    Integer.toString(executor.runningTasks()),
                    Integer.toString(executor.doneTasks()),
                    Integer.toString(executor.failedTasks()),
                    size(executor.memoryUsedBytes()) + " of " + size(executor.memoryBytes()),
                    Html.link(executor.logUrl(), "logs")));
        }
        html.append("</table>\n");
    }

    private static String state(ApplicationStatus.Executor executor) {
        String lost = executor.lostReason();
        if (lost != null) {
            return "LOST" + failure(lost);
        }
        return executor.excluded().isEmpty() ? "LIVE" : "EXCLUDED" + failure(executor.excluded());
    }

    private static String bar(int done, int total) {
        return "<progress max=\"" + Math.max(1, total) + "\" value=\"" + done + "\"></progress> " + done + "/" + total;
    }

    private static String failure(String text) {
        return text.isEmpty() ? "" : "<br><span class=\"bad\">" + Html.escape(text) + "</span>";
    }

    private static String span(long from, long to) {
        if (from == 0) {
            return "";
        }
        long end = to == 0 ? System.currentTimeMillis() : to;
        return Html.escape(Duration.ofMillis(Math.max(0, end - from))
                .toString()
                .substring(2)
                .toLowerCase(java.util.Locale.ROOT));
    }

    private static String size(long bytes) {
        return Html.escape(new DataSize(Math.max(0, bytes)).toString());
    }
}

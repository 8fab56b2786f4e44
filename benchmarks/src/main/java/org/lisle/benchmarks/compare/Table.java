package org.lisle.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/** The comparison as a Markdown table: medians, and Lisle's share of the other's figure. */
final class Table {
    private Table() {}

    static String of(List<Run> runs) {
        StringBuilder text = new StringBuilder(
                "| job | engine | runs | wall s | executors' CPU s | all CPU s | executor peak MB |"
                        + " ratio wall | ratio executors' CPU | ratio peak | same result |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (String job : runs.stream().map(Run::job).distinct().toList()) {
            Summary lisle = Summary.of(runs, job, "lisle");
            for (String engine : runs.stream().map(Run::engine).distinct().toList()) {
                Summary summary = Summary.of(runs, job, engine);
                if (!summary.isEmpty()) {
                    text.append(row(job, engine, summary, lisle));
                }
            }
        }
        return text.toString();
    }

    private static String row(String job, String engine, Summary summary, Summary lisle) {
        String figures = String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.1f | %.1f | %.1f | %.0f |",
                job,
                engine,
                summary.runs().size(),
                summary.wall(),
                summary.executorCpu(),
                summary.allCpu(),
                summary.peakMegabytes());
        if (engine.equals("lisle")) {
            return figures + " | | | |\n";
        }
        return figures
                + String.format(
                        Locale.ROOT,
                        " %.2f | %.2f | %.2f | %s |%n",
                        lisle.wall() / summary.wall(),
                        lisle.executorCpu() / summary.executorCpu(),
                        lisle.peakMegabytes() / summary.peakMegabytes(),
                        lisle.result().equals(summary.result()) ? "yes" : "NO");
    }
}

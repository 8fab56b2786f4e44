package org.lisle.benchmarks.compare;

/**
 * One run of a job.
 *
 * @param wallSeconds from starting the command to its exit
 * @param result what the job gave: its result's text, or the digest of its output
 */
record Run(String job, String engine, double wallSeconds, Usage usage, String result) {
    String line() {
        return String.join(
                "\t",
                job,
                engine,
                String.format("%.2f", wallSeconds),
                String.format("%.2f", usage.cpu(ProcessRole.CLIENT)),
                String.format("%.2f", usage.cpu(ProcessRole.DRIVER)),
                String.format("%.2f", usage.cpu(ProcessRole.EXECUTOR)),
                Long.toString(usage.peakExecutorMegabytes()),
                result);
    }

    static String header() {
        return "job\tengine\twall s\tclient CPU s\tdriver CPU s\texecutors CPU s\tpeak executor MB\tresult";
    }
}

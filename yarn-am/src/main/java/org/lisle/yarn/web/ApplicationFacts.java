package org.lisle.yarn.web;

import org.lisle.yarn.outcome.Phases;

/**
 * What the page says about the application as a whole.
 *
 * @param message one line about what it waits for; empty for nothing
 * @param waitingForExecutorsMillis since when jobs run and no executor lives, since 1970; 0 when they do not wait
 * @param executors executors that live
 * @param stagingDirectory URI of the application's own directory
 */
public record ApplicationFacts(
        String id,
        String name,
        String user,
        int attempt,
        String mainClass,
        String message,
        long waitingForExecutorsMillis,
        int executors,
        int executorsWanted,
        String stagingDirectory,
        Containers containers,
        Phases phases) {
    /**
     * Where containers stand, for who explains why a job waits.
     *
     * @param queue that they are asked for in
     * @param pending asked for and not granted
     * @param starting granted, their executors have not come yet
     */
    public record Containers(String queue, int pending, int starting) {}
}

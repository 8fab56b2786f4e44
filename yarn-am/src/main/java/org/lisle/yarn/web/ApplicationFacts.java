package org.lisle.yarn.web;

import org.lisle.yarn.outcome.Phases;

/**
 * What the page says about the application as a whole.
 *
 * @param message one line about what it waits for; empty for nothing
 * @param executors executors that live
 */
public record ApplicationFacts(
        String id,
        String name,
        String user,
        int attempt,
        String mainClass,
        String message,
        int executors,
        int executorsWanted,
        Phases phases) {}

package org.lisle.yarn.client;

/**
 * An application as YARN lists it.
 *
 * @param state YARN's name of it: NEW, SUBMITTED, ACCEPTED, RUNNING, FINISHED, FAILED, KILLED
 * @param finalStatus YARN's name of it: UNDEFINED while it runs, then SUCCEEDED, FAILED or KILLED
 * @param progress 0 to 1
 * @param startedMillis when it was submitted, since 1970
 * @param endedMillis 0 while it runs
 * @param trackingUrl its page through the ResourceManager's proxy; empty when there is none
 * @param outcome null while it runs
 */
public record ApplicationSummary(
        String applicationId,
        String name,
        String user,
        String queue,
        String state,
        String finalStatus,
        float progress,
        long startedMillis,
        long endedMillis,
        String trackingUrl,
        @org.jspecify.annotations.Nullable Outcome outcome) {}

package org.lisle.yarn.client;

import java.util.List;

/**
 * What a running application does now.
 *
 * @param state YARN's name of it: SUBMITTED, ACCEPTED, RUNNING, ...
 * @param message one line about what it waits for, such as containers; empty when it waits for nothing
 * @param trackingUrl its page through the ResourceManager's proxy; empty when there is none yet
 * @param executors executors that live
 * @param executorsWanted executors that were asked for
 * @param stages stages that run now, by id
 * @param notices what the application's newest driver wants its user to know, the oldest first, such as that a task stands still
 * @param stagesKnown whether the application has told of its stages; when not, {@code stages} is empty and says nothing
 */
public record Progress(
        String applicationId,
        String state,
        String message,
        String trackingUrl,
        int executors,
        int executorsWanted,
        List<StageProgress> stages,
        List<Notice> notices,
        boolean stagesKnown) {
    public Progress {
        stages = List.copyOf(stages);
        notices = List.copyOf(notices);
    }

    /** @param millis when it was noticed, since 1970 */
    public record Notice(long millis, String text) {}

    /**
     * @param failed attempts that failed
     * @param startedMillis when its first task was sent, since 1970
     */
    public record StageProgress(
            int id, String name, int done, int running, int total, int failed, long startedMillis) {}
}

package org.lisle.executor.scope;

import org.lisle.core.io.DataSource;

/** Which attempt of which task. {@code taskId} is unique in the application. */
public record TaskIdentity(long taskId, int stageId, int partition, int attempt) implements DataSource.ReadContext {
    @Override
    public String toString() {
        return "task " + taskId + " (stage " + stageId + ", partition " + partition + ", attempt " + attempt + ")";
    }
}

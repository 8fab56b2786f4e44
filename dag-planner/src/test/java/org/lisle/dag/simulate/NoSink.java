package org.lisle.dag.simulate;

import java.util.List;
import org.lisle.core.io.DataSink;

/** A sink that only says that there is one. */
final class NoSink implements DataSink<Object> {
    private static final long serialVersionUID = 1L;

    @Override
    public String description() {
        return "nothing";
    }

    @Override
    public boolean checkOutput() {
        return true;
    }

    @Override
    public void setupJob(JobToken token) {}

    @Override
    public TaskWriter<Object> openTask(JobToken token, TaskToken task) {
        throw new UnsupportedOperationException("no task runs");
    }

    @Override
    public void commitJob(JobToken token, List<byte[]> taskCommits) {}

    @Override
    public void abortJob(JobToken token) {}
}

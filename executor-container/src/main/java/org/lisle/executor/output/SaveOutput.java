package org.lisle.executor.output;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.io.DataSink;
import org.lisle.core.operator.Partitions;
import org.lisle.core.operator.StageOutput;
import org.lisle.executor.scope.Counter;
import org.lisle.executor.scope.TaskIdentity;
import org.lisle.executor.scope.TaskScope;
import org.lisle.executor.step.Demand;
import org.lisle.executor.step.PartitionFlow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to a sink (D9): write, finish, ask the driver, then commit; abort whenever anything goes wrong before. The seam at which
 * a file system's exceptions get the output's name.
 */
@SuppressWarnings("NullAway") // null is a record, key or value like any other
final class SaveOutput {
    private static final Logger LOG = LoggerFactory.getLogger(SaveOutput.class);
    private static final int COUNT_EVERY = 1024;

    private final TaskScope scope;
    private final PartitionFlow flow;
    private int uncounted;

    SaveOutput(TaskScope scope, PartitionFlow flow) {
        this.scope = scope;
        this.flow = flow;
    }

    /** Returns the attempt's message for the job's commit. */
    byte[] run(Partitions.Of root, StageOutput.Save save) throws Exception {
        @SuppressWarnings("unchecked")
        var sink = (DataSink<@Nullable Object>) save.sink();
        String output = sink.description();
        TaskIdentity task = scope.identity();
        var token = new DataSink.TaskToken(task.stageId(), task.partition(), task.attempt(), task.taskId());
        DataSink.TaskWriter<@Nullable Object> writer = atSeam(output, () -> sink.openTask(save.token(), token));
        try {
            return write(root, writer, output);
        } finally {
            atSeam(output, () -> {
                writer.close();
                return true;
            });
        }
    }

    private byte[] write(Partitions.Of root, DataSink.TaskWriter<@Nullable Object> writer, String output)
            throws Exception {
        try {
            flow.push(root, record -> writeRecord(writer, record, output), new Demand());
            scope.pass(FaultPoint.TASK_OUTPUT);
            atSeam(output, () -> {
                writer.finish();
                return true;
            });
            countRecords();
            scope.counters().add(Counter.BYTES_WRITTEN, writer.bytesWritten());
            scope.killSwitch().check();
            scope.sealBadRecords();
            askDriver(output);
            scope.pass(FaultPoint.TASK_COMMIT);
        } catch (Throwable e) {
            abort(writer, output, e);
            throw e;
        }
        return atSeam(output, writer::commit);
    }

    private void writeRecord(DataSink.TaskWriter<@Nullable Object> writer, @Nullable Object record, String output) {
        try {
            writer.write(record);
        } catch (IOException e) {
            throw failure(output, e);
        }
        if (++uncounted == COUNT_EVERY) {
            countRecords();
        }
    }

    private void askDriver(String output) throws InterruptedException {
        TaskIdentity task = scope.identity();
        if (!scope.services().commitGate().mayCommit(task.taskId(), task.stageId(), task.partition())) {
            throw new LisleException(
                    ErrorCode.COMMIT_DENIED,
                    task + " may not commit to " + output,
                    "another attempt of the partition does");
        }
    }

    private void countRecords() {
        scope.counters().add(Counter.RECORDS_WRITTEN, uncounted);
        uncounted = 0;
    }

    private static void abort(DataSink.TaskWriter<?> writer, String output, Throwable failure) {
        try {
            writer.abort();
        } catch (IOException | RuntimeException e) {
            LOG.warn("What a failed attempt wrote to {} could not be removed", output, e);
            failure.addSuppressed(e);
        }
    }

    private static LisleException failure(String output, IOException cause) {
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                output + " cannot be written: " + cause,
                "look at the file system's space and permissions; the task is tried again",
                cause);
    }

    private static <T> T atSeam(String output, SinkCall<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw failure(output, e);
        }
    }

    /** A call of the sink. */
    @FunctionalInterface
    private interface SinkCall<T> {
        T call() throws IOException;
    }
}

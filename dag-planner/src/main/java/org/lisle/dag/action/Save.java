package org.lisle.dag.action;

import java.util.List;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.io.DataSink;
import org.lisle.core.journal.OutputAborted;
import org.lisle.core.journal.OutputBegun;
import org.lisle.core.journal.OutputCommitted;
import org.lisle.core.journal.OutputCommitting;
import org.lisle.core.journal.OutputRemoved;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.journal.RecoveredOutput;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Preparation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a dataset to a sink so that it appears whole or not at all (D9), also when the driver dies in between:
 *
 * <pre>
 *   journal            the world
 *   OutputBegun
 *                      the place for attempts is made; tasks write and commit (their results are in the journal)
 *   OutputCommitting
 *                      the job's commit
 *   OutputCommitted
 *                      the program goes on
 * </pre>
 *
 * or, when anything fails before the job's commit is done:
 *
 * <pre>
 *   OutputAborted
 *                      what was written is removed
 *   OutputRemoved
 *                      the program is told
 * </pre>
 *
 * A driver that takes over compares what the journal says with {@link EarlierOutput what is there}.
 */
public final class Save {
    private static final Logger LOG = LoggerFactory.getLogger(Save.class);

    private final Actions actions;
    private final long applicationTime;
    private final int applicationNumber;
    private final DriverJournal journal;
    private final EarlierOutput earlier;

    public Save(Actions actions, long applicationTime, int applicationNumber, DriverJournal journal) {
        this.actions = actions;
        this.applicationTime = applicationTime;
        this.applicationNumber = applicationNumber;
        this.journal = journal;
        this.earlier = new EarlierOutput(journal, this::tokenOf);
    }

    /** @throws org.lisle.core.error.LisleException OUTPUT_EXISTS before anything runs; the job's failure, after cleaning up */
    public void to(DataSink<?> sink, Node node, CallSite site) {
        earlier.finishRemovals(sink);
        List<RecoveredOutput> left = journal.claims().outputsAt(sink.description());
        if (left.isEmpty() && !sink.checkOutput()) {
            LOG.info("{} is there already and stays as it is", sink.description());
            return;
        }
        Preparation.of(node);
        int job = actions.newJobId();
        RecoveredOutput mine = left.isEmpty()
                ? null
                : earlier.match(
                        left, job, sink, () -> actions.view(node, site, new StageOutput.Save(sink, token(job))));
        if (mine == null) {
            if (!left.isEmpty()) {
                earlier.checkCleared(left, sink);
            }
            begin(sink, node, site, job);
        } else {
            goOn(mine, sink, node, site, job);
        }
    }

    private DataSink.JobToken token(int job) {
        return new DataSink.JobToken(applicationTime, applicationNumber, job, journal.epoch());
    }

    private DataSink.JobToken tokenOf(RecoveredOutput output) {
        return new DataSink.JobToken(applicationTime, applicationNumber, output.id(), output.epoch());
    }

    private void begin(DataSink<?> sink, Node node, CallSite site, int job) {
        DataSink.JobToken token = token(job);
        journal.write(new OutputBegun(job, journal.epoch(), sink.description()));
        sink.setupJob(token);
        write(token, sink, node, site, job);
    }

    /** The earlier driver's names are kept: what its tasks committed counts. */
    private void goOn(RecoveredOutput output, DataSink<?> sink, Node node, CallSite site, int job) {
        DataSink.JobToken token = tokenOf(output);
        if (output.state() == RecoveredOutput.State.BEGUN) {
            write(token, sink, node, site, job);
            return;
        }
        List<byte[]> commits = actions.run(job, node, site, Actions.all(node), new StageOutput.Save(sink, token), true);
        if (output.state() == RecoveredOutput.State.COMMITTED) {
            LOG.info("{} was committed by an earlier attempt and is left as it is", sink.description());
        } else {
            LOG.info("The commit of {} was begun by an earlier attempt and is finished", sink.description());
            sink.finishCommit(token, commits);
            journal.write(new OutputCommitted(token.jobId()));
        }
    }

    private void write(DataSink.JobToken token, DataSink<?> sink, Node node, CallSite site, int job) {
        try {
            List<byte[]> commits =
                    actions.run(job, node, site, Actions.all(node), new StageOutput.Save(sink, token), true);
            journal.write(new OutputCommitting(token.jobId()));
            journal.pass(FaultPoint.JOB_COMMIT, sink.description());
            sink.commitJob(token, commits);
        } catch (RuntimeException | Error failure) {
            abort(sink, token, failure);
            throw failure;
        }
        journal.write(new OutputCommitted(token.jobId()));
    }

    private void abort(DataSink<?> sink, DataSink.JobToken token, Throwable failure) {
        try {
            journal.write(new OutputAborted(token.jobId(), false));
            sink.abortJob(token);
            journal.write(new OutputRemoved(token.jobId()));
        } catch (RuntimeException e) {
            LOG.warn("Could not clean up after {} failed", sink.description(), e);
            failure.addSuppressed(e);
        }
    }
}

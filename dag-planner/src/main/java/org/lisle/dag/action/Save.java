package org.lisle.dag.action;

import java.util.List;
import org.lisle.core.io.DataSink;
import org.lisle.core.operator.CallSite;
import org.lisle.core.operator.StageOutput;
import org.lisle.dag.lineage.Node;
import org.lisle.dag.lineage.Preparation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a dataset to a sink so that it appears whole or not at all (D9). */
public final class Save {
    private static final Logger LOG = LoggerFactory.getLogger(Save.class);

    private final Actions actions;
    private final long applicationTime;
    private final int applicationNumber;
    private final int epoch;

    public Save(Actions actions, long applicationTime, int applicationNumber, int epoch) {
        this.actions = actions;
        this.applicationTime = applicationTime;
        this.applicationNumber = applicationNumber;
        this.epoch = epoch;
    }

    /** @throws org.lisle.core.error.LisleException OUTPUT_EXISTS before anything runs; the job's failure, after cleaning up */
    public void to(DataSink<?> sink, Node node, CallSite site) {
        sink.checkOutput();
        Preparation.of(node);
        int job = actions.newJobId();
        DataSink.JobToken token = new DataSink.JobToken(applicationTime, applicationNumber, job, epoch);
        sink.setupJob(token);
        try {
            List<byte[]> commits = actions.run(job, node, site, Actions.all(node), new StageOutput.Save(sink, token));
            sink.commitJob(token, commits);
        } catch (RuntimeException | Error failure) {
            abort(sink, token, failure);
            throw failure;
        }
    }

    private static void abort(DataSink<?> sink, DataSink.JobToken token, Throwable failure) {
        try {
            sink.abortJob(token);
        } catch (RuntimeException e) {
            LOG.warn("Could not clean up after {} failed", sink.description(), e);
            failure.addSuppressed(e);
        }
    }
}

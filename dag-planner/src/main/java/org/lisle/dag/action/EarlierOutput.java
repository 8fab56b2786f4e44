package org.lisle.dag.action;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSink.Remains;
import org.lisle.core.journal.OutputAborted;
import org.lisle.core.journal.OutputRemoved;
import org.lisle.dag.journal.DriverJournal;
import org.lisle.dag.journal.RecoveredOutput;
import org.lisle.dag.journal.StageView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do with output that earlier drivers of the application began to write to the place that the program writes to now. It counts when
 * the job is the same and the output is there: a program may remove its output directory before it writes, also when it runs again.
 *
 * <pre>
 *   journal says   the sink finds       then
 *   begun          tasks' output, whole  the other tasks run
 *   committing     tasks' output, whole  the commit is made again
 *   committing     visible              the commit is finished
 *   committed      visible              nothing is to be done
 *   anything else, another job, or several outputs to one place, of which the last one is there:
 * what is there is removed, as this application wrote it; the job runs from the start
 * </pre>
 */
final class EarlierOutput {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierOutput.class);

    private final DriverJournal journal;
    private final Function<RecoveredOutput, DataSink.JobToken> tokens;

    EarlierOutput(DriverJournal journal, Function<RecoveredOutput, DataSink.JobToken> tokens) {
        this.journal = journal;
        this.tokens = tokens;
    }

    /**
     * The one that this job goes on with, or null.
     *
     * @param left outputs to this place, not empty
     */
    @Nullable
    RecoveredOutput match(List<RecoveredOutput> left, int job, DataSink<?> sink, Supplier<StageView> view) {
        StageView mine = view.get();
        RecoveredOutput first = left.get(0);
        Remains remains = sink.remains(tokens.apply(first));
        if (left.size() == 1
                && counts(first.state(), remains)
                && (remains != Remains.PENDING || isWhole(first, sink))
                && journal.claims().reserve(job, first, mine)) {
            return first;
        }
        LOG.info("What an earlier attempt left at {} ({}, {}) is not used", sink.description(), first.state(), remains);
        for (RecoveredOutput output : left) {
            remove(output, sink);
        }
        return null;
    }

    private static boolean counts(RecoveredOutput.State state, Remains remains) {
        return switch (state) {
            case BEGUN -> remains == Remains.PENDING;
            case COMMITTING -> remains == Remains.PENDING || remains == Remains.VISIBLE;
            case COMMITTED -> remains == Remains.VISIBLE;
        };
    }

    /** Whether all that tasks committed is there: the program may have removed it, and a task that still ran made the place again. */
    private boolean isWhole(RecoveredOutput output, DataSink<?> sink) {
        return sink.committedTasks(tokens.apply(output))
                .containsAll(journal.claims().partitionsOf(output));
    }

    private void remove(RecoveredOutput output, DataSink<?> sink) {
        Remains remains = sink.remains(tokens.apply(output));
        boolean visible = output.state() != RecoveredOutput.State.BEGUN && remains != Remains.NOTHING;
        journal.write(new OutputAborted(output.id(), visible));
        journal.claims().forget(output);
        finishRemoval(output, visible, sink);
    }

    private void finishRemoval(RecoveredOutput output, boolean visible, DataSink<?> sink) {
        DataSink.JobToken token = tokens.apply(output);
        if (visible) {
            sink.removeOutput(token);
        } else {
            sink.abortJob(token);
        }
        journal.write(new OutputRemoved(output.id()));
    }

    /** Removes what an earlier driver was about to remove from this place when it died. */
    void finishRemovals(DataSink<?> sink) {
        for (RecoveredOutput output : journal.claims().takeGivenUpAt(sink.description())) {
            LOG.info("What an earlier attempt gave up at {} is removed", sink.description());
            finishRemoval(output, output.isVisibleRemoved(), sink);
        }
    }

    /**
     * Fails when the place, which was cleared, has output all the same. What tasks of the earlier job may have made again is no reason: it
     * goes with the commit of the job to come.
     */
    void checkCleared(List<RecoveredOutput> cleared, DataSink<?> sink) {
        if (sink.remains(tokens.apply(cleared.get(0))) == Remains.VISIBLE) {
            sink.checkOutput();
        }
    }
}

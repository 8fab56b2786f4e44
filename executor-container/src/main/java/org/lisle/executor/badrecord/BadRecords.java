package org.lisle.executor.badrecord;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.BadRecordFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that one attempt set aside: a line of JSON for each, in a file of the attempt that the driver publishes when the attempt
 * counts. The file is made with the first record. Confined to the task's thread.
 *
 * <p>Set aside is what an {@link Exception} of the user's function came with. Errors of the JVM, Lisle's own exceptions (a file that
 * cannot be read, a broadcast that cannot be fetched) and interruptions pass: they are no fault of the record.
 */
public final class BadRecords implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BadRecords.class);
    private static final int LONGEST_CHAIN_OF_CAUSES = 32;

    /**
     * What all attempts of a stage have in common.
     *
     * @param files null when the records are left out without a word
     * @param most records of a job
     * @param operators what operators are for the user, by id
     */
    public record Rules(@Nullable BadRecordFiles files, long most, Map<String, String> operators) {}

    private final Rules rules;
    private final String task;
    private final long taskId;
    private final BooleanSupplier killed;
    private final LongConsumer counter;
    private @Nullable Writer out;
    private long count;
    private boolean sealed;

    /**
     * @param task names the attempt in its file and in errors
     * @param killed whether the attempt has been asked to stop
     * @param counter is told of each record, with a 1
     */
    public BadRecords(Rules rules, long taskId, String task, BooleanSupplier killed, LongConsumer counter) {
        this.rules = rules;
        this.taskId = taskId;
        this.task = task;
        this.killed = killed;
        this.counter = counter;
    }

    /** How many have been set aside by now. */
    public long count() {
        return count;
    }

    /** Whether nobody keeps them: another job meets the same records. */
    public boolean areLeftOut() {
        return rules.files() == null;
    }

    /**
     * Sets a record aside.
     *
     * @throws Exception what was thrown, when it is not the record's fault; {@code LisleException} TOO_MANY_BAD_RECORDS, FILE_SYSTEM
     */
    public void setAside(int operator, @Nullable Object record, Exception thrown, RecordPlace place) throws Exception {
        if (killed.getAsBoolean() || !isFaultOfRecord(thrown)) {
            throw thrown;
        }
        count++;
        BadRecordFiles files = rules.files();
        if (files == null) {
            return;
        }
        String name = rules.operators().getOrDefault(Integer.toString(operator), "operator " + operator);
        if (count > rules.most()) {
            throw tooMany(files, name, record, thrown);
        }
        write(files, BadRecordText.line(task, name, record, thrown, place.where()));
        counter.accept(1);
    }

    static boolean isFaultOfRecord(Exception thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < LONGEST_CHAIN_OF_CAUSES; depth++) {
            if (at instanceof Error
                    || at instanceof LisleException
                    || at instanceof InterruptedException
                    || at instanceof ClosedByInterruptException
                    || at instanceof InterruptedIOException) {
                return false;
            }
            at = at.getCause();
        }
        return true;
    }

    private LisleException tooMany(BadRecordFiles files, String operator, @Nullable Object record, Exception thrown) {
        return new LisleException(
                ErrorCode.TOO_MANY_BAD_RECORDS,
                task + " met more than " + rules.most() + " bad records; the last one made " + operator + " throw "
                        + BadRecordText.describe(thrown) + ": " + BadRecordText.shortened(record),
                "those of tasks that ended well are in " + files + "; " + PolicySettings.BAD_RECORDS_MAX.name()
                        + " says how many a job may have",
                thrown);
    }

    private void write(BadRecordFiles files, String line) {
        try {
            Writer open = out;
            if (open == null) {
                open = new BufferedWriter(new OutputStreamWriter(files.begin(taskId), StandardCharsets.UTF_8));
                out = open;
            }
            open.write(line);
            open.write('\n');
        } catch (IOException e) {
            throw failure(files, e);
        }
    }

    /** The attempt did its work: the file is whole before anybody hears of it. Does nothing the second time. */
    public void seal() {
        Writer open = out;
        if (open != null && !sealed) {
            try {
                open.close();
            } catch (IOException e) {
                throw failure(rules.files(), e);
            }
        }
        sealed = true;
    }

    private static LisleException failure(@Nullable BadRecordFiles files, IOException cause) {
        return new LisleException(
                ErrorCode.FILE_SYSTEM,
                "a bad record cannot be written to " + files + ": " + cause,
                "look at the file system's space and permissions, and at " + PolicySettings.BAD_RECORDS_PATH.name(),
                cause);
    }

    /** Removes the file of an attempt that failed; that of one that succeeded stays. */
    @Override
    public void close() {
        BadRecordFiles files = rules.files();
        Writer open = out;
        if (sealed || open == null || files == null) {
            return;
        }
        try {
            open.close();
            files.discard(taskId);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The bad records of {} stay until the end of the application", task, e);
        }
    }
}

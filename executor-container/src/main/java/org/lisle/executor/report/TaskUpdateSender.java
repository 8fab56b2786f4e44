package org.lisle.executor.report;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.scope.TaskIdentity;
import org.lisle.executor.task.TaskReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the ends of tasks to the driver. One message is under way at a time; what ends meanwhile goes together in the next. What the driver
 * has not acknowledged is sent again, so that nothing is lost while it is away.
 */
@ThreadSafe
@SuppressWarnings("Immutable") // a driver link is thread-safe by its contract
public final class TaskUpdateSender implements TaskReports {
    private static final Logger LOG = LoggerFactory.getLogger(TaskUpdateSender.class);
    private static final int MOST_UPDATES = 512;
    private static final long MOST_RESULT_BYTES = 8L << 20;
    private static final long RETRY_MILLIS = 500;

    private final DriverLink driver;
    private final String executor;
    private final IntSupplier epoch;
    private final ScheduledExecutorService timer;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<TaskUpdate> waiting = new ArrayDeque<>();

    /** What has ended and is not acknowledged: waiting or under way. */
    @GuardedBy("lock")
    private final Map<Long, TaskIdentity> unacknowledged = new LinkedHashMap<>();

    @GuardedBy("lock")
    private boolean failing;

    @GuardedBy("lock")
    private boolean underWay;

    /** @param timer for sending again; nothing that blocks runs on it */
    public TaskUpdateSender(DriverLink driver, String executor, IntSupplier epoch, ScheduledExecutorService timer) {
        this.driver = driver;
        this.executor = executor;
        this.epoch = epoch;
        this.timer = timer;
    }

    @Override
    public void ended(TaskIdentity of, TaskUpdate update) {
        synchronized (lock) {
            unacknowledged.put(of.taskId(), of);
            waiting.add(update);
        }
        sendNext();
    }

    /** Attempts whose ends the driver has not acknowledged. */
    public List<TaskIdentity> unacknowledged() {
        synchronized (lock) {
            return List.copyOf(unacknowledged.values());
        }
    }

    private void sendNext() {
        List<TaskUpdate> batch;
        synchronized (lock) {
            if (underWay || waiting.isEmpty()) {
                return;
            }
            underWay = true;
            batch = takeBatch();
        }
        driver.request(new TaskUpdates(executor, epoch.getAsInt(), batch)).whenComplete((answer, failure) -> {
            if (failure == null) {
                synchronized (lock) {
                    underWay = false;
                    failing = false;
                    batch.forEach(update -> unacknowledged.remove(update.getTaskId()));
                }
                sendNext();
            } else {
                sendAgainLater(batch, failure);
            }
        });
    }

    @GuardedBy("lock")
    private List<TaskUpdate> takeBatch() {
        List<TaskUpdate> batch = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < MOST_UPDATES && bytes < MOST_RESULT_BYTES) {
            TaskUpdate update = waiting.remove();
            batch.add(update);
            bytes += update.getResult() == null ? 0 : update.getResult().remaining();
        }
        return batch;
    }

    private void sendAgainLater(List<TaskUpdate> batch, Throwable failure) {
        synchronized (lock) {
            if (!failing) {
                LOG.info(
                        "The driver did not take the ends of {} tasks, trying again until one does: {}",
                        batch.size(),
                        failure.toString());
            }
            failing = true;
            underWay = false;
            for (int i = batch.size() - 1; i >= 0; i--) {
                waiting.push(batch.get(i));
            }
        }
        try {
            timer.schedule(this::sendNext, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.info("The executor has ended; the ends of {} tasks are not told any more", batch.size());
        }
    }
}

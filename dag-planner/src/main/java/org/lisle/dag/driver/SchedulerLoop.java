package org.lisle.dag.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the scheduler and all that is around it. Other threads post actions; the loop runs them in the order in which
 * they came, and a turn's end after each batch of them. No action may block. An action that throws ends the loop: that is fatal.
 */
final class SchedulerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerLoop.class);
    private static final int MAX_BATCH = 4096;

    /** What another thread wants done on the loop. Exactly one of the two is called. */
    interface Action {
        void run();

        /** The loop ended before the action's turn; called on any thread. */
        default void dropped() {}
    }

    /** What is to be done after each batch of actions. */
    interface TurnEnd {
        /** Returns how many nanoseconds to wait for the next action at most. */
        long endTurn();
    }

    private final BlockingQueue<Action> queue = new LinkedBlockingQueue<>();
    private final TurnEnd turnEnd;
    private final Consumer<Throwable> fatal;
    private final Thread thread = new Thread(this::run, "lisle-scheduler");
    private volatile boolean ended;

    SchedulerLoop(TurnEnd turnEnd, Consumer<Throwable> fatal) {
        this.turnEnd = turnEnd;
        this.fatal = fatal;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    void post(Action action) {
        queue.add(action);
        if (ended && queue.remove(action)) {
            action.dropped();
        }
    }

    /** Ends the loop after the actions posted so far, this one last, and waits for that. */
    void close(Runnable last) throws InterruptedException {
        post(() -> {
            last.run();
            ended = true;
        });
        if (!isLoopThread()) {
            thread.join();
        }
    }

    private void run() {
        try {
            List<Action> batch = new ArrayList<>();
            long waitNanos = 0;
            while (!ended) {
                Action first = queue.poll(waitNanos, TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BATCH - 1);
                    batch.forEach(action -> {
                        if (ended) {
                            action.dropped();
                        } else {
                            action.run();
                        }
                    });
                    batch.clear();
                }
                waitNanos = ended ? 0 : turnEnd.endTurn();
            }
        } catch (InterruptedException e) {
            fail(e);
        } catch (Throwable e) {
            LOG.error("The scheduler failed; all jobs of the application fail", e);
            fail(e);
        } finally {
            ended = true;
            for (Action left = queue.poll(); left != null; left = queue.poll()) {
                left.dropped();
            }
        }
    }

    private void fail(Throwable cause) {
        ended = true;
        fatal.accept(cause);
    }
}

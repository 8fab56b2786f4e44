package org.lisle.executor.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.lisle.core.message.TaskStack;
import org.lisle.core.message.TaskStacks;
import org.lisle.executor.driver.DriverLink;
import org.lisle.executor.task.TaskPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the driver where tasks are that it hears no progress of. Thread-safe; does not block. */
public final class StackDumps {
    private static final Logger LOG = LoggerFactory.getLogger(StackDumps.class);
    private static final int MOST_FRAMES = 60;

    private final DriverLink driver;
    private final String executor;
    private final IntSupplier epoch;
    private final TaskPool tasks;

    public StackDumps(DriverLink driver, String executor, IntSupplier epoch, TaskPool tasks) {
        this.driver = driver;
        this.executor = executor;
        this.epoch = epoch;
        this.tasks = tasks;
    }

    /** Sends the stacks of those that are here; a driver that does not hear them asks again later. */
    public void send(Collection<Long> taskIds) {
        Set<Long> asked = Set.copyOf(taskIds);
        List<TaskStack> stacks = tasks.attempts().stream()
                .filter(attempt -> asked.contains(attempt.identity().taskId()))
                .map(attempt -> new TaskStack(attempt.identity().taskId(), text(attempt.stack())))
                .toList();
        driver.request(new TaskStacks(executor, epoch.getAsInt(), stacks)).whenComplete((answer, failure) -> {
            if (failure != null) {
                LOG.warn("The stacks of tasks {} could not be told to the driver", asked, failure);
            }
        });
    }

    private static String text(StackTraceElement[] frames) {
        String lines = Arrays.stream(frames)
                .limit(MOST_FRAMES)
                .map(frame -> "\tat " + frame)
                .collect(Collectors.joining("\n"));
        return frames.length > MOST_FRAMES ? lines + "\n\t... " + (frames.length - MOST_FRAMES) + " more" : lines;
    }
}

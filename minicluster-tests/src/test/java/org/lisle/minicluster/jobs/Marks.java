package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.lisle.api.TaskContext;

/**
 * Leaves a file for every task attempt in a local folder, so that a test can count what was computed; and strikes a process once.
 *
 * @param standsStillSeconds how long the victim's process stands still, as by SIGSTOP and SIGCONT; 0 for one that is killed
 */
public record Marks(String folder, int standsStillSeconds) implements Serializable {
    private static final String STRUCK = "struck-once";

    /** The victim's process is killed. */
    public Marks(String folder) {
        this(folder, 0);
    }

    /** Records that an attempt of this task works on {@code stage}; the first attempt of the victim's partition strikes its process. */
    public void attempt(String stage, String victimStage, int victimPartition) {
        TaskContext task = TaskContext.get();
        if (task == null) {
            throw new IllegalStateException("only tasks leave marks");
        }
        create(stage + "-" + task.partitionId() + "-" + task.taskAttemptId());
        if (stage.equals(victimStage) && task.partitionId() == victimPartition && create(STRUCK)) {
            if (standsStillSeconds == 0) {
                Runtime.getRuntime().halt(137);
            }
            standStill();
        }
    }

    private void standStill() {
        try {
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -STOP $0; sleep $1; kill -CONT $0",
                            Long.toString(ProcessHandle.current().pid()),
                            Integer.toString(standsStillSeconds))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records the process that this is called in, the driver's. */
    public void driver() {
        create("driver-" + ProcessHandle.current().pid());
    }

    /** True for the first caller of all processes. The file has the id of its process. */
    private boolean create(String name) {
        try {
            Files.writeString(
                    Path.of(folder, name),
                    Long.toString(ProcessHandle.current().pid()),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a process was struck. */
    public boolean struck() {
        return Files.exists(Path.of(folder, STRUCK));
    }

    /** The processes that left marks of this kind: {@code driver}, {@code struck}, or the executors that worked on a stage. */
    public Set<Long> processes(String kind) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            Set<Long> processes = new TreeSet<>();
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(kind + "-"))
                    .toList()) {
                String process = Files.readString(file);
                if (!process.isEmpty()) {
                    processes.add(Long.parseLong(process));
                }
            }
            return processes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many attempts worked on the stage. */
    public long attempts(String stage) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<Path> marks = files.filter(
                            file -> file.getFileName().toString().startsWith(stage + "-"))
                    .toList();
            return marks.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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

/** Leaves a file for every task attempt in a local folder, so that a test can count what was computed; and kills the process once. */
public record Marks(String folder) implements Serializable {
    /** Records that an attempt of this task works on {@code stage}; the first attempt of the victim's partition ends the process. */
    public void attempt(String stage, String victimStage, int victimPartition) {
        TaskContext task = TaskContext.get();
        if (task == null) {
            throw new IllegalStateException("only tasks leave marks");
        }
        create(stage + "-" + task.partitionId() + "-" + task.taskAttemptId());
        if (stage.equals(victimStage) && task.partitionId() == victimPartition && create("killed")) {
            Runtime.getRuntime().halt(137);
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

    public boolean killed() {
        return Files.exists(Path.of(folder, "killed"));
    }

    /** The processes that left marks of this kind: {@code driver}, or the executors that worked on a stage. */
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

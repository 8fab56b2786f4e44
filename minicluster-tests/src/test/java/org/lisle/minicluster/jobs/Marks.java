package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** True for the first caller of all processes. */
    private boolean create(String name) {
        try {
            Files.createFile(Path.of(folder, name));
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

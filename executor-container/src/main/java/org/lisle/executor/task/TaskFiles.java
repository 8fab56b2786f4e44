package org.lisle.executor.task;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.lisle.api.Broadcast;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.AddedFile;
import org.lisle.core.files.JobClassLoader;
import org.lisle.core.files.LocalCopies;

/** The files and jars that a task's job names; fetched when they are needed first. Thread-safe. */
final class TaskFiles {
    private final Map<String, String> properties;
    private final BroadcastValues broadcasts;

    TaskFiles(Map<String, String> properties, BroadcastValues broadcasts) {
        this.properties = properties;
        this.broadcasts = broadcasts;
    }

    Optional<Path> find(String name) {
        return AddedFile.parse(properties.get(AddedFile.FILES)).stream()
                .filter(file -> file.name().equals(name))
                .reduce((earlier, later) -> later)
                .map(this::copy);
    }

    /** Makes the classes of the job's jars known; before the task's program is read. */
    void addJars(ClassLoader loader) {
        for (AddedFile jar : AddedFile.parse(properties.get(AddedFile.JARS))) {
            if (!(loader instanceof JobClassLoader job)) {
                throw new LisleException(
                        ErrorCode.CLASS_NOT_FOUND,
                        "the jar " + jar.name() + " cannot be added here",
                        "give it to lisle submit with --jars");
            }
            job.add(copy(jar));
        }
    }

    private Path copy(AddedFile file) {
        return LocalCopies.of(file, () -> {
            var reference = new Broadcast.Reference(file.broadcast(), file.pieces(), file.bytes());
            if (broadcasts.read(reference) instanceof byte[] content) {
                return content;
            }
            throw new LisleException(
                    ErrorCode.INTERNAL_ERROR, "the added file " + file.name() + " is no bytes", "report this");
        });
    }
}

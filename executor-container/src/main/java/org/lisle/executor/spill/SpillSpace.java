package org.lisle.executor.spill;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTable;
import org.lisle.core.codec.RecordCodec;
import org.lisle.core.compress.Compression;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.memory.TaskMemory;

/**
 * One task's way to spill: its memory, and temporary files that are gone with it. Confined to the task's thread.
 *
 * <p>A file can be read while it exists, many times and by several readers at once. {@link #close} closes what is open and deletes what
 * is left: what a consumer forgets, or a value that lies on disk and was kept to the end.
 */
public final class SpillSpace implements AutoCloseable {
    /** Buffers of one open reader: a raw and a stored block, and the decoder's. */
    static final int READER_BYTES = 160 << 10;

    private static final int LEAST_FAN_IN = 4;
    private static final int MOST_FAN_IN = 64;

    private final TaskMemory memory;
    private final Supplier<RecordCodec> codecs;
    private @Nullable RecordCodec codec;
    private final LocalDirectories directories;
    private final Compression compression;
    private final LongConsumer spilledBytes;
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<AutoCloseable> open = new LinkedHashSet<>();

    /**
     * @param codecs makes codecs, each for one use at a time
     * @param spilledBytes hears of bytes written
     */
    public SpillSpace(
            TaskMemory memory,
            Supplier<RecordCodec> codecs,
            LocalDirectories directories,
            Compression compression,
            LongConsumer spilledBytes) {
        this.memory = memory;
        this.codecs = codecs;
        this.directories = directories;
        this.compression = compression;
        this.spilledBytes = spilledBytes;
    }

    public TaskMemory memory() {
        return memory;
    }

    /** The task's codec of spilled values, for values that were encoded elsewhere too; for one use at a time. */
    public RecordCodec codec() {
        if (codec == null) {
            codec = codecs.get();
        }
        return codec;
    }

    /** How many runs are merged at a time: the buffers of their readers take at most a quarter of the task's share. */
    public int fanIn() {
        return (int) Math.max(LEAST_FAN_IN, Math.min(MOST_FAN_IN, memory.fairShare() / 4 / READER_BYTES));
    }

    /** Begins a file. @throws org.lisle.core.error.LisleException LOCAL_DISK or SPILL_DISK_FULL */
    public SpillWriter write(String what) {
        return write(what, ClassTable.inOrder());
    }

    /**
     * Begins a file of values that are encoded already.
     *
     * @param classes that these values name by number
     */
    public SpillWriter write(String what, ClassTable classes) {
        Path file = directories.newTemporaryFile("spill-" + memory.taskId());
        files.add(file);
        var writer = new SpillWriter(this, what, file, codec(), compression, classes);
        open.add(writer);
        return writer;
    }

    /** Opens a file. @throws org.lisle.core.error.LisleException LOCAL_DISK */
    public SpillReader read(SpillFile file) {
        return read(file, codec());
    }

    /** Opens a file whose values are read while another value is being written or read: in a value that lies on disk itself. */
    public SpillReader readApart(SpillFile file) {
        return read(file, codecs.get());
    }

    private SpillReader read(SpillFile file, RecordCodec reading) {
        var reader = new SpillReader(this, file, reading);
        open.add(reader);
        return reader;
    }

    public void delete(SpillFile file) {
        if (files.remove(file.path())) {
            directories.delete(file.path());
        }
    }

    /** Files that exist now. */
    public int liveFiles() {
        return files.size();
    }

    @Override
    public void close() {
        for (AutoCloseable stream : List.copyOf(open)) {
            try {
                stream.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing a spill file failed", e);
            }
        }
        files.forEach(directories::delete);
        files.clear();
    }

    LocalDirectories directories() {
        return directories;
    }

    void written(long bytes) {
        spilledBytes.accept(bytes);
    }

    void closed(AutoCloseable stream) {
        open.remove(stream);
    }
}

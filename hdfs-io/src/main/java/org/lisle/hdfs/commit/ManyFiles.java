package org.lisle.hdfs.commit;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.hdfs.format.RecordFile;
import org.lisle.hdfs.partition.PartitionPath;

/**
 * Writes one attempt's records to several files: one for each directory of partition values, and another one where a file is full. At most
 * {@value #MOST_OPEN} are open; the one not used for longest is closed for another, and its directory goes on in a new file.
 */
final class ManyFiles<T> implements RecordFile<T> {
    static final int MOST_OPEN = 64;

    private final AttemptFiles<T> files;
    private final SaveOptions<? super T> options;
    private final LinkedHashMap<String, RecordFile<T>> open = new LinkedHashMap<>(16, 0.75f, true);
    private int made;
    private long bytesOfClosed;

    ManyFiles(AttemptFiles<T> files, SaveOptions<? super T> options) {
        this.files = files;
        this.options = options;
    }

    @Override
    public void write(T value) throws IOException {
        String directory = directory(options, value);
        RecordFile<T> file = open.get(directory);
        if (file == null) {
            if (open.size() == MOST_OPEN) {
                closeEldest();
            }
            file = files.next(directory, made++);
            open.put(directory, file);
        }
        file.write(value);
        if (options.hasTargetFileSize() && file.bytesWritten() >= options.targetFileBytes()) {
            open.remove(directory);
            close(file);
        }
    }

    private static <S> String directory(SaveOptions<S> options, S value) {
        SaveOptions.ValuesOf<? super S> function = options.partitionValues();
        if (function == null) {
            return "";
        }
        List<?> values;
        try {
            values = function.call(value);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LisleException(
                    ErrorCode.USER_CODE_FAILED, "the function of the partition values failed", "see the cause", e);
        }
        return PartitionPath.of(options.partitionColumns(), values);
    }

    private void closeEldest() throws IOException {
        Iterator<Map.Entry<String, RecordFile<T>>> eldestFirst = open.entrySet().iterator();
        RecordFile<T> eldest = eldestFirst.next().getValue();
        eldestFirst.remove();
        close(eldest);
    }

    private void close(RecordFile<T> file) throws IOException {
        file.close();
        bytesOfClosed += file.bytesWritten();
    }

    @Override
    public long bytesWritten() {
        return bytesOfClosed
                + open.values().stream().mapToLong(RecordFile::bytesWritten).sum();
    }

    /** Closes all, also when one fails. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (RecordFile<T> file : open.values()) {
            try {
                close(file);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }
}

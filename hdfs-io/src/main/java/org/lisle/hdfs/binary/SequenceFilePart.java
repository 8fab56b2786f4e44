package org.lisle.hdfs.binary;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.util.ReflectionUtils;
import org.lisle.hdfs.failure.FileErrors;

/**
 * The records of a split of a SequenceFile: from the first sync marker at or behind its start to the first one at or behind its end.
 *
 * <p>Hadoop's {@link SequenceFile.Reader} says that a file has ended also where a length is negative, or where a block is cut off. Here a file
 * ends at its last byte, or with a sync marker, and anywhere else it is damaged. Lengths that cannot be true are damage too.
 */
final class SequenceFilePart implements RecordReader<Object, Object> {
    /** A marker and the escape before it. */
    private static final int SYNC_BYTES = 20;

    private final Path path;
    private final Configuration configuration;
    private final SequenceFile.Reader file;
    private final SequenceFileLengths lengths;
    private final long fileLength;
    private final long start;
    private final long end;
    private boolean more;

    SequenceFilePart(FileSplit split, Configuration configuration) throws IOException {
        this(split.getPath(), split.getStart(), split.getStart() + split.getLength(), configuration);
    }

    SequenceFilePart(Path path, long from, long end, Configuration configuration) throws IOException {
        this.path = path;
        this.configuration = configuration;
        this.end = end;
        FileSystem fileSystem = path.getFileSystem(configuration);
        this.fileLength = fileSystem.getFileStatus(path).getLen();
        PeekedInput input = new PeekedInput(fileSystem.open(path));
        try {
            this.file = new SequenceFile.Reader(
                    configuration,
                    SequenceFile.Reader.stream(new FSDataInputStream(input)),
                    SequenceFile.Reader.length(fileLength));
            if (from > file.getPosition()) {
                file.sync(from);
            }
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
        this.lengths = new SequenceFileLengths(path.toString(), input, fileLength, file);
        this.start = file.getPosition();
        this.more = start < end;
    }

    @Override
    public boolean next(Object key, Object value) throws IOException {
        if (!more) {
            return false;
        }
        long position = file.getPosition();
        lengths.check(position);
        if (file.next(key) == null) {
            checkEnd(position);
            more = false;
        } else if (position >= end && file.syncSeen()) {
            more = false;
        } else {
            file.getCurrentValue(value);
        }
        return more;
    }

    private void checkEnd(long position) {
        long rest = fileLength - position;
        if (rest != 0 && rest != SYNC_BYTES) {
            throw FileErrors.corrupt(path.toString(), position, "its records end here, before the file's end", null);
        }
    }

    @Override
    public Object createKey() {
        return ReflectionUtils.newInstance(file.getKeyClass(), configuration);
    }

    @Override
    public Object createValue() {
        return ReflectionUtils.newInstance(file.getValueClass(), configuration);
    }

    @Override
    public long getPos() throws IOException {
        return file.getPosition();
    }

    @Override
    public float getProgress() throws IOException {
        return end <= start ? 0 : Math.min(1, (float) (getPos() - start) / (end - start));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

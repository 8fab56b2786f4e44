package org.lisle.executor.shuffle.merge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reduce partition as merged files of this node have it: each file is opened once, and read from front to back when segments are asked
 * for in the order of the map partitions. Confined to the task's thread.
 */
public final class MergedPartition implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MergedPartition.class);
    private static final int BUFFER_BYTES = 64 << 10;

    private final List<MergedFile> files;
    private final int partition;
    private final LocalDirectories directories;
    private final Map<MergedFile, Opened> opened = new LinkedHashMap<>();

    MergedPartition(List<MergedFile> files, int partition, LocalDirectories directories) {
        this.files = files;
        this.partition = partition;
        this.directories = directories;
    }

    /** Whether a merged file has a copy of the output's segment. */
    public boolean has(MapOutputName name) {
        return fileOf(name) != null;
    }

    /**
     * The bytes of the output's segment, empty when it is. Streams of one partition may be read in any order and need not be closed.
     *
     * @throws IOException when the copy cannot be read
     */
    public InputStream open(MapOutputName name) throws IOException {
        MergedFile file = Objects.requireNonNull(fileOf(name), () -> "no merged file has " + name);
        Opened source = opened.get(file);
        if (source == null) {
            FileChannel channel = directories.open(file.path());
            source = new Opened(channel);
            opened.put(file, source);
        }
        long[] offsets = file.offsets(source.channel, partition);
        int member = file.member(name);
        return new Segment(source, offsets[member], offsets[member + 1]);
    }

    private @Nullable MergedFile fileOf(MapOutputName name) {
        for (MergedFile file : files) {
            if (file.member(name) >= 0) {
                return file;
            }
        }
        return null;
    }

    @Override
    public void close() {
        for (Opened source : opened.values()) {
            try {
                source.channel.close();
            } catch (IOException e) {
                LOG.warn("Closing merged segments failed", e);
            }
        }
        opened.clear();
    }

    /** An open file and what was read of it last. */
    private static final class Opened {
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        /** Where in the file the buffer's bytes lie. */
        private long bufferAt;

        Opened(FileChannel channel) {
            this.channel = channel;
        }

        int read(long from, byte[] target, int offset, int length) throws IOException {
            if (from < bufferAt || from >= bufferAt + buffer.limit()) {
                buffer.clear();
                bufferAt = from;
                int count = channel.read(buffer, from);
                buffer.flip();
                if (count < 0) {
                    throw new IOException("a file of merged segments ends at byte " + from);
                }
            }
            int count = (int) Math.min(length, bufferAt + buffer.limit() - from);
            buffer.get((int) (from - bufferAt), target, offset, count);
            return count;
        }
    }

    private static final class Segment extends InputStream {
        private final Opened source;
        private long from;
        private final long to;

        Segment(Opened source, long from, long to) {
            this.source = source;
            this.from = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (from == to) {
                return -1;
            }
            int count = source.read(from, target, offset, (int) Math.min(length, to - from));
            from += count;
            return count;
        }
    }
}

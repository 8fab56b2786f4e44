package org.lisle.executor.shuffle.merge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.lisle.executor.disk.FileOutput;
import org.lisle.executor.disk.LocalDirectories;
import org.lisle.executor.shuffle.segment.MapOutputName;
import org.lisle.executor.shuffle.segment.SegmentIndex;

/**
 * A file with the segments of several map outputs of one shuffle. All numbers are big-endian:
 *
 * <pre>
 *   int magic "LSMG" | int version | int shuffle | int members k | int partitions n
 *   k times: int map partition | long task          ascending by map partition
 *   int CRC32C of everything before
 *   n rows: k + 1 longs: where in this file each member's segment begins, and where the last one ends | int CRC32C of the row
 *   the segments: by reduce partition, those of one by member
 * </pre>
 *
 * The members are kept in memory, of the rows the one that was read last. Whether segments are whole their own blocks tell.
 */
final class MergedFile {
    static final String SUFFIX = ".merged";

    private static final int MAGIC = 0x4c534d47;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 20;
    private static final int MEMBER_BYTES = Integer.BYTES + Long.BYTES;
    private static final int SOURCE_BUFFER = 16 << 10;

    private final Path file;
    private final Map<MapOutputName, Integer> members;
    private final int partitions;
    private volatile @Nullable Row last;

    private MergedFile(Path file, Map<MapOutputName, Integer> members, int partitions) {
        this.file = file;
        this.members = members;
        this.partitions = partitions;
    }

    /** An output that goes into a merged file; its index lies beside its data. */
    record Member(MapOutputName name, Path data) {}

    /** Where the segments of one reduce partition begin, by member, and where the last ends. */
    private record Row(int partition, long[] offsets) {}

    Path path() {
        return file;
    }

    /** The output's number in this file; -1 when it is not in it. */
    int member(MapOutputName name) {
        return members.getOrDefault(name, -1);
    }

    /** As {@link #offsets}, when they were read last; else null. */
    long @Nullable [] knownOffsets(int partition) {
        Row known = last;
        return known != null && known.partition == partition ? known.offsets : null;
    }

    /** Where the segments of a reduce partition begin, by member, and where the last one ends. Not to be changed. */
    long[] offsets(FileChannel channel, int partition) throws IOException {
        long[] known = knownOffsets(partition);
        if (known != null) {
            return known;
        }
        if (partition < 0 || partition >= partitions) {
            throw new IOException(file + " has " + partitions + " partitions, not " + partition);
        }
        int rowBytes = rowBytes(members.size());
        ByteBuffer bytes = ByteBuffer.allocate(rowBytes);
        readFully(channel, rowsAt(members.size()) + (long) rowBytes * partition, bytes);
        long[] offsets = new long[members.size() + 1];
        for (int member = 0; member < offsets.length; member++) {
            offsets[member] = bytes.getLong();
        }
        if (checksum(bytes) != bytes.getInt()) {
            throw new IOException("row " + partition + " of " + file + " is damaged");
        }
        last = new Row(partition, offsets);
        return offsets;
    }

    /** Reads who is in a file. */
    static MergedFile open(Path file, FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        readFully(channel, 0, header);
        if (header.getInt() != MAGIC || header.getInt() != VERSION) {
            throw new IOException(file + " does not begin like merged segments");
        }
        int shuffle = header.getInt();
        int count = header.getInt();
        int partitions = header.getInt();
        if (count < 0 || partitions < 0 || rowsAt(count) > channel.size()) {
            throw new IOException(file + " is damaged: it cannot have " + count + " members");
        }
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(rowsAt(count)));
        readFully(channel, 0, all);
        all.position(HEADER_BYTES);
        Map<MapOutputName, Integer> members = new HashMap<>();
        for (int member = 0; member < count; member++) {
            members.put(new MapOutputName(shuffle, all.getInt(), all.getLong()), member);
        }
        if (checksum(all) != all.getInt()) {
            throw new IOException("the header of " + file + " is damaged");
        }
        return new MergedFile(file, members, partitions);
    }

    /**
     * Copies outputs into one file. Each is read once, from its beginning to its end.
     *
     * @param members of one shuffle, ascending by map partition
     * @throws IOException when one of them cannot be read or does not fit the others
     */
    static void write(List<Member> members, LocalDirectories directories, FileOutput out) throws IOException {
        List<long[]> offsets = new ArrayList<>(members.size());
        for (Member member : members) {
            Path index = member.name.indexBeside(member.data);
            offsets.add(SegmentIndex.parse(index, directories.readAll(index)).offsets());
            if (offsets.get(0).length != offsets.get(offsets.size() - 1).length) {
                throw new IOException(member.name + " has another number of segments than " + members.get(0).name);
            }
        }
        int partitions = offsets.get(0).length - 1;
        writeHeader(members, partitions, out);
        writeRows(offsets, partitions, out);
        List<InputStream> sources = new ArrayList<>(members.size());
        try {
            for (Member member : members) {
                InputStream data = Channels.newInputStream(directories.open(member.data));
                sources.add(new BufferedInputStream(data, SOURCE_BUFFER));
            }
            byte[] buffer = new byte[SOURCE_BUFFER];
            for (int partition = 0; partition < partitions; partition++) {
                for (int member = 0; member < sources.size(); member++) {
                    long[] of = offsets.get(member);
                    copy(sources.get(member), of[partition + 1] - of[partition], buffer, out);
                }
            }
        } finally {
            for (InputStream source : sources) {
                source.close();
            }
        }
    }

    private static void writeHeader(List<Member> members, int partitions, FileOutput out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Math.toIntExact(rowsAt(members.size())));
        header.putInt(MAGIC).putInt(VERSION);
        header.putInt(members.get(0).name.shuffleId()).putInt(members.size()).putInt(partitions);
        for (Member member : members) {
            header.putInt(member.name.mapPartition()).putLong(member.name.taskId());
        }
        header.putInt(checksum(header));
        out.write(header.array());
    }

    private static void writeRows(List<long[]> offsets, int partitions, FileOutput out) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(rowBytes(offsets.size()));
        long at = rowsAt(offsets.size()) + (long) partitions * row.capacity();
        for (int partition = 0; partition < partitions; partition++) {
            row.clear();
            for (long[] of : offsets) {
                row.putLong(at);
                at += of[partition + 1] - of[partition];
            }
            row.putLong(at);
            row.putInt(checksum(row));
            out.write(row.array());
        }
    }

    private static void copy(InputStream source, long bytes, byte[] buffer, FileOutput out) throws IOException {
        long left = bytes;
        while (left > 0) {
            int count = source.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new IOException("a map output ends " + left + " bytes early");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    private static void readFully(FileChannel channel, long from, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("a file of merged segments ends early");
            }
        }
        bytes.flip();
    }

    private static int checksum(ByteBuffer bytesBeforePosition) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytesBeforePosition.array(), 0, bytesBeforePosition.position());
        return (int) checksum.getValue();
    }

    private static long rowsAt(int members) {
        return HEADER_BYTES + (long) MEMBER_BYTES * members + Integer.BYTES;
    }

    private static int rowBytes(int members) {
        return Long.BYTES * (members + 1) + Integer.BYTES;
    }

    /** The unfinished name of a file, under which nobody finds it. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }
}

package org.lisle.hdfs.split;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lisle.core.io.InputSplit;

/**
 * Joins small splits of any source that follow each other, see {@link PiecePacker}. The payload of what is joined is {@code count, then for each
 * split: length of its payload, its payload, its description}.
 */
public final class PackedSplits {
    private PackedSplits() {}

    /**
     * @param blockSize what a partition of several splits may have, bytes
     * @param minPartitions so many are left where there were so many
     */
    public static List<InputSplit> pack(List<InputSplit> splits, long blockSize, int minPartitions) {
        var packer = new PiecePacker<InputSplit>(blockSize, minPartitions, InputSplit::length);
        return packer.pack(splits).stream().map(PackedSplits::join).toList();
    }

    private static InputSplit join(List<InputSplit> group) {
        Map<String, Long> bytesByHost = new HashMap<>();
        for (InputSplit split : group) {
            split.hosts().forEach(host -> bytesByHost.merge(host, split.length(), Long::sum));
        }
        InputSplit first = group.get(0);
        boolean alone = group.size() == 1;
        return new InputSplit(
                encode(group),
                group.stream().mapToLong(InputSplit::length).sum(),
                alone ? first.hosts() : HostRanking.best(bytesByHost),
                alone
                        ? first.description()
                        : first.description() + " to "
                                + group.get(group.size() - 1).description() + " (" + group.size() + " splits)");
    }

    private static byte[] encode(List<InputSplit> group) {
        var bytes = new ByteArrayOutputStream(256 * group.size());
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(group.size());
            for (InputSplit split : group) {
                out.writeInt(split.payload().length);
                out.write(split.payload());
                out.writeUTF(split.description());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + group.size() + " splits to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The splits that were joined, without their lengths and hosts. */
    public static List<InputSplit> unpack(byte[] payload) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            int count = in.readInt();
            List<InputSplit> splits = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                splits.add(new InputSplit(in.readNBytes(in.readInt()), 0, List.of(), in.readUTF()));
            }
            return splits;
        }
    }
}

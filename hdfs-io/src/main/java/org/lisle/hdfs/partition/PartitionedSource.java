package org.lisle.hdfs.partition;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.PartitionFilter;
import org.lisle.api.PartitionValues;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.hdfs.failure.FileErrors;
import org.lisle.hdfs.split.ReadersInTurn;

/**
 * The records of files in partition directories, each with the directory's values. The files are those of another source, asked for
 * directory by directory; small splits that follow each other are one split here.
 *
 * <pre>
 *   split   count, then for each part: columns and values, length and bytes of the other source's split
 * </pre>
 *
 * Immutable. Directories are looked for in the driver; what travels to a task reads only what its split says.
 */
public final class PartitionedSource<T> implements DataSource<Pair<PartitionValues, T>> {
    private static final long serialVersionUID = 1L;

    private static final long MOST_BYTES = 128L << 20;
    private static final long OPENING_WEIGHT = MOST_BYTES / 64;

    private final String base;
    private final TreeMap<String, String> settings;
    private final DataSource<T> reader;
    private final transient @Nullable PartitionFilter filter;
    private final transient @Nullable Function<String, DataSource<T>> sources;

    /** @param sources the source of the files in a directory; all its sources read each other's splits */
    public PartitionedSource(
            String base,
            PartitionFilter filter,
            Function<String, DataSource<T>> sources,
            Map<String, String> settings) {
        this.base = base;
        this.settings = new TreeMap<>(settings);
        this.reader = sources.apply(base);
        this.filter = filter;
        this.sources = sources;
    }

    @Override
    public String description() {
        return reader.description() + " by partitions";
    }

    private record Part(PartitionValues values, InputSplit split) {
        long weight() {
            return split.length() + OPENING_WEIGHT;
        }
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        PartitionFilter wanted = filter;
        Function<String, DataSource<T>> factory = sources;
        if (wanted == null || factory == null) {
            throw new IllegalStateException("splits are made in the driver");
        }
        List<PartitionDirectories.Leaf> leaves = FileErrors.guard(
                base, () -> PartitionDirectories.below(new Path(base), wanted, HadoopConfiguration.with(settings)));
        List<Part> parts = new ArrayList<>();
        int share = leaves.isEmpty() ? 1 : (minPartitions + leaves.size() - 1) / leaves.size();
        for (PartitionDirectories.Leaf leaf : leaves) {
            for (InputSplit split : factory.apply(escaped(leaf.directory())).splits(Math.max(1, share))) {
                parts.add(new Part(leaf.values(), split));
            }
        }
        return pack(parts, minPartitions).stream().map(PartitionedSource::split).toList();
    }

    /** The pattern that stands for this directory alone, and whose ends are no spaces, which a list of paths loses. */
    private static String escaped(Path directory) {
        return directory.toString().replaceAll("([*?\\[\\]{}\\\\^])", "\\\\$1").replace(" ", "[ ]");
    }

    private static List<List<Part>> pack(List<Part> parts, int minPartitions) {
        long total = parts.stream().mapToLong(Part::weight).sum();
        long capacity = Math.min(MOST_BYTES, total / Math.max(1, minPartitions));
        List<List<Part>> packed = new ArrayList<>();
        List<Part> open = new ArrayList<>();
        long weight = 0;
        for (Part part : parts) {
            if (!open.isEmpty() && weight + part.weight() > capacity) {
                packed.add(open);
                open = new ArrayList<>();
                weight = 0;
            }
            open.add(part);
            weight += part.weight();
        }
        if (!open.isEmpty()) {
            packed.add(open);
        }
        return packed;
    }

    private static InputSplit split(List<Part> parts) {
        Part largest =
                parts.stream().max(Comparator.comparingLong(Part::weight)).orElseThrow();
        long length = parts.stream().mapToLong(part -> part.split().length()).sum();
        String more = parts.size() == 1 ? "" : " and " + (parts.size() - 1) + " more";
        return new InputSplit(
                encode(parts),
                length,
                largest.split().hosts(),
                parts.get(0).split().description() + more);
    }

    private static byte[] encode(List<Part> parts) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(parts.size());
            for (Part part : parts) {
                List<String> columns = part.values().columns();
                out.writeInt(columns.size());
                for (int i = 0; i < columns.size(); i++) {
                    String value = part.values().values().get(i);
                    out.writeUTF(columns.get(i));
                    out.writeBoolean(value != null);
                    out.writeUTF(value == null ? "" : value);
                }
                out.writeInt(part.split().payload().length);
                out.write(part.split().payload());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("writing a split to memory", e);
        }
        return bytes.toByteArray();
    }

    private static List<Part> decode(byte[] payload) throws IOException {
        List<Part> parts = new ArrayList<>();
        try (var in = new DataInputStream(new ByteArrayInputStream(payload))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                PartitionValues values = PartitionValues.NONE;
                int columns = in.readInt();
                for (int column = 0; column < columns; column++) {
                    String name = in.readUTF();
                    boolean present = in.readBoolean();
                    String value = in.readUTF();
                    values = values.with(name, present ? value : null);
                }
                byte[] inner = in.readNBytes(in.readInt());
                parts.add(new Part(values, new InputSplit(inner, 0, List.of(), "")));
            }
        }
        return parts;
    }

    @Override
    public RecordReader<Pair<PartitionValues, T>> open(byte[] payload, ReadContext context) throws IOException {
        List<Part> parts = decode(payload);
        return new PartsReader<>(
                parts,
                new ReadersInTurn<>(
                        parts.size(),
                        part -> reader.open(parts.get(part).split().payload(), context)));
    }

    /** The parts of a split one after the other, each record with its part's values. */
    private static final class PartsReader<T> implements RecordReader<Pair<PartitionValues, T>> {
        private final List<Part> parts;
        private final ReadersInTurn<T> records;

        PartsReader(List<Part> parts, ReadersInTurn<T> records) {
            this.parts = parts;
            this.records = records;
        }

        @Override
        public boolean advance() throws IOException {
            return records.advance();
        }

        @Override
        public Pair<PartitionValues, T> current() {
            return new Pair<>(parts.get(records.number()).values(), records.current());
        }

        @Override
        public String where() {
            return records.where();
        }

        @Override
        public long bytesRead() {
            return records.bytesRead();
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }

    @Override
    public String toString() {
        return description();
    }
}

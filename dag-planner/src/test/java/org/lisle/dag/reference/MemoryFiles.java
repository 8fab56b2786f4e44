package org.lisle.dag.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;
import org.lisle.api.PartitionFilter;
import org.lisle.api.PartitionValues;
import org.lisle.api.PortableDataStream;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.api.function.FlatMapFunction;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.FileService;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;
import org.lisle.core.io.SplitSource;

/** Text files in memory: one split for each line; outputs are lists of lines, with a log of the calls of the commit protocol. */
public final class MemoryFiles implements FileService {
    private static final Map<String, List<String>> FILES = new ConcurrentSkipListMap<>();
    private static final List<String> CALLS = new ArrayList<>();

    public static void clear() {
        FILES.clear();
        CALLS.clear();
    }

    public static void put(String path, String... lines) {
        FILES.put(path, List.of(lines));
    }

    public static @Nullable List<String> lines(String path) {
        return FILES.get(path);
    }

    /** Calls of sources' splits and sinks' methods, in their order. */
    public static List<String> calls() {
        return List.copyOf(CALLS);
    }

    @Override
    public DataSource<String> text(String paths, Map<String, String> settings) {
        return new Lines(paths);
    }

    @Override
    public <T> DataSource<Pair<PartitionValues, T>> partitioned(
            String base,
            PartitionFilter filter,
            Function<String, DataSource<T>> sources,
            Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSource<Pair<String, String>> wholeText(String paths, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSource<Pair<String, PortableDataStream>> binaryFiles(String paths, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSource<byte[]> binaryRecords(String paths, int recordLength, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> DataSource<T> batches(String paths, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> DataSource<T> batchesOfFiles(
            String directory, FlatMapFunction<byte[], T> read, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSink<byte[]> byteValuesOutput(String directory, Map<String, String> settings) {
        return new Output<>(directory);
    }

    @Override
    public <K, V> DataSource<Pair<K, V>> sequenceFile(
            String paths, Class<K> key, Class<V> value, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] content(String path, Map<String, String> settings) {
        return String.join("\n", FILES.getOrDefault(path, List.of())).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapredDataset(Map<String, String> settings) {
        return new Output<>("dataset?" + settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapreduceDataset(Map<String, String> settings) {
        return new Output<>("dataset?" + settings);
    }

    @Override
    public <K, V> SplitSource<Pair<K, V>> mapredInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <K, V> SplitSource<Pair<K, V>> mapreduceInput(
            @Nullable String paths, Class<?> inputFormat, Class<K> key, Class<V> value, Map<String, String> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> DataSink<T> textOutput(
            String directory, @Nullable Class<?> codec, SaveOptions<? super T> options, Map<String, String> settings) {
        return new Output<>(directory + (codec == null ? "" : "." + codec.getSimpleName()));
    }

    @Override
    public DataSink<Pair<Object, Object>> mapredOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            @Nullable Class<?> codec,
            SaveMode mode,
            Map<String, String> settings) {
        return new Output<>(directory + "?" + settings);
    }

    @Override
    public DataSink<Pair<Object, Object>> mapreduceOutput(
            String directory,
            Class<?> key,
            Class<?> value,
            Class<?> outputFormat,
            SaveMode mode,
            Map<String, String> settings) {
        return new Output<>(directory + "?" + settings);
    }

    private record Lines(String path) implements DataSource<String> {
        @Override
        public String description() {
            return "text " + path;
        }

        @Override
        public List<InputSplit> splits(int minPartitions) {
            CALLS.add("splits " + path);
            List<String> lines = FILES.get(path);
            if (lines == null) {
                throw new LisleException(ErrorCode.INPUT_NOT_FOUND, "there is no " + path, "");
            }
            return lines.stream()
                    .map(line -> new InputSplit(line.getBytes(StandardCharsets.UTF_8), 1, List.of("host"), line))
                    .toList();
        }

        @Override
        public RecordReader<String> open(byte[] payload, ReadContext context) {
            return new RecordReader<>() {
                private boolean read;

                @Override
                public boolean advance() {
                    boolean first = !read;
                    read = true;
                    return first;
                }

                @Override
                public String current() {
                    return new String(payload, StandardCharsets.UTF_8);
                }

                @Override
                public long bytesRead() {
                    return payload.length;
                }

                @Override
                public void close() {}
            };
        }
    }

    private record Output<T>(String path) implements DataSink<T> {
        @Override
        public String description() {
            return "text " + path;
        }

        @Override
        public boolean checkOutput() {
            CALLS.add("check");
            if (FILES.containsKey(path)) {
                throw new LisleException(ErrorCode.OUTPUT_EXISTS, "the directory " + path + " exists", "remove it");
            }
            return true;
        }

        @Override
        public void setupJob(JobToken token) {
            CALLS.add("setup " + token.jobId());
        }

        @Override
        public TaskWriter<T> openTask(JobToken token, TaskToken task) {
            return new Writer<>();
        }

        @Override
        public void commitJob(JobToken token, List<byte[]> taskCommits) {
            CALLS.add("commit " + token.jobId());
            List<String> lines = new ArrayList<>();
            taskCommits.forEach(part -> lines.add(new String(part, StandardCharsets.UTF_8)));
            FILES.put(path, lines);
        }

        @Override
        public void abortJob(JobToken token) {
            CALLS.add("abort " + token.jobId());
        }
    }

    /** The commit message is the text. */
    private static final class Writer<T> implements DataSink.TaskWriter<T> {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(T value) {
            text.append(value).append('\n');
        }

        @Override
        public void finish() {}

        @Override
        public byte[] commit() {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void abort() {}

        @Override
        public long bytesWritten() {
            return text.length();
        }

        @Override
        public void close() {}
    }
}

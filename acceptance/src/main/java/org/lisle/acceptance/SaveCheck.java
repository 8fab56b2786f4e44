package org.lisle.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.lisle.api.FileFormat;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;
import org.lisle.api.SaveMode;
import org.lisle.api.SaveOptions;
import org.lisle.core.error.LisleException;
import org.lisle.format.parquet.Parquet;

/**
 * Saves Parquet files in each {@link SaveMode}, with the committer that the settings name, and looks at what is there after each. Prints one
 * line; the exit code is 1 when anything is not as it must be.
 */
public final class SaveCheck {
    private static final String USAGE = "usage: SaveCheck ROWS DIRECTORY";
    private static final String DAY = "day";

    private final LisleContext context;
    private final long rows;
    private final String directory;
    private final FileFormat<Row> format = Parquet.of(Row.class);

    private SaveCheck(LisleContext context, long rows, String directory) {
        this.context = context;
        this.rows = rows;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try (LisleContext context = LisleContext.builder().appName("saves").getOrCreate()) {
            System.out.println(check(context, Long.parseLong(arguments[0]), arguments[1]));
        }
    }

    /** @throws IllegalStateException when what is there is not what must be */
    static String check(LisleContext context, long rows, String directory) throws IOException {
        SaveCheck check = new SaveCheck(context, rows, directory);
        check.directories();
        check.partitions();
        check.nothingElseIsLeft();
        return "saves: all modes as they must be; committed by " + check.committer();
    }

    private void directories() {
        String place = directory + "/plain";
        save(place, rows, SaveMode.ERROR_IF_EXISTS);
        expect(place, rows);
        try {
            save(place, 1, SaveMode.ERROR_IF_EXISTS);
            throw new IllegalStateException("a second save to " + place + " did not fail");
        } catch (LisleException e) {
            if (!e.code().name().equals("OUTPUT_EXISTS")) {
                throw e;
            }
        }
        expect(place, rows);
        save(place, 1, SaveMode.IGNORE);
        expect(place, rows);
        save(place, rows, SaveMode.APPEND);
        expect(place, rows, 2);
        save(place, rows / 2, SaveMode.OVERWRITE);
        expect(place, rows / 2);
        save(directory + "/new", rows, SaveMode.IGNORE);
        expect(directory + "/new", rows);
    }

    private void partitions() {
        String place = directory + "/days";
        byDay(place, FormatCheck.rows(context, rows, 4), SaveMode.ERROR_IF_EXISTS);
        expect(place + "/*", rows);
        expectQuantity(place + "/day=3", 3, 7);
        byDay(
                place,
                FormatCheck.rows(context, rows, 4).filter(row -> row.id() % 14 == 3),
                SaveMode.OVERWRITE_PARTITIONS);
        expectQuantity(place + "/day=3", 3, 14);
        expectQuantity(place + "/day=4", 4, 7);
        byDay(place, FormatCheck.rows(context, rows, 4).filter(row -> row.id() % 7 == 4), SaveMode.APPEND);
        long once = quantity(4, 7);
        long found = sum(place + "/day=4");
        if (found != 2 * once) {
            throw new IllegalStateException(place + "/day=4: read " + found + ", expected " + 2 * once);
        }
    }

    private void save(String place, long count, SaveMode mode) {
        format.write(FormatCheck.rows(context, count, 4), place, SaveOptions.of(mode));
    }

    private void byDay(String place, Rdd<Row> days, SaveMode mode) {
        format.write(days, place, SaveOptions.<Row>of(mode).partitionedBy(List.of(DAY), row -> List.of(row.id() % 7)));
    }

    private void expect(String place, long count) {
        expect(place, count, 1);
    }

    private void expect(String place, long count, int times) {
        Totals once = Totals.of(count);
        Totals expected = Totals.NONE;
        for (int time = 0; time < times; time++) {
            expected = expected.plus(once);
        }
        Totals found = format.read(context, place).aggregate(Totals.NONE, Totals::plus, Totals::plus);
        if (!found.equals(expected)) {
            throw new IllegalStateException(place + ": read " + found + ", expected " + expected);
        }
    }

    private void expectQuantity(String place, int rest, int divisor) {
        long expected = quantity(rest, divisor);
        long found = sum(place);
        if (found != expected) {
            throw new IllegalStateException(place + ": read " + found + ", expected " + expected);
        }
    }

    private long sum(String place) {
        return format.read(context, place)
                .aggregate(Totals.NONE, Totals::plus, Totals::plus)
                .quantity();
    }

    private long quantity(int rest, int divisor) {
        long sum = 0;
        for (long id = rest; id < rows; id += divisor) {
            sum += Row.quantity(id);
        }
        return sum;
    }

    /** Neither a staging directory nor a file that readers do not know. */
    private void nothingElseIsLeft() throws IOException {
        Path place = new Path(directory);
        Map<String, Integer> strangers = new TreeMap<>();
        var files = fileSystem(place).listFiles(place, true);
        while (files.hasNext()) {
            String path = files.next().getPath().toString();
            if (path.contains("/.") || path.contains("/_temporary")) {
                strangers.merge(path, 1, Integer::sum);
            }
        }
        for (FileStatus below : fileSystem(place).listStatus(place)) {
            if (below.getPath().getName().startsWith(".")) {
                strangers.merge(below.getPath().toString(), 1, Integer::sum);
            }
        }
        if (!strangers.isEmpty()) {
            throw new IllegalStateException("left behind: " + strangers.keySet());
        }
    }

    /** Hadoop's manifest committer makes a {@code _SUCCESS} that names it; that of FileOutputCommitter is empty. */
    private String committer() {
        Path success = new Path(directory + "/plain/_SUCCESS");
        try (InputStream in = fileSystem(success).open(success)) {
            return in.read() < 0 ? "FileOutputCommitter" : "the manifest committer";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileSystem fileSystem(Path place) throws IOException {
        return place.getFileSystem(new Configuration());
    }
}

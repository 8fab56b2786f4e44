package org.lisle.acceptance;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.lisle.api.FileFormat;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.format.avro.Avro;
import org.lisle.format.csv.Csv;
import org.lisle.format.json.Json;
import org.lisle.format.parquet.Column;
import org.lisle.format.parquet.Parquet;

/**
 * Writes records in a format, reads them back, and compares each with what its number says it is, and their count and sums with those of
 * all numbers. Prints a line for each format; the exit code is 1 when anything is not as it must be.
 */
public final class FormatCheck {
    private static final String USAGE =
            "usage: FormatCheck FORMAT,... ROWS FILES DIRECTORY, formats being csv, json, avro, parquet, sequence, object";

    private FormatCheck() {}

    public static void main(String[] arguments) {
        if (arguments.length != 4) {
            System.err.println(USAGE);
            System.exit(2);
        }
        long rows = Long.parseLong(arguments[1]);
        int files = Integer.parseInt(arguments[2]);
        try (LisleContext context =
                LisleContext.builder().appName("formats " + arguments[0]).getOrCreate()) {
            for (String format : arguments[0].split(",")) {
                System.out.println(check(context, format, rows, files, arguments[3] + "/" + format));
            }
        }
    }

    /** @throws IllegalStateException when what is read is not what was to be written */
    static String check(LisleContext context, String format, long rows, int files, String directory) {
        long began = System.nanoTime();
        Rdd<Row> written = rows(context, rows, files);
        Rdd<Row> read =
                switch (format) {
                    case "csv" -> through(Csv.of(Row.class).header(true), written, directory);
                    case "json" -> through(Json.of(Row.class), written, directory);
                    case "avro" -> through(Avro.of(Row.class), written, directory);
                    case "parquet" -> through(Parquet.of(Row.class), written, directory);
                    case "sequence" -> throughSequenceFiles(written, directory);
                    case "object" -> throughObjectFiles(written, directory);
                    default -> throw new IllegalArgumentException("'" + format + "' is no format: " + USAGE);
                };
        double seconds = (System.nanoTime() - began) / 1e9;
        Totals expected = Totals.of(rows);
        Totals found = read.aggregate(Totals.NONE, Totals::plus, Totals::plus);
        if (!found.equals(expected)) {
            throw new IllegalStateException(format + ": read " + found + ", expected " + expected);
        }
        if (format.equals("parquet")) {
            checkFilter(context, rows, directory);
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d records as they must be, sum of quantities %d; written in %.1f s, all in %.1f s",
                format,
                found.records(),
                found.quantity(),
                seconds,
                (System.nanoTime() - began) / 1e9);
    }

    /** A thousandth of the records, by their number, and one column of them. */
    private static void checkFilter(LisleContext context, long rows, String directory) {
        record Quantity(int quantity) implements Serializable {}
        long from = rows / 2;
        long to = from + rows / 1_000;
        Column<Long> id = Column.of("id", Long.class);
        long found = (long) Parquet.of(Quantity.class)
                .where(id.geq(from).and(id.lt(to)))
                .read(context, directory)
                .mapToDouble(Quantity::quantity)
                .sum();
        long expected = LongStream.range(from, to).map(Row::quantity).sum();
        if (found != expected) {
            throw new IllegalStateException("parquet: a filter gave " + found + ", expected " + expected);
        }
    }

    static Rdd<Row> rows(LisleContext context, long rows, int files) {
        List<Integer> numbers = IntStream.range(0, files).boxed().toList();
        return context.parallelize(numbers, files)
                .flatMap(file -> LongStream.range(rows * file / files, rows * (file + 1) / files)
                        .mapToObj(Row::of)
                        .iterator());
    }

    private static Rdd<Row> through(FileFormat<Row> format, Rdd<Row> rows, String directory) {
        format.write(rows, directory);
        return format.read(rows.context(), directory);
    }

    private static Rdd<Row> throughSequenceFiles(Rdd<Row> rows, String directory) {
        rows.mapToPair(row -> Pair.of(new LongWritable(row.id()), new Text(Lines.of(row))))
                .saveAsHadoopFile(directory, LongWritable.class, Text.class, SequenceFileOutputFormat.class);
        return rows.context()
                .sequenceFile(directory, LongWritable.class, Text.class)
                .map(pair -> Lines.parse(pair.key().get(), pair.value().toString()));
    }

    private static Rdd<Row> throughObjectFiles(Rdd<Row> rows, String directory) {
        rows.saveAsObjectFile(directory);
        return rows.context().objectFile(directory);
    }
}

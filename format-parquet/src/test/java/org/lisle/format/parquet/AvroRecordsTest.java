package org.lisle.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.format.parquet.generated.Address;
import org.lisle.format.parquet.generated.Mood;
import org.lisle.format.parquet.generated.User;

@SuppressWarnings("NullAway") // fields may be null
class AvroRecordsTest {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type":"record","name":"Order","namespace":"test","fields":[
                     {"name":"id","type":"long"},
                     {"name":"text","type":["null","string"],"default":null},
                     {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
                     {"name":"hash","type":{"type":"fixed","name":"Hash","size":4}},
                     {"name":"mood","type":{"type":"enum","name":"Mood","symbols":["GOOD","BAD"]}},
                     {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
                     {"name":"lines","type":{"type":"array","items":["null",
                       {"type":"record","name":"Line","fields":[{"name":"item","type":"string"},{"name":"count","type":"int"}]}]}},
                     {"name":"labels","type":{"type":"map","values":["null","double"]}},
                     {"name":"either","type":["null","int","string"],"default":null},
                     {"name":"to","type":["null",{"type":"record","name":"To","fields":[
                       {"name":"city","type":"string"},{"name":"zip","type":"int"}]}],"default":null}]}""");

    @TempDir
    Path directory;

    private LisleContext context;

    @BeforeEach
    void begin() {
        context = LisleContext.builder().master("local[2]").appName("parquet").build();
    }

    @AfterEach
    void end() {
        context.close();
    }

    private static GenericRecord order(int id) {
        Schema line =
                SCHEMA.getField("lines").schema().getElementType().getTypes().get(1);
        Schema to = SCHEMA.getField("to").schema().getTypes().get(1);
        Map<String, Double> labels = new HashMap<>();
        labels.put("a", 1.5);
        labels.put("b", null);
        return new GenericRecordBuilder(SCHEMA)
                .set("id", (long) id)
                .set("text", id % 2 == 0 ? null : "text " + id)
                .set("price", ByteBuffer.wrap(new byte[] {4, (byte) id}))
                .set("hash", new GenericData.Fixed(SCHEMA.getField("hash").schema(), new byte[] {1, 2, 3, (byte) id}))
                .set("mood", new GenericData.EnumSymbol(SCHEMA.getField("mood").schema(), "BAD"))
                .set("at", 1_000_000L + id)
                .set(
                        "lines",
                        Arrays.asList(
                                new GenericRecordBuilder(line)
                                        .set("item", "x")
                                        .set("count", 3)
                                        .build(),
                                null))
                .set("labels", labels)
                .set("either", id % 3 == 0 ? (Object) id : "e" + id)
                .set(
                        "to",
                        id % 5 == 0
                                ? null
                                : new GenericRecordBuilder(to)
                                        .set("city", "c" + id)
                                        .set("zip", id)
                                        .build())
                .build();
    }

    private static List<GenericRecord> orders(int count) {
        return IntStream.range(0, count).mapToObj(AvroRecordsTest::order).toList();
    }

    private static List<String> texts(List<GenericRecord> records) {
        return records.stream().map(Object::toString).toList();
    }

    private List<GenericRecord> written(String name, int count) {
        Parquet<GenericRecord> parquet = Parquet.generic(SCHEMA);
        parquet.write(
                context.parallelize(IntStream.range(0, count).boxed().toList(), 1)
                        .map(id -> order(id)),
                path(name));
        return orders(count);
    }

    @Test
    void genericRecordsComeBackAndTravel() {
        List<GenericRecord> rows = written("out", 20);
        assertThat(texts(Parquet.generic(SCHEMA).read(context, path("out")).collect()))
                .isEqualTo(texts(rows));
        assertThat(texts(Parquet.generic()
                        .read(context, path("out"))
                        .repartition(3)
                        .collect()))
                .containsExactlyInAnyOrderElementsOf(texts(rows));
        assertThatThrownBy(() -> Parquet.generic().write(Parquet.generic().read(context, path("out")), path("out2")))
                .hasMessageContaining("Parquet.generic(schema)");
    }

    @Test
    void anotherProgramReadsWhatIsWritten() throws IOException {
        List<GenericRecord> rows = written("out", 5);
        List<String> read = new ArrayList<>();
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(HadoopInputFile.fromPath(
                        new org.apache.hadoop.fs.Path(path("out/part-00000.snappy.parquet")), new Configuration()))
                .withDataModel(GenericData.get())
                .build()) {
            for (GenericRecord next = reader.read(); next != null; next = reader.read()) {
                read.add(next.toString());
            }
        }
        assertThat(read).isEqualTo(texts(rows));
    }

    @Test
    void schemasEvolveByAvrosRulesAndOnlyTheirColumnsAreRead() {
        List<GenericRecord> rows = written("out", 3_000);
        Schema other = new Schema.Parser().parse("""
                        {"type":"record","name":"Order","namespace":"test","fields":[
                         {"name":"number","type":"double","aliases":["id"]},
                         {"name":"added","type":"string","default":"none"},
                         {"name":"to","type":["null",{"type":"record","name":"To","fields":[{"name":"zip","type":"long"}]}],"default":null}]}""");
        Pieces<GenericRecord> read = Pieces.read(Parquet.generic(other), path("out"), 1);
        assertThat(texts(read.all()).subList(5, 7))
                .containsExactly(
                        "{\"number\": 5.0, \"added\": \"none\", \"to\": null}",
                        "{\"number\": 6.0, \"added\": \"none\", \"to\": {\"zip\": 6}}");
        assertThat(read.all()).hasSameSizeAs(rows);
        long all = Pieces.read(Parquet.generic(SCHEMA), path("out"), 1).bytes();
        assertThat(read.bytes()).isLessThan(all / 2);
        Filter filter = Column.of("text", String.class)
                .isNotNull()
                .and(Column.of("id", long.class).lt(8L))
                .and(Column.of("to.city", String.class).notEqual("c1"));
        assertThat(texts(Pieces.read(Parquet.generic(other).where(filter), path("out"), 1)
                        .all()))
                .containsExactly(
                        "{\"number\": 3.0, \"added\": \"none\", \"to\": {\"zip\": 3}}",
                        "{\"number\": 7.0, \"added\": \"none\", \"to\": {\"zip\": 7}}");
    }

    @Test
    void filesWithTheOlderFormOfListsAreRead() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type":"record","name":"R","fields":[
                         {"name":"id","type":"int"},
                         {"name":"numbers","type":{"type":"array","items":"int"}},
                         {"name":"pairs","type":{"type":"array","items":{"type":"record","name":"P","fields":[{"name":"a","type":"int"}]}}}]}""");
        GenericRecord pair = new GenericRecordBuilder(
                        schema.getField("pairs").schema().getElementType())
                .set("a", 7)
                .build();
        GenericRecord row = new GenericRecordBuilder(schema)
                .set("id", 1)
                .set("numbers", List.of(1, 2))
                .set("pairs", List.of(pair))
                .build();
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(HadoopOutputFile.fromPath(
                        new org.apache.hadoop.fs.Path(path("a.parquet")), new Configuration()))
                .withSchema(schema)
                .build()) {
            writer.write(row);
        }
        record Pair(int a) {}
        record Older(List<Integer> numbers, List<Pair> pairs) {}
        assertThat(texts(
                        Parquet.generic(schema).read(context, path("a.parquet")).collect()))
                .containsExactly(row.toString());
        assertThat(texts(Parquet.generic().read(context, path("a.parquet")).collect()))
                .containsExactly(row.toString());
        assertThat(Parquet.of(Older.class).read(context, path("a.parquet")).collect())
                .containsExactly(new Older(List.of(1, 2), List.of(new Pair(7))));
    }

    record JavaOrder(long id, String text, String mood, List<JavaLine> lines) {}

    record JavaLine(String item, int count) {}

    @Test
    void avrosRecordsAndJavaRecordsReadEachOther() {
        written("out", 2);
        assertThat(Parquet.of(JavaOrder.class).read(context, path("out")).collect())
                .containsExactly(
                        new JavaOrder(0, null, "BAD", Arrays.asList(new JavaLine("x", 3), null)),
                        new JavaOrder(1, "text 1", "BAD", Arrays.asList(new JavaLine("x", 3), null)));
        Parquet.of(JavaOrder.class)
                .write(context.parallelize(List.of(new JavaOrder(5, "t", null, List.of())), 1), path("java"));
        assertThat(texts(Parquet.generic().read(context, path("java")).collect()))
                .containsExactly("{\"id\": 5, \"text\": \"t\", \"mood\": null, \"lines\": []}");
    }

    @Test
    void generatedClassesAreReadAndWritten() {
        User user = User.newBuilder()
                .setName("Ann")
                .setAge(30)
                .setMood(Mood.BAD)
                .setAddresses(List.of(new Address("Bern", LocalDate.of(2020, 1, 2))))
                .setSeen(Instant.ofEpochMilli(5))
                .build();
        Parquet<User> parquet = Parquet.specific(User.class);
        parquet.write(context.parallelize(List.of(user), 1), path("out"));
        assertThat(parquet.read(context, path("out")).repartition(2).collect()).containsExactly(user);
        assertThat(parquet.where(Column.of("age", int.class).gt(30))
                        .read(context, path("out"))
                        .collect())
                .isEmpty();
    }

    static final class Plain {
        String name;
        int number;
        List<String> more;

        @Override
        public boolean equals(Object other) {
            return other instanceof Plain plain
                    && Objects.equals(name, plain.name)
                    && number == plain.number
                    && Objects.equals(more, plain.more);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, number, more);
        }
    }

    @Test
    void plainObjectsAreReadAndWrittenByTheirFields() {
        List<Plain> rows = context.parallelize(List.of(1, 2), 1)
                .map(number -> {
                    Plain plain = new Plain();
                    plain.number = number;
                    plain.more = number == 1 ? new ArrayList<>(List.of("a")) : null;
                    return plain;
                })
                .collect();
        Parquet<Plain> parquet = Parquet.reflect(Plain.class);
        parquet.write(context.parallelize(rows, 1), path("out"));
        assertThat(parquet.read(context, path("out")).collect()).isEqualTo(rows);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        written("out", 1);
        assertFails(
                () -> Parquet.generic(schema("{\"name\":\"text\",\"type\":\"int\"}"))
                        .read(context, path("out"))
                        .collect(),
                path("out"),
                "its column text is of type binary (STRING), of which no int can be made");
        assertFails(
                () -> Parquet.generic(schema("{\"name\":\"more\",\"type\":\"int\"}"))
                        .read(context, path("out"))
                        .collect(),
                path("out"),
                "it has no column more, and the field has no default");
        Schema required = schema("{\"name\":\"id\",\"type\":\"long\"}");
        assertFails(
                () -> Parquet.generic(required)
                        .write(
                                context.parallelize(List.of(1), 1)
                                        .map(id -> (GenericRecord) new GenericData.Record(required)),
                                path("out2")),
                "a record cannot be written to a Parquet file",
                "id");
    }

    private static Schema schema(String field) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + field + "]}");
    }

    private static void assertFails(Runnable work, String... parts) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(failure.what()).contains(parts);
        });
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}

package org.lisle.format.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;
import org.lisle.api.Rdd;
import org.lisle.api.TaskContext;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink.JobToken;
import org.lisle.core.io.DataSink.Remains;
import org.lisle.core.io.DataSink.TaskToken;
import org.lisle.core.io.DataSink.TaskWriter;

class JdbcTest {
    private static final String URL = "jdbc:h2:mem:lisle;DB_CLOSE_DELAY=-1";
    private static final Map<String, String> LOGIN = Map.of("user", "sa", "password", "");
    private static final JobToken JOB = new JobToken(1_700_000_000_000L, 1, 0, 1);

    @BeforeEach
    void table() throws SQLException {
        execute("drop all objects");
        execute("create table numbers (id bigint, name varchar(20))");
    }

    @AfterEach
    void nothingIsLeftBehind() throws SQLException {
        assertThat(strings("select table_name from information_schema.tables where table_name like 'LISLE_STAGE%'"))
                .isEmpty();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(URL, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    private static LisleContext context() {
        return LisleContext.builder().appName("jdbc").master("local[2]").build();
    }

    private static JdbcRead<String> names() {
        return JdbcRead.of(URL, LOGIN, "select id, name from numbers", row -> row.getLong(1) + row.getString(2));
    }

    private static JdbcWrite<Pair<Long, String>> sink() {
        return JdbcWrite.into(URL, LOGIN, "numbers", List.of("id", "name"), (row, pair) -> {
            row.setLong(1, pair.key());
            row.setString(2, pair.value());
        });
    }

    @Test
    void everyRowIsReadOnceWhateverTheBounds() throws SQLException {
        for (int id = -5; id < 25; id++) {
            execute("insert into numbers values (" + id + ", 'n')");
        }
        execute("insert into numbers values (null, 'none')");
        List<String> expected = new ArrayList<>(
                IntStream.range(-5, 25).mapToObj(id -> id + "n").sorted().toList());
        expected.add(0, "0none");
        try (LisleContext context = context()) {
            for (int partitions : new int[] {1, 2, 3, 7, 50}) {
                Rdd<String> rows = names().byColumn("id", 0, 10, partitions).read(context);
                assertThat(rows.getNumPartitions()).isEqualTo(Math.min(10, partitions));
                assertThat(rows.collect().stream().sorted().toList()).containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(names().byConditions(List.of("id < 0", "id >= 20"))
                            .read(context)
                            .count())
                    .isEqualTo(10);
        }
    }

    @Test
    void strideAreOfEqualWidth() {
        assertThat(names().byColumn("id", 0, 10, 3).splits(1).stream().map(Object::toString))
                .containsExactly(
                        "rows of jdbc:h2:mem:lisle where (id < 4 or id is null)",
                        "rows of jdbc:h2:mem:lisle where id >= 4 and id < 7",
                        "rows of jdbc:h2:mem:lisle where id >= 7");
    }

    @Test
    void anEmptyTableIsAnEmptyDataset() {
        try (LisleContext context = context()) {
            assertThat(names().byColumn("id", 0, 10, 4).read(context).collect()).isEmpty();
        }
    }

    @Test
    void rowsOfAttemptsThatFailedAreNotWritten() throws SQLException {
        try (LisleContext context = context()) {
            context.parallelize(IntStream.range(0, 5_000).boxed().toList(), 4)
                    .map(number -> {
                        if (number % 1_250 == 1_200
                                && Objects.requireNonNull(TaskContext.get()).attemptNumber() == 0) {
                            throw new IllegalStateException("the first attempt fails");
                        }
                        return Pair.of((long) number, "n");
                    })
                    .write(sink());
        }
        assertThat(strings("select count(*) from numbers")).containsExactly("5000");
        assertThat(strings("select count(distinct id) from numbers")).containsExactly("5000");
    }

    @Test
    void aJobThatFailsLeavesTheTableAsItWas() throws SQLException {
        execute("insert into numbers values (1, 'old')");
        try (LisleContext context = context()) {
            Rdd<Pair<Long, String>> bad = context.parallelize(List.of(1, 2, 3), 3)
                    .map(number -> {
                        if (number == 3) {
                            throw new IllegalStateException("always");
                        }
                        return Pair.of((long) number, "new");
                    });
            assertThatThrownBy(() -> bad.write(sink().overwrite())).hasMessageContaining("always");
        }
        assertThat(strings("select name from numbers")).containsExactly("old");
    }

    @Test
    void overwritingReplacesAllRows() throws SQLException {
        execute("insert into numbers values (1, 'old')");
        try (LisleContext context = context()) {
            context.parallelize(List.of(Pair.of(2L, "new"), Pair.of(3L, "new")), 2)
                    .write(sink().overwrite());
        }
        assertThat(strings("select id from numbers order by id")).containsExactly("2", "3");
    }

    @Test
    void anUpsertReplacesRowsOfItsKeysAndLeavesTheOthers() throws SQLException {
        execute("alter table numbers add column note varchar(20) default 'none'");
        execute("insert into numbers values (1, 'old', 'kept'), (2, 'old', 'kept')");
        JdbcWrite<Pair<Long, String>> sink = sink().upsert("id");
        List<Pair<Long, String>> rows = List.of(Pair.of(2L, "new"), Pair.of(3L, "new"));
        List<String> expected = List.of("1 old kept", "2 new kept", "3 new none");
        for (int time = 0; time < 2; time++) {
            try (LisleContext context = context()) {
                context.parallelize(rows, 2).write(sink);
            }
            assertThat(strings("select concat(id, ' ', name, ' ', note) from numbers order by id"))
                    .as("time %s", time)
                    .isEqualTo(expected);
        }
    }

    @Test
    void rowsOfAttemptsThatFailedAreNotUpserted() throws SQLException {
        execute("insert into numbers values (1200, 'old')");
        try (LisleContext context = context()) {
            context.parallelize(IntStream.range(0, 5_000).boxed().toList(), 4)
                    .map(number -> {
                        boolean first =
                                Objects.requireNonNull(TaskContext.get()).attemptNumber() == 0;
                        if (first && number % 1_250 == 1_200) {
                            throw new IllegalStateException("the first attempt fails");
                        }
                        return Pair.of((long) number, first ? "first" : "second");
                    })
                    .write(sink().upsert("id"));
        }
        assertThat(strings("select name || count(*) from numbers group by name"))
                .containsExactly("second5000");
    }

    @Test
    void recordsThatShareAKeyFailTheUpsertAndChangeNothing() throws SQLException {
        execute("insert into numbers values (1, 'old')");
        try (LisleContext context = context()) {
            Rdd<Pair<Long, String>> rows =
                    context.parallelize(List.of(Pair.of(1L, "one"), Pair.of(2L, "new"), Pair.of(1L, "other")), 3);
            assertThatThrownBy(() -> rows.write(sink().upsert("id")))
                    .isInstanceOf(LisleException.class)
                    .hasMessageContaining("2 records")
                    .hasMessageContaining("[id] = [1]");
        }
        assertThat(strings("select name from numbers")).containsExactly("old");
        assertThat(strings("select job from lisle_jobs")).isEmpty();
    }

    @Test
    void anUpsertThatIsCommittedAgainChangesNothing() throws Exception {
        JdbcWrite<Pair<Long, String>> sink = sink().upsert("id");
        sink.setupJob(JOB);
        List<byte[]> commits = List.of(attempt(sink, 7));
        sink.commitJob(JOB, commits);
        execute("update numbers set name = 'later'");
        sink.finishCommit(JOB, commits);
        assertThat(strings("select id || name from numbers")).containsExactly("7later");
    }

    @Test
    void moreAttemptsThanAListMayHaveAreAllAdded() throws Exception {
        for (JdbcWrite<Pair<Long, String>> sink : List.of(sink(), sink().upsert("id"))) {
            execute("drop all objects");
            execute("create table numbers (id bigint, name varchar(20))");
            sink.setupJob(JOB);
            List<byte[]> commits = new ArrayList<>();
            for (long task = 0; task < 1_001; task++) {
                byte[] message = attempt(sink, task);
                if (task != 600) {
                    commits.add(message);
                }
            }
            sink.commitJob(JOB, commits);
            assertThat(strings("select count(*) || ' ' || sum(id) from numbers"))
                    .containsExactly("1000 " + (500_500 - 600));
        }
    }

    @Test
    void aKeyThatIsNotAColumnIsRefused() {
        assertThatThrownBy(() -> sink().upsert("nr"))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("[nr]")
                .hasMessageContaining("[id, name]");
        assertThatThrownBy(() -> sink().upsert()).isInstanceOf(LisleException.class);
    }

    @Test
    void ofTwoAttemptsOfAPartitionOneCountsAndALateOneAddsNothing() throws Exception {
        JdbcWrite<Pair<Long, String>> sink = sink();
        sink.setupJob(JOB);
        byte[] won = attempt(sink, 7);
        attempt(sink, 8);
        sink.commitJob(JOB, List.of(won));
        assertThat(strings("select id from numbers")).containsExactly("7");
        assertThatThrownBy(() -> attempt(sink, 9)).isInstanceOf(IOException.class);
    }

    @Test
    void aCommitThatIsMadeAgainAddsNothing() throws Exception {
        JdbcWrite<Pair<Long, String>> sink = sink();
        sink.setupJob(JOB);
        assertThat(sink.remains(JOB)).isEqualTo(Remains.NOTHING);
        List<byte[]> commits = List.of(attempt(sink, 7));
        sink.commitJob(JOB, commits);
        assertThat(sink.remains(JOB)).isEqualTo(Remains.VISIBLE);
        sink.finishCommit(JOB, commits);
        assertThat(strings("select id from numbers")).containsExactly("7");
        assertThatThrownBy(() -> sink.removeOutput(JOB)).isInstanceOf(LisleException.class);
    }

    @Test
    void aDriverThatDiedBeforeTheCommitLeavesNothingVisible() throws Exception {
        JdbcWrite<Pair<Long, String>> sink = sink();
        sink.setupJob(JOB);
        attempt(sink, 7);
        assertThat(strings("select id from numbers")).isEmpty();
        sink.abortJob(JOB);
        sink.abortJob(JOB);
        JobToken successor = new JobToken(JOB.applicationTime(), 1, 1_000, 2);
        sink.setupJob(successor);
        sink.commitJob(successor, List.of(attempt(sink, successor, 11)));
        assertThat(strings("select id from numbers")).containsExactly("11");
    }

    @Test
    void aTableThatIsNotThereIsSaidBeforeAnythingRuns() {
        JdbcWrite<String> sink =
                JdbcWrite.into(URL, LOGIN, "missing", List.of("a"), (row, text) -> row.setString(1, text));
        assertThatThrownBy(sink::checkOutput)
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("jdbc:h2:mem:lisle");
    }

    private static byte[] attempt(JdbcWrite<Pair<Long, String>> sink, long task) throws IOException {
        return attempt(sink, JOB, task);
    }

    private static byte[] attempt(JdbcWrite<Pair<Long, String>> sink, JobToken job, long task) throws IOException {
        try (TaskWriter<Pair<Long, String>> writer = sink.openTask(job, new TaskToken(0, 0, 0, task))) {
            writer.write(Pair.of(task, "n"));
            writer.finish();
            return writer.commit();
        }
    }
}

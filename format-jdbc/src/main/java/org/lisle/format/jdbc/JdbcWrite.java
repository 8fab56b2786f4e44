package org.lisle.format.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.lisle.api.SaveMode;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSink;

/**
 * Rows added to a table, or put in place of those with the same key, all or none. Immutable.
 *
 * <pre>{@code
 * trades.write(JdbcWrite.into(url, login, "trades", List.of("id", "price"), (row, trade) -> {
 *     row.setLong(1, trade.id());
 *     row.setBigDecimal(2, trade.price());
 * }));
 * }</pre>
 *
 * <pre>
 *   the job begins      create table lisle_stage_JOB, with the table's columns and the attempt
 *   attempts            insert there, batch by batch
 *   the job's commit    one transaction: insert JOB into lisle_jobs;
 *                       add to the table the rows of the attempts that were allowed to commit
 *   afterwards          drop table lisle_stage_JOB
 * </pre>
 *
 * So attempts that fail, run twice or come late add nothing, and a commit that is made again finds the job in {@code lisle_jobs}. The login
 * must be allowed to create tables. The database must know {@code create table ... as select}; identifiers are written as they are given.
 */
public final class JdbcWrite<T> implements DataSink<T> {
    private static final long serialVersionUID = 1L;

    private static final String JOBS = "lisle_jobs";
    private static final int ROWS_OF_A_BATCH = 1_000;
    private static final int ATTEMPTS_OF_A_LIST = 500;

    private final Database database;
    private final String table;
    private final List<String> columns;
    private final RowWriter<T> rows;
    private final SaveMode mode;
    /** Columns that tell rows apart; none when rows are only added. */
    private final List<String> keys;

    private JdbcWrite(
            Database database,
            String table,
            List<String> columns,
            RowWriter<T> rows,
            SaveMode mode,
            List<String> keys) {
        this.database = database;
        this.table = table;
        this.columns = columns;
        this.rows = rows;
        this.mode = mode;
        this.keys = keys;
    }

    /**
     * Adds to the table, which must be there.
     *
     * @param login properties of the driver, such as {@code user} and {@code password}
     * @param columns those that the writer sets, in the order of its parameters; the others have their defaults
     */
    public static <T> JdbcWrite<T> into(
            String url, Map<String, String> login, String table, List<String> columns, RowWriter<T> rows) {
        if (columns.isEmpty()) {
            throw new LisleException(ErrorCode.INVALID_ARGUMENT, "no columns of " + table + " are named", "name them");
        }
        return new JdbcWrite<>(
                new Database(url, login),
                table,
                List.copyOf(columns),
                Objects.requireNonNull(rows),
                SaveMode.APPEND,
                List.of());
    }

    /** Replaces all rows of the table, in the transaction of the commit. */
    public JdbcWrite<T> overwrite() {
        return new JdbcWrite<>(database, table, columns, rows, SaveMode.OVERWRITE, List.of());
    }

    /**
     * Replaces, of rows that the table has under the same key, the columns that the writer sets, and adds the others, in the transaction of
     * the commit: a program that runs again changes nothing. The statement is {@code on conflict}, {@code on duplicate key} or {@code merge},
     * whichever the database knows; the first two need a unique index on the key. Two records with one key fail the job, and leave the table as
     * it was.
     *
     * @param keys some of the columns, none null in a record
     */
    public JdbcWrite<T> upsert(String... keys) {
        List<String> named = List.of(keys);
        if (named.isEmpty() || !columns.containsAll(named)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the key " + named + " of " + table + " is not among the columns " + columns,
                    "name one or more of the columns that the writer sets");
        }
        return new JdbcWrite<>(database, table, columns, rows, SaveMode.APPEND, named);
    }

    @Override
    public String description() {
        return "table " + table + " of " + database;
    }

    @Override
    public boolean checkOutput() {
        return database.inTransaction("a look at " + table, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement
                        .executeQuery("select " + names() + " from " + table + " where 1 = 0")
                        .close();
            }
            return true;
        });
    }

    @Override
    public void setupJob(JobToken token) {
        if (!exists(JOBS)) {
            database.inTransaction(
                    "making " + JOBS,
                    connection -> execute(connection, "create table " + JOBS + " (job varchar(100) primary key)"));
        }
        database.inTransaction(
                "making " + stage(token),
                connection -> execute(
                        connection,
                        "create table " + stage(token) + " as select " + names()
                                + ", cast(0 as decimal(19)) as lisle_attempt from " + table + " where 1 = 0"));
    }

    @Override
    public TaskWriter<T> openTask(JobToken token, TaskToken task) throws IOException {
        try {
            return new BatchWriter(database.connect(), stage(token), task.taskId());
        } catch (SQLException e) {
            throw database.inTask("connecting", e);
        }
    }

    @Override
    public void commitJob(JobToken token, List<byte[]> taskCommits) {
        if (!isDone(token)) {
            List<Long> attempts = taskCommits.stream()
                    .map(message -> ByteBuffer.wrap(message).getLong())
                    .toList();
            database.inTransaction("the commit to " + table, connection -> {
                execute(connection, "insert into " + JOBS + " values ('" + name(token) + "')");
                if (mode == SaveMode.OVERWRITE) {
                    execute(connection, "delete from " + table);
                }
                if (!attempts.isEmpty()) {
                    add(connection, stage(token) + " where " + isOf(attempts));
                }
                return true;
            });
        }
        dropStage(token);
    }

    /** @param staged where the rows come from: a table and a condition */
    private void add(Connection connection, String staged) throws SQLException {
        if (keys.isEmpty()) {
            execute(connection, "insert into " + table + " (" + names() + ") select " + names() + " from " + staged);
            return;
        }
        checkKeys(connection, staged);
        execute(
                connection,
                UpsertStatement.of(connection.getMetaData().getDatabaseProductName())
                        .text(table, columns, keys, staged));
    }

    private void checkKeys(Connection connection, String staged) throws SQLException {
        String key = String.join(", ", keys);
        try (Statement statement = connection.createStatement();
                ResultSet twice = statement.executeQuery(
                        "select " + key + ", count(*) from " + staged + " group by " + key + " having count(*) > 1")) {
            if (twice.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= keys.size(); column++) {
                    values.add(twice.getString(column));
                }
                throw new LisleException(
                        ErrorCode.INVALID_ARGUMENT,
                        twice.getLong(keys.size() + 1) + " records for " + description() + " have the key " + keys
                                + " = " + values,
                        "reduce the records to one for each key before they are written");
            }
        }
    }

    /** A list of an SQL statement may have only so many members. */
    private static String isOf(List<Long> attempts) {
        List<String> lists = new ArrayList<>();
        for (int from = 0; from < attempts.size(); from += ATTEMPTS_OF_A_LIST) {
            int to = Math.min(attempts.size(), from + ATTEMPTS_OF_A_LIST);
            lists.add("lisle_attempt in ("
                    + attempts.subList(from, to).stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
        }
        return "(" + String.join(" or ", lists) + ")";
    }

    @Override
    public void abortJob(JobToken token) {
        dropStage(token);
    }

    /** A job that is not done is done again from the start. */
    @Override
    public Remains remains(JobToken token) {
        return exists(JOBS) && isDone(token) ? Remains.VISIBLE : Remains.NOTHING;
    }

    /** Which rows are the earlier attempt's, nobody knows any more. */
    @Override
    public void removeOutput(JobToken token) {
        if (mode == SaveMode.APPEND) {
            throw new LisleException(
                    ErrorCode.NON_DETERMINISTIC,
                    "the program, run again after its driver died, writes something else to " + description()
                            + ", and what it wrote first is committed",
                    "make the program do the same each time it runs, or run it again and remove the rows by hand");
        }
        dropStage(token);
    }

    private boolean isDone(JobToken token) {
        return database.inTransaction("a look at " + JOBS, connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select job from " + JOBS + " where job = ?")) {
                statement.setString(1, name(token));
                try (ResultSet found = statement.executeQuery()) {
                    return found.next();
                }
            }
        });
    }

    private void dropStage(JobToken token) {
        if (exists(stage(token))) {
            database.inTransaction(
                    "removing " + stage(token), connection -> execute(connection, "drop table " + stage(token)));
        }
    }

    private boolean exists(String name) {
        return database.inTransaction("a look for " + name, connection -> {
            try (ResultSet tables =
                    connection.getMetaData().getTables(connection.getCatalog(), connection.getSchema(), null, null)) {
                while (tables.next()) {
                    if (tables.getString("TABLE_NAME").equalsIgnoreCase(name)) {
                        return true;
                    }
                }
                return false;
            }
        });
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private String names() {
        return String.join(", ", columns);
    }

    private static String name(JobToken token) {
        return token.applicationTime() + "_" + token.applicationNumber() + "_" + token.jobId() + "_" + token.epoch();
    }

    private static String stage(JobToken token) {
        return "lisle_stage_" + name(token);
    }

    /** One attempt's rows: each batch is a transaction, and no row counts before the job's commit. */
    private final class BatchWriter implements TaskWriter<T> {
        private final Connection connection;
        private final PreparedStatement statement;
        private final long attempt;
        private int waiting;

        BatchWriter(Connection connection, String stage, long attempt) throws SQLException {
            this.connection = connection;
            this.attempt = attempt;
            String parameters = "?, ".repeat(columns.size()) + "?";
            try {
                this.statement = connection.prepareStatement(
                        "insert into " + stage + " (" + names() + ", lisle_attempt) values (" + parameters + ")");
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }

        @Override
        public void write(T value) throws IOException {
            try {
                rows.write(statement, value);
                statement.setLong(columns.size() + 1, attempt);
                statement.addBatch();
                if (++waiting == ROWS_OF_A_BATCH) {
                    send();
                }
            } catch (SQLException e) {
                throw database.inTask("writing to " + table, e);
            }
        }

        private void send() throws SQLException {
            if (waiting > 0) {
                statement.executeBatch();
                connection.commit();
                waiting = 0;
            }
        }

        @Override
        public void finish() throws IOException {
            try {
                send();
            } catch (SQLException e) {
                throw database.inTask("writing to " + table, e);
            }
        }

        /** The rows stay where they are; the job's commit is told whose they are. */
        @Override
        public byte[] commit() {
            return ByteBuffer.allocate(Long.BYTES).putLong(attempt).array();
        }

        /** The rows go with the staging table. */
        @Override
        public void abort() {}

        /** Not known to JDBC. */
        @Override
        public long bytesWritten() {
            return 0;
        }

        @Override
        public void close() throws IOException {
            try {
                connection.rollback();
                connection.close();
            } catch (SQLException e) {
                throw database.inTask("closing", e);
            }
        }
    }

    @Override
    public String toString() {
        return description();
    }
}

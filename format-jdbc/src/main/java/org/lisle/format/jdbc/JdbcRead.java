package org.lisle.format.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lisle.api.LisleContext;
import org.lisle.api.Rdd;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.DataSource;
import org.lisle.core.io.InputSplit;
import org.lisle.core.io.RecordReader;

/**
 * The rows of a query as records. Immutable; each method returns another description.
 *
 * <pre>{@code
 * Rdd<Trade> trades = JdbcRead.of(url, login, "select id, price from trades", row -> new Trade(row.getLong(1), row.getBigDecimal(2)))
 *         .byColumn("id", 0, 1_000_000, 16)
 *         .read(context);
 * }</pre>
 *
 * Each partition is a query of its own, in a transaction of its own: rows that change while the job runs may be seen by one partition
 * and not by another. A task that is tried again asks again.
 */
public final class JdbcRead<T> implements DataSource<T> {
    private static final long serialVersionUID = 1L;
    private static final int ROWS_AT_A_TIME = 1_000;

    private final Database database;
    private final String query;
    private final RowReader<T> rows;
    private final List<String> conditions;

    private JdbcRead(Database database, String query, RowReader<T> rows, List<String> conditions) {
        this.database = database;
        this.query = query;
        this.rows = rows;
        this.conditions = conditions;
    }

    /**
     * All rows in one partition, until one of the methods below cuts the query.
     *
     * @param login properties of the driver, such as {@code user} and {@code password}
     * @param query a select, without an order
     */
    public static <T> JdbcRead<T> of(String url, Map<String, String> login, String query, RowReader<T> rows) {
        return new JdbcRead<>(new Database(url, login), query, Objects.requireNonNull(rows), List.of("1 = 1"));
    }

    /**
     * Cuts at a whole-number column of the query, in strides of equal width. Rows outside of the bounds are read too, by the first and last
     * partition, and rows without a value by the first: bounds that are wrong cost evenness, not rows.
     *
     * @param upper above {@code lower}
     * @param partitions from 1; at most the width of the bounds
     */
    public JdbcRead<T> byColumn(String column, long lower, long upper, int partitions) {
        if (upper <= lower || partitions < 1) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the bounds " + lower + " to " + upper + " cannot be cut into " + partitions + " partitions",
                    "give an upper bound above the lower one, and at least one partition");
        }
        long width = Math.subtractExact(upper, lower);
        int pieces = (int) Math.min(partitions, width);
        List<String> cut = new ArrayList<>();
        for (int piece = 0; piece < pieces; piece++) {
            String from = column + " >= " + bound(lower, width, piece, pieces);
            String to = column + " < " + bound(lower, width, piece + 1, pieces);
            if (pieces == 1) {
                cut.add("1 = 1");
            } else if (piece == 0) {
                cut.add("(" + to + " or " + column + " is null)");
            } else {
                cut.add(piece == pieces - 1 ? from : from + " and " + to);
            }
        }
        return new JdbcRead<>(database, query, rows, List.copyOf(cut));
    }

    private static long bound(long lower, long width, int piece, int pieces) {
        return lower + (width / pieces) * piece + Math.min(piece, width % pieces);
    }

    /** A partition for each condition on the query's columns, in SQL. What no condition selects is not read; what two select is read twice. */
    public JdbcRead<T> byConditions(List<String> other) {
        if (other.isEmpty()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT, "there is no condition", "give one for each partition");
        }
        return new JdbcRead<>(database, query, rows, List.copyOf(other));
    }

    /** The dataset; the database is asked by tasks only. Cost: narrow; rows stream. */
    public Rdd<T> read(LisleContext context) {
        return context.read(this, conditions.size());
    }

    @Override
    public String description() {
        return "rows of " + database;
    }

    @Override
    public List<InputSplit> splits(int minPartitions) {
        return conditions.stream()
                .map(condition -> new InputSplit(
                        condition.getBytes(StandardCharsets.UTF_8),
                        0,
                        List.of(),
                        description() + " where " + condition))
                .toList();
    }

    @Override
    public RecordReader<T> open(byte[] payload, ReadContext context) throws IOException {
        String condition = new String(payload, StandardCharsets.UTF_8);
        String sql = "select * from (" + query + ") lisle_rows where " + condition;
        try {
            Connection connection = database.connect();
            try {
                PreparedStatement statement = connection.prepareStatement(sql);
                statement.setFetchSize(ROWS_AT_A_TIME);
                return new Rows(connection, statement.executeQuery());
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw database.inTask("the query '" + sql + "'", e);
        }
    }

    private final class Rows implements RecordReader<T> {
        private final Connection connection;
        private final ResultSet result;
        private @Nullable T current;

        Rows(Connection connection, ResultSet result) {
            this.connection = connection;
            this.result = result;
        }

        @Override
        public boolean advance() throws IOException {
            try {
                if (!result.next()) {
                    return false;
                }
                current = rows.read(result);
                return true;
            } catch (SQLException e) {
                throw database.inTask("reading rows", e);
            }
        }

        @Override
        @SuppressWarnings("NullAway") // a record may be null
        public T current() {
            return current;
        }

        /** Not known to JDBC. */
        @Override
        public long bytesRead() {
            return 0;
        }

        /** Closes result and statement too. */
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

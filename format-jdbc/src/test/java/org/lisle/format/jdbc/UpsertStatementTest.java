package org.lisle.format.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each statement, run by a database that knows it. */
class UpsertStatementTest {
    @ParameterizedTest
    @CsvSource({
        "ON_CONFLICT, jdbc:sqlite::memory:",
        "ON_DUPLICATE_KEY, jdbc:h2:mem:;MODE=MySQL",
        "MERGE, jdbc:h2:mem:",
        "MERGE_WITH_END, jdbc:h2:mem:"
    })
    void replacesWhatHasTheKeyAndAddsTheRest(UpsertStatement statement, String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            run(
                    connection,
                    "create table goods (shop int, item int, price int, note varchar(9), primary key (shop, item))");
            run(connection, "insert into goods values (1, 1, 10, 'a'), (1, 2, 20, 'b'), (2, 1, 30, 'c')");
            run(connection, "create table staged (shop int, item int, price int, attempt int)");
            run(connection, "insert into staged values (1, 2, 21, 7), (2, 2, 40, 7), (2, 1, 99, 8)");
            run(
                    connection,
                    statement.text(
                            "goods",
                            List.of("shop", "item", "price"),
                            List.of("shop", "item"),
                            "staged where (attempt in (7) or attempt in (9))"));
            assertThat(rows(connection)).containsExactly("1 1 10 a", "1 2 21 b", "2 1 30 c", "2 2 40 null");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ON_CONFLICT, jdbc:sqlite::memory:",
        "ON_DUPLICATE_KEY, jdbc:h2:mem:;MODE=MySQL",
        "MERGE, jdbc:h2:mem:",
        "MERGE_WITH_END, jdbc:h2:mem:"
    })
    void whereAllColumnsAreTheKeyOnlyMissingRowsAreAdded(UpsertStatement statement, String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            run(
                    connection,
                    "create table goods (shop int, item int, price int, note varchar(9), primary key (shop, item))");
            run(connection, "insert into goods values (1, 1, 10, 'a')");
            run(connection, "create table staged (shop int, item int)");
            run(connection, "insert into staged values (1, 1), (1, 2)");
            run(
                    connection,
                    statement.text("goods", List.of("shop", "item"), List.of("shop", "item"), "staged where 1 = 1"));
            assertThat(rows(connection)).containsExactly("1 1 10 a", "1 2 null null");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, ON_CONFLICT",
        "SQLite, ON_CONFLICT",
        "MySQL, ON_DUPLICATE_KEY",
        "MariaDB, ON_DUPLICATE_KEY",
        "Microsoft SQL Server, MERGE_WITH_END",
        "Oracle, MERGE",
        "H2, MERGE"
    })
    void isTheOneThatTheDatabaseKnows(String product, UpsertStatement expected) {
        assertThat(UpsertStatement.of(product)).isEqualTo(expected);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(Connection connection) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select shop, item, price, note from goods order by 1, 2")) {
            while (found.next()) {
                rows.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3) + " "
                        + found.getString(4));
            }
        }
        return rows;
    }
}

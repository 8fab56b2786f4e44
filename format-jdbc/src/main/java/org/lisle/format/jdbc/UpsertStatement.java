package org.lisle.format.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How databases say that rows replace those with the same key, and are added where there are none. */
enum UpsertStatement {
    /** PostgreSQL and SQLite, and those that speak as they do. */
    ON_CONFLICT {
        @Override
        String text(String table, List<String> columns, List<String> keys, String staged) {
            List<String> others = others(columns, keys);
            return insert(table, columns, staged) + " on conflict (" + String.join(", ", keys) + ") do "
                    + (others.isEmpty()
                            ? "nothing"
                            : "update set " + list(others, column -> column + " = excluded." + column));
        }
    },
    /** MySQL and MariaDB: any unique index of the table counts. */
    ON_DUPLICATE_KEY {
        @Override
        String text(String table, List<String> columns, List<String> keys, String staged) {
            List<String> others = others(columns, keys);
            return insert(table, columns, staged) + " on duplicate key update "
                    + (others.isEmpty()
                            ? keys.get(0) + " = " + table + "." + keys.get(0)
                            : list(others, column -> column + " = values(" + column + ")"));
        }
    },
    /** The SQL standard's. */
    MERGE {
        @Override
        String text(String table, List<String> columns, List<String> keys, String staged) {
            List<String> others = others(columns, keys);
            return "merge into " + table + " t using (select " + String.join(", ", columns) + " from " + staged
                    + ") s on ("
                    + keys.stream().map(key -> "t." + key + " = s." + key).collect(Collectors.joining(" and ")) + ")"
                    + (others.isEmpty()
                            ? ""
                            : " when matched then update set " + list(others, column -> column + " = s." + column))
                    + " when not matched then insert (" + String.join(", ", columns) + ") values ("
                    + list(columns, column -> "s." + column) + ")";
        }
    },
    /** SQL Server's, which must end so. */
    MERGE_WITH_END {
        @Override
        String text(String table, List<String> columns, List<String> keys, String staged) {
            return MERGE.text(table, columns, keys, staged) + ";";
        }
    };

    /** @param product as the driver calls the database */
    static UpsertStatement of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.contains("postgres") || name.contains("sqlite") || name.contains("cockroach")) {
            return ON_CONFLICT;
        }
        if (name.contains("mysql") || name.contains("mariadb")) {
            return ON_DUPLICATE_KEY;
        }
        return name.contains("microsoft") ? MERGE_WITH_END : MERGE;
    }

    /**
     * @param columns all that are written
     * @param keys some of them
     * @param staged a table with these columns, and a condition
     */
    abstract String text(String table, List<String> columns, List<String> keys, String staged);

    private static String insert(String table, List<String> columns, String staged) {
        String names = String.join(", ", columns);
        return "insert into " + table + " (" + names + ") select " + names + " from " + staged;
    }

    private static List<String> others(List<String> columns, List<String> keys) {
        return columns.stream().filter(column -> !keys.contains(column)).toList();
    }

    private static String list(List<String> columns, Function<String, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }
}

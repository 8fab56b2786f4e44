package org.lisle.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which partition directories are read. Asked in the driver while it lists directories, column by column: what lies below a directory that
 * is not wanted is not looked at. Immutable.
 *
 * <pre>{@code
 * PartitionFilter.all().where("dt", day -> day.compareTo("2026-01-01") >= 0).where("country", "de"::equals)
 * }</pre>
 */
public final class PartitionFilter {
    private static final PartitionFilter ALL = new PartitionFilter(Map.of());

    private final Map<String, Predicate<? super @Nullable String>> conditions;

    private PartitionFilter(Map<String, Predicate<? super @Nullable String>> conditions) {
        this.conditions = conditions;
    }

    /** Every directory. */
    public static PartitionFilter all() {
        return ALL;
    }

    /** These, where the column's value is accepted too; null is Hive's default partition. @throws IllegalArgumentException for a column twice */
    public PartitionFilter where(String column, Predicate<? super @Nullable String> accepts) {
        Map<String, Predicate<? super @Nullable String>> more = new LinkedHashMap<>(conditions);
        if (more.put(column, accepts) != null) {
            throw new IllegalArgumentException("the column " + column + " has a condition already");
        }
        return new PartitionFilter(more);
    }

    /** Whether directories with this value of the column are wanted. */
    public boolean accepts(String column, @Nullable String value) {
        Predicate<? super @Nullable String> condition = conditions.get(column);
        return condition == null || condition.test(value);
    }

    /** The columns that have conditions. */
    public Set<String> columns() {
        return conditions.keySet();
    }
}

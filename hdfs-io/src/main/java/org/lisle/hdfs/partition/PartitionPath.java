package org.lisle.hdfs.partition;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lisle.api.PartitionValues;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * Directories named after values, as Hive names them: {@code column=value}, with characters that a path cannot hold as {@code %} and two
 * hexadecimal digits for each byte of UTF-8, and {@code __HIVE_DEFAULT_PARTITION__} for null and for the empty text.
 */
public final class PartitionPath {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final String ESCAPED = "\"#%'*,/:=?\\{[]^";

    private PartitionPath() {}

    /**
     * {@code dt=2026-01-01/country=de}.
     *
     * @throws LisleException INVALID_ARGUMENT when there are more or fewer values than columns
     */
    public static String of(List<String> columns, List<?> values) {
        if (values.size() != columns.size()) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the function of the partition values gave " + values.size() + " values for the columns " + columns,
                    "return a value for each column");
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            path.append(i == 0 ? "" : "/");
            path.append(escape(columns.get(i))).append('=');
            Object value = values.get(i);
            String text = value == null ? "" : value.toString();
            path.append(text.isEmpty() ? NULL : escape(text));
        }
        return path.toString();
    }

    /** The values with one more, which a directory's name tells; null when the name is not {@code column=value}. */
    static @Nullable PartitionValues with(PartitionValues outer, String directory) {
        int equals = directory.indexOf('=');
        if (equals <= 0) {
            return null;
        }
        String value = directory.substring(equals + 1);
        return outer.with(unescape(directory.substring(0, equals)), value.equals(NULL) ? null : unescape(value));
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F || ESCAPED.indexOf(c) >= 0) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] plain = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                plain[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                plain[length++] = bytes[i];
            }
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }
}

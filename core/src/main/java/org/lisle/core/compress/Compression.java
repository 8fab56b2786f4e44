package org.lisle.core.compress;

import java.util.Locale;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** How blocks are made smaller. The ordinal is the method's number in a block's header. */
public enum Compression {
    NONE,
    LZ4,
    ZSTD;

    /**
     * Reads the text of {@code lisle.io.compression.codec}, in any case.
     *
     * @throws LisleException INVALID_SETTING for another text
     */
    public static Compression parse(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "none" -> NONE;
            case "lz4" -> LZ4;
            case "zstd" -> ZSTD;
            default ->
                throw new LisleException(
                        ErrorCode.INVALID_SETTING, "there is no compression '" + text + "'", "use lz4, zstd or none");
        };
    }
}

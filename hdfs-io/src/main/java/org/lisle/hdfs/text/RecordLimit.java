package org.lisle.hdfs.text;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * How large one record of text may be: an eighth of the heap, because while it is read its bytes are there twice and its String once, but
 * at least 1 MiB and at most 1 GiB.
 */
final class RecordLimit {
    static final int BYTES =
            (int) Math.max(1L << 20, Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 8));

    private RecordLimit() {}

    /** @param record names the record and its place: {@code the file hdfs:///a} */
    static LisleException tooLarge(String record, int limit, String otherWay) {
        return new LisleException(
                ErrorCode.RECORD_TOO_LARGE,
                record + " is longer than " + limit + " bytes",
                "raise lisle.executor.memory (a record may take an eighth of the heap), or " + otherWay);
    }
}

package org.lisle.dag.lineage;

import com.dynatrace.hash4j.distinctcount.HyperLogLog;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * About how many different values were added: HyperLogLog with 64-bit hashes of the values' encoded bytes.
 *
 * <p>With precision p there are 2^p registers of 6 bits; the standard error is 1.04 / sqrt(2^p) (Flajolet and others 2007; 64-bit hashes and
 * small counts kept apart as in HyperLogLog++, Heule and others 2013). Where that work corrects the estimate's bias by measured tables, this
 * one's estimator has none to correct (Ertl 2017, the library's). Up to an eighth of the registers' room, the hashes themselves are kept and
 * counted exactly. Confined to one thread.
 */
public final class DistinctSketch implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LEAST_PRECISION = 4;
    private static final int GREATEST_PRECISION = 26;
    private static final double ERROR_FACTOR = 1.04;

    private final int precision;
    private long[] hashes = new long[4];
    private int kept;
    private byte @Nullable [] registers;
    private transient @Nullable ContentHash hash;
    private transient @Nullable HyperLogLog dense;

    /** @param precision from 4 to 26 */
    public DistinctSketch(int precision) {
        this.precision = precision;
    }

    /** The least relative standard error that is to be had: about 0.00013. */
    public static double leastError() {
        return ERROR_FACTOR / Math.sqrt(1 << GREATEST_PRECISION);
    }

    /** The precision for a relative standard error, which is at least {@link #leastError}. */
    public static int precisionFor(double error) {
        int precision = (int) Math.ceil(2 * Math.log(ERROR_FACTOR / error) / Math.log(2));
        return Math.max(LEAST_PRECISION, Math.min(GREATEST_PRECISION, precision));
    }

    /** Adds a value. Returns this. */
    public DistinctSketch add(@Nullable Object value) {
        if (hash == null) {
            hash = ContentHash.ofJob();
        }
        addHash(hash.longOf(value));
        return this;
    }

    /** Adds what was added to the other one, which has the same precision. Returns this. */
    public DistinctSketch merge(DistinctSketch other) {
        if (other.registers != null) {
            dense().add(other.dense());
        } else {
            for (int at = 0; at < other.kept; at++) {
                addHash(other.hashes[at]);
            }
        }
        return this;
    }

    public long count() {
        return registers == null ? kept : Math.round(dense().getDistinctCountEstimate());
    }

    private void addHash(long value) {
        if (registers != null) {
            dense().add(value);
            return;
        }
        int place = Arrays.binarySearch(hashes, 0, kept, value);
        if (place < 0) {
            insert(-place - 1, value);
        }
    }

    private void insert(int place, long value) {
        if (kept == hashes.length && !grow()) {
            dense().add(value);
            return;
        }
        System.arraycopy(hashes, place, hashes, place + 1, kept - place);
        hashes[place] = value;
        kept++;
    }

    private boolean grow() {
        int most = Math.max(4, (1 << precision) * 6 / 8 / Long.BYTES / 8);
        if (kept >= Math.min(most, 256)) {
            return false;
        }
        hashes = Arrays.copyOf(hashes, kept * 2);
        return true;
    }

    /** From here on there are registers. */
    private HyperLogLog dense() {
        HyperLogLog known = dense;
        if (known != null) {
            return known;
        }
        HyperLogLog made;
        if (registers == null) {
            made = HyperLogLog.create(precision);
            for (int at = 0; at < kept; at++) {
                made.add(hashes[at]);
            }
            hashes = new long[0];
            kept = 0;
            registers = made.getState();
        } else {
            made = HyperLogLog.wrap(registers);
        }
        dense = made;
        return made;
    }
}

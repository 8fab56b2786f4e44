package org.lisle.core.codec;

import org.jspecify.annotations.Nullable;

/**
 * Writes values so that they say themselves what they are, and reads them back. Confined to one thread.
 *
 * <p>Each call of {@link #write} stands alone, unless the output has a {@link ClassTable}: its bytes can be read without those before it,
 * in any order, by any codec of the same job.
 * The bytes are meant for the same version of Lisle and of the job's classes; they are not a format to keep.
 */
public interface RecordCodec {
    /** A byte that no value and no names begin with: where it stands instead of a value, something else follows. */
    int NO_VALUE = Tag.COUNT;

    /**
     * @throws org.lisle.core.error.LisleException RECORD_NOT_SERIALIZABLE naming the class and the way to it inside of the value;
     *     RECORD_TOO_LARGE; in both cases {@code out} is back where it was
     */
    void write(@Nullable Object value, RecordOutput out);

    /** Writes the names of a table that stands apart, before the first record that needs them; {@link #read} passes over them. */
    void writeClasses(ClassTable classes, RecordOutput out);

    /** Reads what {@link #writeClasses} wrote, where no record follows at once. */
    void readClasses(RecordInput in);

    /** Writes the name of a class, for {@link #readClass}. */
    void writeClass(Class<?> type, RecordOutput out);

    /** @throws org.lisle.core.error.LisleException CLASS_NOT_FOUND naming a class that the job's class loader does not find */
    Class<?> readClass(RecordInput in);

    /**
     * @throws org.lisle.core.error.LisleException BLOCK_CORRUPT when the bytes are no value; CLASS_NOT_FOUND naming a class that the job's
     *     class loader does not find
     */
    @Nullable
    Object read(RecordInput in);
}

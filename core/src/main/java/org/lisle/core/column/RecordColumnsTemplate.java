package org.lisle.core.column;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import org.lisle.core.codec.ClassTemplate;

/** Never used itself: {@link RecordColumns} defines its bytes again for each record class, with the class's handles as class data. */
final class RecordColumnsTemplate extends RecordColumns.Handles {
    private static final MethodHandle ADDER = ClassTemplate.handle(MethodHandles.lookup(), 0);
    private static final MethodHandle MAKER = ClassTemplate.handle(MethodHandles.lookup(), 1);

    RecordColumnsTemplate() {}

    @Override
    void add(Object record, RecordWriter.Components columns) {
        try {
            ADDER.invokeExact(record, columns);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("fields throw nothing", e);
        }
    }

    @Override
    void make(
            ColumnReader records,
            RecordReader.Components columns,
            @Nullable Object[] into,
            int start,
            int row,
            int count) {
        try {
            for (int i = 0; i < count; i++) {
                if (!records.isNull(row + i)) {
                    into[start + i] = (Object) MAKER.invokeExact(columns, row + i);
                }
            }
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new RecordColumns.Refused(e);
        }
    }
}

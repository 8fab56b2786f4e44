package org.lisle.executor.task;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.message.BadRecordRules;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.operator.StageProgram;
import org.lisle.executor.badrecord.BadRecords;
import org.lisle.hdfs.badrecords.HadoopBadRecordFiles;

/**
 * A stage as the driver described it. Its program is read anew for each attempt, so that what its functions change in captured objects is seen
 * by no other; except when nothing in it can change: then all attempts have the first one. Thread-safe.
 */
final class KnownStage {
    private final StageDefinition definition;
    private volatile @Nullable StageProgram unchanging;
    private volatile boolean examined;

    KnownStage(StageDefinition definition) {
        this.definition = definition;
    }

    /** What becomes of records that make the user's functions throw; null when they fail their task. */
    BadRecords.@Nullable Rules badRecords() {
        BadRecordRules rules = definition.getBadRecords();
        return rules == null
                ? null
                : new BadRecords.Rules(
                        rules.getDirectory().isEmpty() ? null : new HadoopBadRecordFiles(rules.getDirectory()),
                        rules.getMost(),
                        rules.getOperators());
    }

    StageDefinition definition() {
        return definition;
    }

    /** @throws org.lisle.core.error.LisleException as {@link Closures#deserialize} */
    StageProgram program(ClassLoader loader, HandleBinder handles) {
        StageProgram known = unchanging;
        if (known != null) {
            return known;
        }
        StageProgram program =
                Closures.deserialize(bytes(definition.getClosure()), StageProgram.class, loader, handles);
        if (!examined) {
            unchanging = Immutability.isProven(program) ? program : null;
            examined = true;
        }
        return program;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        ByteBuffer view = buffer.duplicate();
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}

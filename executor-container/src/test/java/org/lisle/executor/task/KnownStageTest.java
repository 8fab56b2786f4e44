package org.lisle.executor.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.Function;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.Handle;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.operator.Operator;
import org.lisle.core.operator.StageOutput;
import org.lisle.core.operator.StageProgram;

class KnownStageTest {
    record Limits(String name, List<Long> bounds) implements java.io.Serializable {}

    static final class Bound implements Handle {
        private static final long serialVersionUID = 1L;
    }

    static final class Growing implements Function<Long, Long> {
        private static final long serialVersionUID = 1L;
        private long calls;

        @Override
        public Long call(Long value) {
            return ++calls;
        }
    }

    @Test
    void aProgramWithoutStateIsReadOnce() {
        assertShared(value -> value + 1);
        String text = "captured";
        long number = text.length();
        assertShared(value -> value + number + text.length());
        Limits limits = new Limits("limits", List.of(1L, 2L, 3L));
        assertShared(value -> limits.bounds().get(0) + value);
        Function<Long, Long> inner = value -> value + number;
        assertShared(value -> inner.call(value));
    }

    @Test
    void aProgramThatCanChangeIsReadForEachAttempt() {
        assertReadAnew(new Growing());
        long[] counts = {0};
        assertReadAnew(value -> ++counts[0]);
        AtomicLong count = new AtomicLong();
        assertReadAnew(value -> count.incrementAndGet());
        List<Long> seen = new ArrayList<>();
        assertReadAnew(value -> {
            seen.add(value);
            return value;
        });
        Limits limits = new Limits("limits", new ArrayList<>(List.of(1L)));
        assertReadAnew(value -> limits.bounds().get(0) + value);
        Growing growing = new Growing();
        assertReadAnew(value -> growing.call(value));
        Bound bound = new Bound();
        assertReadAnew(value -> value + bound.hashCode());
    }

    private static void assertShared(Function<Long, Long> function) {
        KnownStage stage = stage(function);
        assertThat(read(stage)).isSameAs(read(stage));
    }

    private static void assertReadAnew(Function<Long, Long> function) {
        KnownStage stage = stage(function);
        assertThat(read(stage)).isNotSameAs(read(stage));
    }

    private static StageProgram read(KnownStage stage) {
        return stage.program(KnownStageTest.class.getClassLoader(), HandleBinder.NONE);
    }

    private static KnownStage stage(Function<Long, Long> function) {
        Operator root = new Operator.MapRecords(2, new Operator.Values(1, 1), function);
        byte[] program = Closures.serialize(new StageProgram(1, "stage", root, new StageOutput.Records(1)));
        var definition = new StageDefinition(1, ByteBuffer.wrap(program), 1, "stage", Map.of(), null, 1);
        return new KnownStage(definition);
    }
}

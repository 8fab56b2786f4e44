package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.Function;
import org.lisle.core.closure.Closures;
import org.lisle.core.closure.HandleBinder;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class AccumulatorTest {
    private static final ClassLoader LOADER = AccumulatorTest.class.getClassLoader();

    @Test
    void taskGetsAnEmptyCopyWithTheSameIdAndWhatItAddsIsMerged() throws Exception {
        var lines = new LongAccumulator();
        lines.register(5, "lines");
        lines.add(100);
        Function<String, Long> function = text -> {
            lines.add(text.length());
            return lines.value();
        };
        List<Object> bound = new ArrayList<>();
        HandleBinder binder = handle -> {
            bound.add(handle);
            return handle;
        };
        Function<?, ?> copied = Closures.deserialize(Closures.serialize(function), Function.class, LOADER, binder);
        assertThat(bound).hasSize(1);
        var ofTask = (LongAccumulator) bound.get(0);
        assertThat(ofTask.isZero()).isTrue();
        assertThat(ofTask.isOfTask()).isTrue();
        assertThat(ofTask.id()).isEqualTo(5);
        assertThat(ofTask.name()).isEqualTo("lines");
        @SuppressWarnings("unchecked")
        var typed = (Function<String, Long>) copied;
        assertThat(typed.call("abc")).isEqualTo(3);
        assertThat(lines.value()).isEqualTo(100);

        var back = Closures.deserialize(Closures.serialize(ofTask), LongAccumulator.class, LOADER, HandleBinder.NONE);
        lines.merge(back);
        assertThat(lines.sum()).isEqualTo(103);
        assertThat(lines.count()).isEqualTo(2);
        assertThat(lines.avg()).isEqualTo(51.5);
    }

    @Test
    void doublesAreSummedAndCounted() {
        var sum = new DoubleAccumulator();
        assertThat(sum.isZero()).isTrue();
        assertThat(sum.avg()).isNaN();
        sum.add(1.5);
        sum.add(Double.valueOf(2));
        assertThat(sum.value()).isEqualTo(3.5);
        assertThat(sum.copyAndReset().isZero()).isTrue();
        sum.merge(sum.copy());
        assertThat(sum.sum()).isEqualTo(7);
        assertThat(sum.count()).isEqualTo(4);
        sum.reset();
        assertThat(sum.isZero()).isTrue();
    }

    @Test
    void collectionHoldsAllValuesAndGivesACopy() {
        var values = new CollectionAccumulator<String>();
        values.add("a");
        List<String> before = values.value();
        var other = new CollectionAccumulator<String>();
        other.add("b");
        values.merge(other);
        assertThat(values.value()).containsExactly("a", "b");
        assertThat(before).containsExactly("a");
        assertThat(values.copy().value()).containsExactly("a", "b");
        assertThat(values.copyAndReset().isZero()).isTrue();
    }

    @Test
    void unregisteredAccumulatorIsRefusedWhenAFunctionCapturesIt() {
        var forgotten = new LongAccumulator();
        Function<String, String> function = text -> {
            forgotten.add(1);
            return text;
        };
        assertThatThrownBy(() -> Closures.check(function, "map"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("LongAccumulator")
                .hasMessageContaining("before it is registered");
    }

    @Test
    void accumulatorIsRegisteredOnce() {
        var twice = new LongAccumulator();
        twice.register(1, null);
        assertThatThrownBy(() -> twice.register(2, null))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("registered already");
    }
}

package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.lisle.api.function.Function;
import org.lisle.core.closure.Closures;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class BroadcastTest {
    private static final class Fixed<T> extends Broadcast<T> {
        private static final long serialVersionUID = 1L;
        private final transient T value;
        private transient int dropped;

        Fixed(long id, T value) {
            super(new Reference(id, 1, 10));
            this.value = value;
        }

        @Override
        protected T load() {
            return value;
        }

        @Override
        protected void dropCopies() {
            dropped++;
        }

        @Override
        protected void dropAll() {
            dropped += 100;
        }
    }

    @Test
    void functionReadsTheBroadcastThatItsProcessHas() throws Exception {
        Broadcast<String> ofDriver = new Fixed<>(3, "of driver");
        Function<Integer, String> function = x -> ofDriver.value() + x;
        @SuppressWarnings("unchecked")
        Function<Integer, String> copied = Closures.deserialize(
                Closures.serialize(function), Function.class, BroadcastTest.class.getClassLoader(), handle -> {
                    assertThat(handle).isEqualTo(new Broadcast.Reference(3, 1, 10));
                    return new Fixed<>(3, "of executor");
                });
        assertThat(copied.call(1)).isEqualTo("of executor1");
    }

    @Test
    void destroyedBroadcastCannotBeUsed() {
        var broadcast = new Fixed<>(3, "x");
        broadcast.unpersist();
        broadcast.destroy();
        broadcast.destroy();
        assertThat(broadcast.dropped).isEqualTo(101);
        Function<Integer, String> function = x -> broadcast.value();
        assertThatThrownBy(broadcast::value)
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("broadcast 3 was destroyed");
        assertThatThrownBy(() -> Closures.check(function, "map")).hasMessageContaining("broadcast 3 was destroyed");
        assertThatThrownBy(broadcast::unpersist).isInstanceOf(LisleException.class);
    }
}

package org.lisle.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lisle.api.DecimalSize;
import org.lisle.api.FieldName;
import org.lisle.core.error.LisleException;

@SuppressWarnings("NullAway") // components of records may be null
class RecordShapeTest {
    record Inner(int number) {
        Inner {
            if (number < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    record Outer(
            @FieldName("the id") long id,
            Optional<String> note,
            List<Inner> inners,
            Map<String, Set<Integer>> sets,
            @DecimalSize(precision = 5, scale = 2) BigDecimal price) {}

    record Tree(List<Tree> children) {}

    record Odd(StringBuilder text) {}

    record Twice(int a, @FieldName("a") int b) {}

    @Test
    void fieldsAreTheComponentsInTheirOrder() {
        var number = new FieldType.Simple(FieldType.Kind.INT);
        assertThat(RecordShape.of(Outer.class).fields())
                .containsExactly(
                        new RecordShape.Field("the id", 0, new FieldType.Simple(FieldType.Kind.LONG), true, false),
                        new RecordShape.Field("note", 1, new FieldType.Simple(FieldType.Kind.STRING), false, true),
                        new RecordShape.Field(
                                "inners",
                                2,
                                RecordShape.of(Outer.class).fields().get(2).type(),
                                false,
                                false),
                        new RecordShape.Field(
                                "sets", 3, new FieldType.Mapping(new FieldType.Listing(number, true)), false, false),
                        new RecordShape.Field("price", 4, new FieldType.Decimal(5, 2), false, false));
    }

    @Test
    void anOptionalIsItsValueOrNull() {
        RecordShape shape = RecordShape.of(Outer.class);
        assertThat(shape.get(new Outer(1, Optional.of("a"), null, null, null), 1))
                .isEqualTo("a");
        assertThat(shape.get(new Outer(1, Optional.empty(), null, null, null), 1))
                .isNull();
        assertThat(shape.get(new Outer(1, null, null, null, null), 1)).isNull();
        assertThat(shape.make(new Object[] {1L, null, null, null, null}))
                .isEqualTo(new Outer(1, Optional.empty(), null, null, null));
    }

    @Test
    void aPrimitiveIsNeverMissing() {
        assertThatThrownBy(() -> RecordShape.of(Inner.class).make(new Object[] {null}))
                .isInstanceOf(ValueRefused.class)
                .hasMessageContaining("number");
    }

    @Test
    void whatTheConstructorSaysIsTold() {
        assertThatThrownBy(() -> RecordShape.of(Inner.class).make(new Object[] {-1}))
                .isInstanceOf(ValueRefused.class)
                .hasMessageContaining("negative");
    }

    @Test
    void whatFilesCannotHoldIsRefusedByName() {
        assertThatThrownBy(() -> RecordShape.of(Odd.class))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("text of " + Odd.class.getName());
        assertThatThrownBy(() -> RecordShape.of(Tree.class)).hasMessageContaining("contains itself");
        assertThatThrownBy(() -> RecordShape.of(String.class)).hasMessageContaining("is no record class");
        assertThatThrownBy(() -> RecordShape.of(Twice.class)).hasMessageContaining("two components");
    }
}

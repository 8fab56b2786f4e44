package org.lisle.executor.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // null is a value like any other
class WaitingPairsTest {
    private final PackedTable table = new PackedTable();
    private final WaitingPairs waiting = new WaitingPairs(table);

    private void add(Object key, Object value) {
        assertThat(table.want(key)).isTrue();
        waiting.add(value);
    }

    private List<Object> moveIntoTable() {
        List<Object> values = new ArrayList<>();
        waiting.fetch();
        while (waiting.wantFirst()) {
            values.add(waiting.firstValue());
            int slot = table.find();
            if (slot >= 0) {
                table.setValue(slot, waiting.firstValue());
            } else {
                table.insert(slot, waiting.firstValue());
            }
            waiting.removeFirst();
        }
        return values;
    }

    @Test
    void valuesOfAllKindsComeOutInTheOrderInWhichTheyCame() {
        List<Object> values = new ArrayList<>();
        for (Object value : new Object[] {1, 2L, -0.0, Double.NaN, null, "text", Integer.MIN_VALUE, Long.MAX_VALUE}) {
            values.add(value);
            add("the same key", value);
        }
        assertThat(moveIntoTable()).isEqualTo(values);
        assertThat(table.size()).isEqualTo(1);
        table.want("the same key");
        assertThat(table.value(table.find())).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPlaceThatHeldAnObjectIsUsedAgain() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < WaitingPairs.MOST; i++) {
                assertThat(waiting.isFull()).isFalse();
                add((long) i, round % 2 == 0 ? "object " + i : (Object) i);
            }
            assertThat(waiting.isFull()).isTrue();
            assertThat(moveIntoTable()).hasSize(WaitingPairs.MOST);
            for (int i = 0; i < WaitingPairs.MOST; i++) {
                table.want((long) i);
                assertThat(table.value(table.find())).isEqualTo(round % 2 == 0 ? "object " + i : (Object) i);
            }
        }
        assertThat(table.size()).isEqualTo(WaitingPairs.MOST);
    }
}

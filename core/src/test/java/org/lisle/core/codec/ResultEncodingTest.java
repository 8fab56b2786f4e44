package org.lisle.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultEncodingTest {
    private final RecordCodec codec = RecordCodecs.forJob(ResultEncodingTest.class.getClassLoader());

    @Test
    void smallResultsAreFewBytes() {
        assertThat(ResultEncoding.encode(List.of(), codec)).hasSize(2);
        assertThat(ResultEncoding.encode(List.of(1), codec)).hasSize(4);
    }

    @Test
    void recordsComeBackInOrderWithNulls() {
        List<@Nullable Object> records = Arrays.asList("a", null, 3L);
        assertThat(ResultEncoding.decode(ResultEncoding.encode(records, codec), codec))
                .isEqualTo(records);
    }

    @Test
    void largeResultsAreCompressedAndComeBack() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            records.add("record number " + i);
        }
        byte[] bytes = ResultEncoding.encode(records, codec);
        assertThat(bytes.length).isLessThan(100_000 * 10);
        assertThat(ResultEncoding.decode(bytes, codec)).isEqualTo(records);
    }

    @Test
    void oneRecordLargerThanABlockComesBack() {
        byte[] large = new byte[1 << 20];
        large[1 << 19] = 1;
        byte[] bytes = ResultEncoding.encode(List.of(large), codec);
        assertThat(bytes.length).isLessThan(1 << 16);
        assertThat(ResultEncoding.decode(bytes, codec)).containsExactly(large);
    }

    @Test
    void sizeOfABuilderIsNearTheSizeOfItsBytes() {
        var builder = new ResultBuilder(codec);
        for (int i = 0; i < 50_000; i++) {
            builder.add(i * 7919L);
        }
        long size = builder.sizeInBytes();
        assertThat(builder.count()).isEqualTo(50_000);
        assertThat((long) builder.build().length).isBetween(size / 2, size + 64);
    }
}

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
    void compressedBytesTellHowManyTheyAreWithoutCompression() {
        var builder = new ResultBuilder(codec);
        for (int i = 0; i < 16; i++) {
            builder.add(new byte[1 << 20]);
        }
        assertThat(builder.rawBytes()).isBetween(16L << 20, (16L << 20) + 16 * 8);
        long raw = builder.rawBytes();
        byte[] bytes = builder.build();
        assertThat(bytes.length).isLessThan(1 << 20);
        assertThat(ResultEncoding.rawBytes(bytes)).isEqualTo(raw);
    }

    @Test
    void plainBytesAreAsManyAsTheyAre() {
        byte[] bytes = ResultEncoding.encode(List.of("a", "b"), codec);
        assertThat(ResultEncoding.rawBytes(bytes)).isEqualTo(bytes.length);
        assertThat(ResultEncoding.rawBytes(new byte[0])).isZero();
        assertThat(ResultEncoding.rawBytes(new byte[] {1, -1})).as("damaged").isEqualTo(2);
    }
}

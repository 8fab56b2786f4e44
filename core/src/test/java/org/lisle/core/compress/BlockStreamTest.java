package org.lisle.core.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class BlockStreamTest {
    private static byte[] text(int length) {
        byte[] bytes = new byte[length];
        var random = new Random(1);
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(3));
        }
        return bytes;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(2).nextBytes(bytes);
        return bytes;
    }

    private static byte[] write(Compression compression, byte[] raw) throws IOException {
        var target = new ByteArrayOutputStream();
        try (var out = new BlockOutputStream(target, compression)) {
            out.write(raw);
        }
        return target.toByteArray();
    }

    private static byte[] read(byte[] stored) throws IOException {
        try (var in = new BlockInputStream(stored, 0, stored.length, "test")) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenComesBack(Compression compression) throws IOException {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 300_000}) {
            assertThat(read(write(compression, text(length)))).isEqualTo(text(length));
            assertThat(read(write(compression, noise(length)))).isEqualTo(noise(length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void singleBytesComeBack(Compression compression) throws IOException {
        var target = new ByteArrayOutputStream();
        byte[] raw = text(1000);
        try (var out = new BlockOutputStream(target, compression, 100, false)) {
            for (byte b : raw) {
                out.write(b);
            }
        }
        try (var in = new BlockInputStream(new ByteArrayInputStream(target.toByteArray()), "test")) {
            for (byte b : raw) {
                assertThat(in.read()).isEqualTo(b);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.bytesRead()).isEqualTo(target.size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void compressedTextIsSmaller(Compression compression) throws IOException {
        assertThat(write(compression, text(300_000)).length).isLessThan(200_000);
    }

    @ParameterizedTest
    @EnumSource
    void noiseGrowsByHeadersOnly(Compression compression) throws IOException {
        assertThat(write(compression, noise(200_000))).hasSize(200_000 + 4 * BlockOutputStream.HEADER_BYTES);
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void whatComesBehindMuchNoiseIsCompressedAgain(Compression compression) throws IOException {
        byte[] noise = noise(64 * BlockOutputStream.DEFAULT_BLOCK_BYTES);
        byte[] text = text(64 * BlockOutputStream.DEFAULT_BLOCK_BYTES);
        var target = new ByteArrayOutputStream();
        try (var out = new BlockOutputStream(target, compression)) {
            out.write(noise);
            out.write(text);
            out.write(noise, 0, 5);
        }
        assertThat(target.size()).isLessThan(noise.length + text.length * 8 / 10);
        byte[] read = read(target.toByteArray());
        assertThat(read).startsWith(noise).hasSize(noise.length + text.length + 5);
        assertThat(java.util.Arrays.mismatch(read, noise.length, read.length - 5, text, 0, text.length))
                .isEqualTo(-1);
    }

    @Test
    void streamsOneAfterTheOtherAreOneStream() throws IOException {
        var joined = new ByteArrayOutputStream();
        var expected = new ByteArrayOutputStream();
        for (Compression compression : Compression.values()) {
            joined.write(write(compression, text(70_000)));
            joined.write(write(compression, new byte[0]));
            expected.write(text(70_000));
        }
        assertThat(read(joined.toByteArray())).isEqualTo(expected.toByteArray());
    }

    @Test
    void finishedSegmentsCanBeReadAlone() throws IOException {
        var target = new ByteArrayOutputStream();
        var out = new BlockOutputStream(target, Compression.LZ4);
        out.write(text(100));
        out.finish();
        long first = out.bytesWritten();
        assertThat(first).isEqualTo(target.size());
        out.write(noise(200));
        out.finish();
        assertThat(out.bytesWritten()).isEqualTo(target.size());
        byte[] second = Arrays.copyOfRange(target.toByteArray(), (int) first, target.size());
        assertThat(read(second)).isEqualTo(noise(200));
    }

    @Test
    void targetIsClosedOnlyWhenOwned() throws IOException {
        for (boolean owned : new boolean[] {true, false}) {
            boolean[] closed = {false};
            OutputStream target = new FilterOutputStream(new ByteArrayOutputStream()) {
                @Override
                public void close() {
                    closed[0] = true;
                }
            };
            new BlockOutputStream(target, Compression.LZ4, 10, owned).close();
            assertThat(closed[0]).isEqualTo(owned);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangedByteIsFound(Compression compression) throws IOException {
        byte[] raw = text(500);
        byte[] stored = write(compression, raw);
        for (int at = 0; at < stored.length; at++) {
            byte[] changed = stored.clone();
            changed[at] ^= 0x10;
            assertCorrupt(changed, "byte " + at + " changed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncationIsFoundExceptBetweenBlocks(Compression compression) throws IOException {
        byte[] stored = write(compression, noise(100));
        assertThat(read(new byte[0])).isEmpty();
        for (int length = 1; length < stored.length; length++) {
            assertCorrupt(Arrays.copyOf(stored, length), "cut off at " + length);
        }
    }

    @Test
    void errorNamesTheSourceAndTheOffsetOfTheBlock() throws IOException {
        byte[] stored = write(Compression.NONE, noise(70_000));
        stored[stored.length - 1]++;
        assertThatThrownBy(() -> read(stored))
                .hasMessageContaining("byte " + (65_536 + BlockOutputStream.HEADER_BYTES))
                .hasMessageContaining("of test")
                .hasMessageContaining("checksum");
    }

    @Test
    void goodBlocksBeforeABadOneAreReadable() throws IOException {
        byte[] stored = write(Compression.LZ4, text(70_000));
        stored[stored.length - 1]++;
        try (var in = new BlockInputStream(stored, 0, stored.length, "test")) {
            assertThat(in.readNBytes(65_536)).isEqualTo(Arrays.copyOf(text(70_000), 65_536));
            assertThatThrownBy(in::read).isInstanceOf(LisleException.class);
        }
    }

    private static void assertCorrupt(byte[] stored, String what) {
        assertThatThrownBy(() -> read(stored)).as(what).isInstanceOfSatisfying(LisleException.class, e -> assertThat(
                        e.code())
                .isEqualTo(ErrorCode.BLOCK_CORRUPT));
    }

    @Test
    void nativeLibrariesAreUsed() {
        assertThat(net.jpountz.lz4.LZ4Factory.fastestInstance().toString()).contains("JNI");
    }

    @Test
    void unknownCompressionIsAnInvalidSetting() {
        assertThat(Compression.parse(" Zstd ")).isEqualTo(Compression.ZSTD);
        assertThatThrownBy(() -> Compression.parse("gzip"))
                .isInstanceOfSatisfying(
                        LisleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING))
                .hasMessageContaining("gzip");
    }
}

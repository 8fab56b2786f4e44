package org.lisle.hdfs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

class LineReaderTest {
    @Test
    void findsTheLinesThatHadoopFindsHoweverTheBytesArrive() throws IOException {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Texts.random(random, random.nextInt(120));
            LineReader reader = new LineReader(9 + random.nextInt(20), 1 << 20);
            reader.reset(trickle(bytes, random), 0, "memory");
            List<String> lines = new ArrayList<>();
            while (reader.next()) {
                lines.add(reader.text());
            }
            assertThat(lines).as("seed %s", seed).isEqualTo(Texts.linesByHadoop(bytes));
            assertThat(reader.offset()).as("seed %s", seed).isEqualTo(bytes.length);
        }
    }

    @Test
    void skippingALineLeavesThoseBehindIt() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Texts.random(random, 1 + random.nextInt(120));
            LineReader reader = new LineReader(9 + random.nextInt(20), 1 << 20);
            reader.reset(trickle(bytes, random), 0, "memory");
            reader.skip();
            List<String> lines = new ArrayList<>();
            while (reader.next()) {
                lines.add(reader.text());
            }
            List<String> all = Texts.linesByHadoop(bytes);
            assertThat(lines).as("seed %s", seed).isEqualTo(all.subList(1, all.size()));
        }
    }

    @Test
    void findsTheFirstLineEndAmongBytesOfEveryValue() {
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int expected = from;
            while (expected < bytes.length && bytes[expected] != '\n' && bytes[expected] != '\r') {
                expected++;
            }
            assertThat(LineReader.findLineEnd(bytes, from, bytes.length))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void aLineAboveTheLimitIsRefusedWithItsPlace() throws IOException {
        byte[] bytes = new byte[100];
        Arrays.fill(bytes, (byte) 'a');
        bytes[3] = '\n';
        LineReader reader = new LineReader(16, 64);
        reader.reset(new ByteArrayInputStream(bytes), 1000, "hdfs:///data/a.txt");
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next)
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("hdfs:///data/a.txt")
                .hasMessageContaining("1004")
                .extracting(e -> ((LisleException) e).code())
                .isEqualTo(ErrorCode.RECORD_TOO_LARGE);
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() throws IOException {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) 'a');
        LineReader reader = new LineReader(16, 65);
        reader.reset(new ByteArrayInputStream(bytes), 0, "memory");
        assertThat(reader.next()).isTrue();
        assertThat(reader.text()).hasSize(64);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharactersAsHadoopMakesThem() throws IOException {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n' || bytes[i] == '\r') {
                    bytes[i] = (byte) 0xE2;
                }
            }
            LineReader reader = new LineReader(16, 64);
            reader.reset(new ByteArrayInputStream(bytes), 0, "memory");
            reader.next();
            assertThat(reader.text()).as("seed %s", seed).isEqualTo(new Text(bytes).toString());
        }
    }

    private static InputStream trickle(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(9)));
            }
        };
    }

    /** Texts with every kind of line end. */
    static final class Texts {
        private static final String[] PARTS = {
            "\n", "\r\n", "\r", "\n\n", "\r\r\n", "a", "bc", "some words", "ä", "€uro", "😀", " ", "\t"
        };

        private Texts() {}

        static byte[] random(Random random, int parts) {
            var out = new ByteArrayOutputStream();
            for (int i = 0; i < parts; i++) {
                if (random.nextInt(30) == 0) {
                    out.write(0x80 + random.nextInt(0x80));
                } else {
                    out.writeBytes(
                            PARTS[random.nextInt(PARTS.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
            }
            return out.toByteArray();
        }

        static List<String> linesByHadoop(byte[] bytes) throws IOException {
            List<String> lines = new ArrayList<>();
            try (var reader = new org.apache.hadoop.util.LineReader(new ByteArrayInputStream(bytes))) {
                Text line = new Text();
                while (reader.readLine(line) > 0) {
                    lines.add(line.toString());
                }
            }
            return lines;
        }
    }
}

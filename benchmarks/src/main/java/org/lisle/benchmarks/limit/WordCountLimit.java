package org.lisle.benchmarks.limit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code WordCountLimit IN OUT THREADS}: counts words between single spaces, without making an object for any but new words. */
public final class WordCountLimit {
    private static final int BUFFER = 1 << 20;

    private WordCountLimit() {}

    public static void main(String[] arguments) throws Exception {
        List<Callable<ByteCounts>> parts = new ArrayList<>();
        for (Path file : InputFiles.in(arguments[0])) {
            parts.add(() -> count(file));
        }
        ByteCounts total = new ByteCounts(1 << 19);
        for (ByteCounts part : InThreads.run(Integer.parseInt(arguments[2]), parts)) {
            part.addTo(total);
        }
        try (var out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])), BUFFER)) {
            total.writeTo(out);
        }
    }

    private static ByteCounts count(Path file) throws IOException {
        ByteCounts counts = new ByteCounts(1 << 18);
        byte[] buffer = new byte[BUFFER];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer, 0, BUFFER); read > 0; read = in.read(buffer, kept, BUFFER - kept)) {
                int end = kept + read;
                int begun = addWords(counts, buffer, end);
                kept = end - begun;
                System.arraycopy(buffer, begun, buffer, 0, kept);
            }
        }
        if (kept > 0) {
            addWords(counts, buffer, withEnd(buffer, kept));
        }
        return counts;
    }

    /** Adds all words that end before {@code end}; gives back where the word begins that does not. */
    private static int addWords(ByteCounts counts, byte[] buffer, int end) {
        int from = 0;
        int hash = 0;
        for (int i = 0; i < end; i++) {
            byte next = buffer[i];
            if (next == ' ' || next == '\n') {
                counts.add(buffer, from, i - from, hash, 1);
                from = i + 1;
                hash = 0;
            } else {
                hash = hash * 31 + next;
            }
        }
        return from;
    }

    private static int withEnd(byte[] buffer, int length) {
        buffer[length] = '\n';
        return length + 1;
    }
}

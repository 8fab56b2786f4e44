package org.lisle.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A digest of an output directory that does not depend on the order of lines nor on how they are dealt over files, and sees through the
 * ways in which engines write a pair: {@code (a,b)}, {@code a<TAB>b}.
 */
final class OutputDigest {
    private OutputDigest() {}

    static String of(FileSystem files, String output) throws IOException {
        long lines = 0;
        long sum = 0;
        for (FileStatus file : files.globStatus(new Path(output, "part-*"))) {
            try (var in = new BufferedReader(
                    new InputStreamReader(files.open(file.getPath()), StandardCharsets.ISO_8859_1), 1 << 16)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines++;
                    sum += hash(line);
                }
            }
        }
        return lines + " lines, digest " + Long.toHexString(sum);
    }

    private static long hash(String line) {
        boolean pair = line.startsWith("(") && line.endsWith(")");
        String plain = pair ? line.substring(1, line.length() - 1) : line;
        int border = pair ? plain.lastIndexOf(',') : plain.lastIndexOf('\t');
        long hash = 1125899906842597L;
        for (int i = 0; i < plain.length(); i++) {
            hash = 31 * hash + (i == border ? '\t' : plain.charAt(i));
        }
        return hash * 0x9E3779B97F4A7C15L;
    }
}

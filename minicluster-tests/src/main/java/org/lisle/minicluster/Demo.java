package org.lisle.minicluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.lisle.cli.CommandLineProgram;
import org.lisle.hdfs.conf.HadoopConfiguration;

/**
 * {@code bin/lisle demo [PATH]}: starts an embedded HDFS and YARN, copies texts into HDFS, counts their words as a YARN application with two
 * executors, and shows the result and where the time went.
 */
public final class Demo {
    private static final int TOP = 10;
    private static final int INPUT_FILES = 4;

    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger GUICE = Logger.getLogger("com.google.inject");

    private Demo() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 1 || (arguments.length == 1 && arguments[0].startsWith("-"))) {
            System.err.println(
                    "usage: lisle demo [PATH], PATH being a file or a folder with texts to count (default: Lisle's own)");
            System.exit(arguments.length == 1 && arguments[0].matches("-h|--help") ? 0 : 2);
        }
        Path input = Path.of(arguments.length == 1 ? arguments[0] : System.getProperty("lisle.home", "."));
        if (!Files.exists(input)) {
            System.err.println("lisle: there is no " + input + ": name a file or a folder with texts");
            System.exit(2);
        }
        int exitCode = run(input);
        System.out.flush();
        // Hadoop's mini clusters leave threads that are no daemons
        System.exit(exitCode);
    }

    private static int run(Path input) throws IOException {
        GUICE.setLevel(Level.SEVERE);
        Path folder = Files.createTempDirectory("lisle-demo-");
        System.out.println("starting HDFS and YARN with 2 NodeManagers in " + folder + " ...");
        System.out.println("(their log: " + System.getProperty("lisle.demo.log", "standard error") + ")");
        long started = System.nanoTime();
        try (EmbeddedCluster cluster = EmbeddedCluster.start(folder, EmbeddedCluster.Options.defaults())) {
            HadoopConfiguration.setBase(cluster.configuration());
            System.out.printf("started in %.1f s%n", (System.nanoTime() - started) / 1e9);
            FileSystem files = cluster.fileSystem();
            long bytes = copy(input, files);
            System.out.printf("copied %.1f MB of text from %s to /demo/in%n", bytes / 1e6, input);
            int exitCode = submit();
            if (exitCode == 0) {
                show(files, files.makeQualified(new org.apache.hadoop.fs.Path("/demo/out")));
            }
            return exitCode;
        }
    }

    private static int submit() {
        return CommandLineProgram.run(
                new String[] {
                    "submit",
                    "--class",
                    "org.lisle.examples.WordCount",
                    "--name",
                    "demo",
                    "--num-executors",
                    "2",
                    "--driver-memory",
                    "512m",
                    "--executor-memory",
                    "512m",
                    "--conf",
                    "lisle.yarn.java.home=" + System.getProperty("java.home"),
                    "--timings",
                    System.getProperty("lisle.examples.jar", ""),
                    "/demo/in",
                    "/demo/out"
                },
                System.out,
                System.err);
    }

    /** Writes the texts below the path, one after the other, into a few files: HDFS is slow with many small ones. Returns their bytes. */
    private static long copy(Path input, FileSystem files) throws IOException {
        List<Path> texts;
        try (Stream<Path> walk = Files.walk(input)) {
            texts = walk.filter(Files::isRegularFile)
                    .filter(Demo::isText)
                    .sorted()
                    .toList();
        }
        long bytes = 0;
        for (int part = 0; part < INPUT_FILES; part++) {
            int from = (int) ((long) texts.size() * part / INPUT_FILES);
            int to = (int) ((long) texts.size() * (part + 1) / INPUT_FILES);
            bytes += concatenate(
                    texts.subList(from, to), files, new org.apache.hadoop.fs.Path("/demo/in/" + part + ".txt"));
        }
        return bytes;
    }

    private static long concatenate(List<Path> texts, FileSystem files, org.apache.hadoop.fs.Path target)
            throws IOException {
        long bytes = 0;
        try (OutputStream out = files.create(target)) {
            for (Path text : texts) {
                bytes += Files.copy(text, out);
                out.write('\n');
            }
        }
        return bytes;
    }

    private static boolean isText(Path file) {
        String path = file.toString();
        return !path.contains("/target/")
                && !path.contains("/.git/")
                && !path.matches(".*\\.(jar|class|zip|gz|png|so|lck)$");
    }

    private record WordCount(String word, long count) {}

    private static void show(FileSystem files, org.apache.hadoop.fs.Path output) throws IOException {
        List<WordCount> counts = new ArrayList<>();
        for (FileStatus part : files.listStatus(output, path -> path.getName().startsWith("part-"))) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(files.open(part.getPath()), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int tab = line.lastIndexOf('\t');
                    counts.add(new WordCount(line.substring(0, tab), Long.parseLong(line.substring(tab + 1))));
                }
            }
        }
        counts.sort(Comparator.comparingLong(WordCount::count).reversed().thenComparing(WordCount::word));
        System.out.println("the " + TOP + " most frequent of " + counts.size() + " words:");
        counts.stream().limit(TOP).forEach(word -> System.out.printf("  %8d  %s%n", word.count(), word.word()));
        System.out.println("output: " + output);
    }
}

package org.lisle.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Makes Spark's program out of Lisle's: the text of the measured jobs with Spark's names for Lisle's, compiled against Spark's jars. So
 * both engines run the same text, and the build needs no Spark.
 */
final class SparkProgram {
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("package org.lisle.benchmarks.jobs;", "");
        NAMES.put("import org.lisle.api.LisleContext;", "import org.apache.spark.api.java.JavaSparkContext;");
        NAMES.put("import org.lisle.api.Pair;", "import scala.Tuple2;");
        NAMES.put("import org.lisle.api.PairRdd;", "import org.apache.spark.api.java.JavaPairRDD;");
        NAMES.put("import org.lisle.api.Rdd;", "import org.apache.spark.api.java.JavaRDD;");
        NAMES.put("\\bLisleContext\\b", "JavaSparkContext");
        NAMES.put("\\bPairRdd\\b", "JavaPairRDD");
        NAMES.put("\\bRdd\\b", "JavaRDD");
        NAMES.put("\\bPair\\.of\\(", "new Tuple2<>(");
        NAMES.put("\\bPair<", "Tuple2<");
        NAMES.put("\\.key\\(\\)", "._1()");
        NAMES.put("\\.value\\(\\)", "._2()");
    }

    private SparkProgram() {}

    static String translate(String lisle) {
        String text = lisle;
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            text = text.replaceAll(name.getKey(), name.getValue());
        }
        return text;
    }

    /** As a class path: a compiler in this JVM does not expand wildcards. */
    private static String jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /**
     * Compiles the program into a jar.
     *
     * @param sources the module's folder {@code src/main}
     */
    static Path build(Path sources, Path sparkJars, Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path jobs = folder.resolve("Jobs.java");
        Files.writeString(
                jobs, translate(Files.readString(sources.resolve("java/org/lisle/benchmarks/jobs/Jobs.java"))));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java has no compiler: set JAVA_HOME to a JDK");
        }
        int status = compiler.run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "--release",
                "17",
                "-cp",
                jarsIn(sparkJars),
                "-d",
                classes.toString(),
                jobs.toString(),
                sources.resolve("spark/SparkMain.java").toString());
        if (status != 0) {
            throw new IllegalStateException("Spark's program does not compile, see above");
        }
        return jar(classes, folder.resolve("spark-jobs.jar"));
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}

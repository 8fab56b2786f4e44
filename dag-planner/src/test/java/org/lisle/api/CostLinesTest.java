package org.lisle.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Each public method of the datasets and of the context says what it costs: a line "Cost:" in its Javadoc, or a word that it is as another
 * one, which has such a line.
 */
class CostLinesTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "lisle", "api");

    private static final List<String> TYPES = List.of(
            "RddActions", "Rdd", "PairRdd", "DoubleRdd", "HadoopRdd", "ContextJobs", "ContextFiles", "LisleContext");

    /** They answer or note something in the driver: no record is touched, now or later. */
    private static final Set<String> WITHOUT_RECORDS = Set.of(
            "addJobTag",
            "addListener",
            "appName",
            "applicationId",
            "builder",
            "clearCallSite",
            "clearJobGroup",
            "clearJobTags",
            "close",
            "context",
            "defaultMinPartitions",
            "defaultParallelism",
            "getCheckpointDir",
            "getCheckpointFile",
            "getConf",
            "getJobTags",
            "getLocalProperty",
            "getOrCreate",
            "getPersistentRDDs",
            "getReadOnlyConf",
            "getResourceProfile",
            "getStorageLevel",
            "hadoopConfiguration",
            "id",
            "isCheckpointed",
            "isLocal",
            "isStopped",
            "jars",
            "master",
            "name",
            "removeJobTag",
            "removeListener",
            "resources",
            "setCallSite",
            "setCheckpointDir",
            "setInterruptOnCancel",
            "setJobDescription",
            "setJobGroup",
            "setLocalProperty",
            "setLogLevel",
            "setName",
            "sparkUser",
            "startTime",
            "statusTracker",
            "stop",
            "version");

    private static final Pattern LINK = Pattern.compile("(?:[Aa]s|[Ss]ee)\\s+\\{@link\\s+\\w*#(\\w+)");

    private record Documented(String type, String method, String text, boolean overrides) {
        boolean refersAbove() {
            return text.contains("As above");
        }
    }

    @Test
    void everyPublicMethodSaysWhatItCosts() throws IOException {
        List<Documented> methods = methods();
        Set<String> silent = new TreeSet<>();
        for (int at = 0; at < methods.size(); at++) {
            Documented method = methods.get(at);
            if (!method.overrides()
                    && !WITHOUT_RECORDS.contains(method.method())
                    && !saysCost(methods, at, new HashSet<>())) {
                silent.add(method.type() + "." + method.method() + ": "
                        + method.text().strip().replace('\n', ' '));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void whatIsExemptIsThere() throws IOException {
        assertThat(methods().stream().map(Documented::method)).containsAll(WITHOUT_RECORDS);
    }

    private static boolean saysCost(List<Documented> methods, int at, Set<Integer> seen) {
        Documented method = methods.get(at);
        if (method.text().contains("Cost:")) {
            return true;
        }
        if (!seen.add(at)) {
            return false;
        }
        if (method.refersAbove() && saysCost(methods, at - 1, seen)) {
            return true;
        }
        Matcher links = LINK.matcher(method.text());
        while (links.find()) {
            for (int other = 0; other < methods.size(); other++) {
                if (methods.get(other).method().equals(links.group(1)) && saysCost(methods, other, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Documented> methods() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run with a JDK");
        List<Documented> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Stream<Path> paths = TYPES.stream().map(type -> SOURCES.resolve(type + ".java"));
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths.toList()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
                TreePath ofType = new TreePath(new TreePath(unit), type);
                for (Tree member : type.getMembers()) {
                    if (member instanceof MethodTree method
                            && method.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                        String text = docs.getDocComment(new TreePath(ofType, method));
                        boolean overrides = method.getModifiers().getAnnotations().stream()
                                .anyMatch(each ->
                                        each.getAnnotationType().toString().equals("Override"));
                        found.add(new Documented(
                                type.getSimpleName().toString(),
                                method.getName().toString(),
                                text == null ? "" : text,
                                overrides));
                    }
                }
            }
        }
        return found;
    }
}

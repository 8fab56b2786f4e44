package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.lisle.api.DoubleRdd;
import org.lisle.api.HadoopRdd;
import org.lisle.api.LisleContext;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;

/**
 * Which methods of the API the tests of this package call, by their byte code: each operation on datasets is a {@link Program}, or belongs
 * to a test that is named here; each form of each method is called by some test.
 */
class ApiIsExercisedTest {
    /** Without a look at the classes that they call. */
    private static final JavaClasses TESTS = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().importPath(Path.of("target", "test-classes", "org", "lisle", "programs"));
    });

    private static final List<Class<?>> DATASETS =
            List.of(Rdd.class, Rdd.class.getSuperclass(), PairRdd.class, DoubleRdd.class, HadoopRdd.class);
    private static final List<Class<?>> CONTEXT = List.of(
            LisleContext.class,
            LisleContext.class.getSuperclass(),
            LisleContext.class.getSuperclass().getSuperclass());

    /** What needs files, time or threads, or says something of a dataset, is no function of small data. */
    private static final Map<String, Class<?>> TESTED_ELSEWHERE = new LinkedHashMap<>();

    static {
        for (String method : List.of("cache", "persist", "unpersist")) {
            TESTED_ELSEWHERE.put(method, CachingTest.class);
        }
        for (String method : List.of("saveAsTextFile", "saveAsHadoopFile", "saveAsNewAPIHadoopFile")) {
            TESTED_ELSEWHERE.put(method, FilesTest.class);
        }
        for (String method : List.of(
                "saveAsObjectFile",
                "saveAsHadoopDataset",
                "saveAsNewAPIHadoopDataset",
                "getStorageLevel",
                "mapPartitionsWithInputSplit",
                "checkpoint",
                "localCheckpoint",
                "isCheckpointed",
                "getCheckpointFile")) {
            TESTED_ELSEWHERE.put(method, HadoopDataTest.class);
        }
        for (String method : List.of("withResources", "getResourceProfile", "setName", "name", "id", "context")) {
            TESTED_ELSEWHERE.put(method, ContextFeaturesTest.class);
        }
        for (String method : List.of("fromJavaRDD", "rangePartitioner", "partitioner")) {
            TESTED_ELSEWHERE.put(method, OverloadsTest.class);
        }
        for (String method : List.of("explain", "toDebugString")) {
            TESTED_ELSEWHERE.put(method, ContextFeaturesTest.class);
        }
        TESTED_ELSEWHERE.put("write", FileFormsTest.class);
        TESTED_ELSEWHERE.put("barrier", BarrierStageTest.class);
    }

    /** A method and the classes of its parameters. */
    private record Form(String name, List<String> parameters) implements Comparable<Form> {
        static Form of(Method method) {
            return new Form(
                    method.getName(),
                    Arrays.stream(method.getParameterTypes())
                            .map(Class::getName)
                            .toList());
        }

        static Form of(CodeUnitAccessTarget target) {
            return new Form(
                    target.getName(),
                    target.getRawParameterTypes().stream()
                            .map(JavaClass::getName)
                            .toList());
        }

        @Override
        public int compareTo(Form other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return name
                    + parameters.stream()
                            .map(type -> type.substring(type.lastIndexOf('.') + 1))
                            .collect(Collectors.joining(", ", "(", ")"));
        }
    }

    @Test
    void everyOperationIsAProgramOrHasATestOfItsOwn() {
        Set<String> programs =
                names(called(DATASETS, type -> type.getSimpleName().endsWith("Programs")));
        Set<String> missing = new TreeSet<>(names(forms(DATASETS)));
        missing.removeAll(programs);
        missing.removeAll(TESTED_ELSEWHERE.keySet());
        assertThat(missing).isEmpty();
    }

    @Test
    void theTestsThatAreNamedCallWhatTheyAreNamedFor() {
        TESTED_ELSEWHERE.forEach((method, test) -> assertThat(
                        names(called(DATASETS, type -> outermost(type).getName().equals(test.getName()))))
                .as(test.getSimpleName())
                .contains(method));
    }

    @Test
    void everyFormIsCalledByATest() {
        for (List<Class<?>> family : List.of(DATASETS, CONTEXT)) {
            Set<Form> missing = new TreeSet<>(forms(family));
            missing.removeAll(called(family, type -> true));
            assertThat(missing).as(family.get(0).getSimpleName()).isEmpty();
        }
    }

    private static Set<String> names(Set<Form> forms) {
        return forms.stream().map(Form::name).collect(Collectors.toSet());
    }

    private static Set<Form> forms(List<Class<?>> family) {
        return family.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.getName().equals("toString"))
                .map(Form::of)
                .collect(Collectors.toSet());
    }

    /** Methods that are called on the family, also by references such as {@code Rdd::count}. */
    private static Set<Form> called(List<Class<?>> family, Predicate<JavaClass> by) {
        Set<String> owners = family.stream().map(Class::getName).collect(Collectors.toSet());
        return TESTS.stream()
                .filter(by)
                .flatMap(type -> type.getCodeUnitAccessesFromSelf().stream())
                .map(access -> access.getTarget())
                .filter(target -> owners.contains(target.getOwner().getName()))
                .map(Form::of)
                .collect(Collectors.toSet());
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}

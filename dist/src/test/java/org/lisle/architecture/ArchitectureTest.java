package org.lisle.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.lisle.architecture.Modules.in;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lisle.core.error.FrameOrigin;

class ArchitectureTest {
    private static final JavaClasses PRODUCT = Modules.product();

    /** What the jar is made of. */
    private static final Set<String> MODULES =
            Set.of("core", "transport", "dag-planner", "hdfs-io", "executor-container", "yarn-am", "dist");

    private static final Set<String> BESIDE_THE_JAR = Set.of(
            "org.lisle.examples.",
            "org.lisle.minicluster.",
            "org.lisle.benchmarks.",
            "org.lisle.format.",
            "org.lisle.acceptance.");

    private static final Set<String> OFFERED_TO_FORMATS = Set.of(
            "org.lisle.api.",
            "org.lisle.core.record.",
            "org.lisle.core.io.",
            "org.lisle.core.error.",
            "org.lisle.hdfs.",
            "org.lisle.format.");

    @Test
    void everyModuleIsSeen() {
        var modules = new TreeSet<String>();
        PRODUCT.forEach(javaClass -> modules.add(Modules.of(javaClass)));
        assertThat(modules).containsAll(MODULES);
    }

    @Test
    void everyClassOfTheProductIsTheEnginesOrTheApisInStackTraces() {
        var strangers = new TreeSet<String>();
        PRODUCT.stream()
                .map(JavaClass::getName)
                .filter(name -> !name.endsWith(".package-info") && FrameOrigin.of(name) == FrameOrigin.USER)
                .forEach(strangers::add);
        assertThat(strangers).isEmpty();
    }

    @Test
    void coreAndPlannerKnowNoHadoopAndNoNetty() {
        noClasses()
                .that(in("core", "dag-planner"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hadoop..", "io.netty.."))
                .check(PRODUCT);
    }

    @Test
    void transportKnowsNoHadoop() {
        noClasses()
                .that(in("transport"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hadoop.."))
                .check(PRODUCT);
    }

    @Test
    void nettyStaysInTransportAndTheWebServer() {
        noClasses()
                .that(in("hdfs-io", "executor-container", "yarn-am", "dist")
                        .and(resideOutsideOfPackages("org.lisle.yarn.web..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty.."))
                .check(PRODUCT);
    }

    /** ARCHITECTURE.md, "Modules and who may import whom". */
    static Stream<Arguments> modulesAndWhatTheyMayImport() {
        return Stream.of(
                arguments("core", Set.of()),
                arguments("transport", Set.of("core")),
                arguments("dag-planner", Set.of("core")),
                arguments("hdfs-io", Set.of("core")),
                arguments("executor-container", Set.of("hdfs-io", "transport", "core")),
                arguments("yarn-am", Set.of("dag-planner", "hdfs-io", "transport", "core")));
    }

    /** Also that nothing imports dist, and that the ApplicationMaster knows executors by name only. */
    @ParameterizedTest
    @MethodSource("modulesAndWhatTheyMayImport")
    void aModuleImportsOnlyTheModulesBelowIt(String module, Set<String> below) {
        String[] others = MODULES.stream()
                .filter(other -> !other.equals(module) && !below.contains(other))
                .toArray(String[]::new);
        noClasses().that(in(module)).should().dependOnClassesThat(in(others)).check(PRODUCT);
    }

    @Test
    void nothingImportsWhatStandsBesideTheJar() throws IOException {
        for (String module : MODULES) {
            assertThat(Sources.imports(module)).isNotEmpty().noneMatch(name -> startsWithAny(name, BESIDE_THE_JAR));
        }
        for (String module : Sources.modules("examples", "benchmarks", "format-")) {
            assertThat(Sources.imports(module))
                    .as("imports of " + module)
                    .noneMatch(name -> startsWithAny(name, Set.of("org.lisle.cli.", "org.lisle.minicluster.")));
        }
    }

    @Test
    void formatsKnowOnlyWhatIsOfferedToPrograms() throws IOException {
        for (String module : Sources.modules("format-")) {
            assertThat(Sources.imports(module))
                    .as("imports of " + module)
                    .isNotEmpty()
                    .allMatch(name -> !name.startsWith("org.lisle.") || startsWithAny(name, OFFERED_TO_FORMATS));
        }
    }

    private static boolean startsWithAny(String name, Set<String> beginnings) {
        return beginnings.stream().anyMatch(name::startsWith);
    }

    @Test
    void yarnStaysInTheYarnPackages() {
        noClasses()
                .that(resideOutsideOfPackages("org.lisle.yarn.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hadoop.yarn.."))
                .check(PRODUCT);
        noClasses()
                .that(resideInAnyPackage("org.lisle.yarn.web.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hadoop.yarn.."))
                .check(PRODUCT);
    }

    @Test
    void theSchedulerCoreIsPure() {
        noClasses()
                .that(resideInAnyPackage("org.lisle.dag.schedule.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.util.concurrent..", "java.io..", "java.net..", "java.nio..")
                        .and(DescribedPredicate.not(simpleName("Serializable").or(simpleName("ByteBuffer")))))
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(PRODUCT);
    }

    @Test
    void noPackageIsPartOfACycle() {
        slices().assignedFrom(new ModuleAndPackage()).should().beFreeOfCycles().check(PRODUCT);
    }

    /** Packages by module: org.lisle.api of core is another slice than org.lisle.api of dag-planner, which stands above it. */
    private static final class ModuleAndPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String module = Modules.of(javaClass);
            return module.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(module, javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages of each module";
        }
    }
}

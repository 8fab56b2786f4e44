package org.lisle.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lisle.architecture.Modules.in;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PRODUCT = Modules.product();

    @Test
    void everyModuleIsSeen() {
        var modules = new TreeSet<String>();
        PRODUCT.forEach(javaClass -> modules.add(Modules.of(javaClass)));
        assertThat(modules)
                .contains("core", "transport", "dag-planner", "hdfs-io", "executor-container", "yarn-am", "dist");
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

    @Test
    void executorsKnowNoPlanner() {
        noClasses()
                .that(in("executor-container"))
                .should()
                .dependOnClassesThat(in("dag-planner"))
                .check(PRODUCT);
    }

    @Test
    void theApplicationMasterKnowsExecutorsByNameOnly() {
        noClasses()
                .that(in("yarn-am"))
                .should()
                .dependOnClassesThat(in("executor-container"))
                .check(PRODUCT);
    }

    @Test
    void modulesImportOnlyTheModulesBelowThem() {
        noClasses()
                .that(in("core"))
                .should()
                .dependOnClassesThat(in("transport", "dag-planner", "hdfs-io", "executor-container", "yarn-am", "dist"))
                .check(PRODUCT);
        noClasses()
                .that(in("transport", "dag-planner", "hdfs-io"))
                .should()
                .dependOnClassesThat(in("executor-container", "yarn-am", "dist"))
                .check(PRODUCT);
        noClasses()
                .that(in("executor-container", "yarn-am"))
                .should()
                .dependOnClassesThat(in("dist"))
                .check(PRODUCT);
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

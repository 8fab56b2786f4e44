package org.lisle.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classes of the product and the Maven module each comes from; package org.lisle.api is split over two modules. */
final class Modules {
    private static final Pattern FOLDER = Pattern.compile("/([a-z-]+)/target/classes/");
    private static final Pattern JAR = Pattern.compile("/lisle-([a-z-]+?)-\\d[^/]*\\.jar");

    private Modules() {}

    static JavaClasses product() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.lisle");
    }

    /** The folder name of the module, such as {@code dag-planner}; {@code ""} for classes of others. */
    static String of(JavaClass javaClass) {
        String source = javaClass
                .getBaseComponentType()
                .getSource()
                .map(found -> found.getUri().toString())
                .orElse("");
        for (Pattern pattern : Set.of(FOLDER, JAR)) {
            Matcher matcher = pattern.matcher(source);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return "";
    }

    static DescribedPredicate<JavaClass> in(String... modules) {
        Set<String> wanted = Set.of(modules);
        return DescribedPredicate.describe(
                "in module " + String.join(" or ", modules), javaClass -> wanted.contains(of(javaClass)));
    }
}

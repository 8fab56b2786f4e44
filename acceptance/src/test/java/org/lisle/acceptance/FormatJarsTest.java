package org.lisle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.cli.Main;

/** What is in the jars of the formats: their licences, nothing under names that others use, nothing twice. */
class FormatJarsTest {
    private static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> names = new HashSet<>();
            file.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> names.add(entry.getName()));
            return names;
        }
    }

    private static String text(FormatJar jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.path().toFile())) {
            JarEntry entry = file.getJarEntry(name);
            assertThat(entry).as("%s in %s", name, jar).isNotNull();
            try (InputStream in = file.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void carryOurLicenceTheNoticesAndTheTextsThatLicencesWant(FormatJar jar) throws IOException {
        assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0", "APPENDIX");
        assertThat(text(jar, "META-INF/NOTICE")).contains("Copyright 2026 The Lisle founders");
        for (String licence : jar.licences()) {
            assertThat(text(jar, "META-INF/" + licence)).isNotBlank();
        }
    }

    /** Avro keeps its name, because programs use its classes. */
    @ParameterizedTest
    @EnumSource
    void holdNoClassUnderANameThatTheClusterOrTheProgramUses(FormatJar jar) throws IOException {
        boolean holdsAvro = jar == FormatJar.AVRO || jar == FormatJar.PARQUET;
        assertThat(names(jar.path()))
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allMatch(name ->
                        name.startsWith("org/lisle/format/") || (holdsAvro && name.startsWith("org/apache/avro/")));
    }

    @ParameterizedTest
    @EnumSource
    void offerServicesUnderTheirOwnNamesOnly(FormatJar jar) throws IOException {
        for (String name : names(jar.path())) {
            if (name.startsWith("META-INF/services/")) {
                String service = name.substring("META-INF/services/".length());
                assertThat(service).matches("org\\.(lisle\\.format|apache\\.avro)\\..*");
                assertThat(text(jar, name).lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
                        .allMatch(provider -> provider.matches("org\\.(lisle\\.format|apache\\.avro)\\..*"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdNothingBesidesClassesAndWhatIsKnown(FormatJar jar) throws IOException {
        assertThat(names(jar.path()))
                .filteredOn(name -> !name.endsWith(".class") && !name.startsWith("META-INF/"))
                .isSubsetOf("org/apache/avro/data/Json.avsc");
    }

    @ParameterizedTest
    @EnumSource
    void repeatNothingOfLislesJar(FormatJar jar) throws Exception {
        Path lisle = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> both = names(lisle);
        both.retainAll(names(jar.path()));
        both.removeIf(name -> name.startsWith("META-INF/"));
        assertThat(both).isEmpty();
    }

    /** With both on a class path, each class is there in one version. */
    @Test
    void parquetsJarHoldsTheSameAvroAsAvros() throws IOException {
        try (JarFile avro = new JarFile(FormatJar.AVRO.path().toFile());
                JarFile parquet = new JarFile(FormatJar.PARQUET.path().toFile())) {
            Set<String> inAvro = new HashSet<>();
            avro.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .forEach(inAvro::add);
            assertThat(inAvro).contains("org/apache/avro/Schema.class", "org/lisle/format/avro/Avro.class");
            for (String name : inAvro) {
                JarEntry same = parquet.getJarEntry(name);
                assertThat(same).as(name).isNotNull();
                assertThat(same.getCrc())
                        .as(name)
                        .isEqualTo(avro.getJarEntry(name).getCrc());
            }
        }
    }

    @Test
    void theTestsOwnClassPathHasNoneOfThem() {
        assertThat(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .noneMatch(entry -> entry.contains("format-csv")
                        || entry.contains("format-json")
                        || entry.contains("format-avro")
                        || entry.contains("format-parquet"));
    }
}

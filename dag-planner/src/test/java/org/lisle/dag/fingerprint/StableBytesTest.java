package org.lisle.dag.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lisle.api.function.Function;

class StableBytesTest {
    private static final DigestContext CONTEXT = new DigestContext(StableBytesTest.class.getClassLoader());

    private static Digest digest(Object value) {
        return StableBytes.digest(value, CONTEXT);
    }

    private static Function<Integer, Integer> adding(Object captured) {
        return value -> value + captured.hashCode();
    }

    @Test
    void aLambdaIsWhatItIsCompiledToAndWhatItCaptured() {
        assertThat(digest(adding("a"))).isEqualTo(digest(adding("a")));
        assertThat(digest(adding("a"))).isNotEqualTo(digest(adding("b")));
        Function<Integer, Integer> other = value -> value + 1;
        assertThat(digest(other)).isNotEqualTo(digest(adding("a")));
    }

    @Test
    void theTimeAndRandomNumbersAreAnotherValueEachTime() {
        assertThat(digest(adding(System.nanoTime()))).isNotEqualTo(digest(adding(System.nanoTime())));
        assertThat(digest(adding(new Random()))).isNotEqualTo(digest(adding(new Random())));
    }

    @Test
    void whatCannotBeSerialisedIsEqualToNothing() {
        Digest none = digest(adding(new Object()));
        assertThat(none.isNone()).isTrue();
        assertThat(new Digester().add(none).digest().isNone()).isTrue();
        assertThat(new Fingerprint(none, List.of()).matches(new Fingerprint(none, List.of())))
                .isFalse();
    }

    @Test
    void tablesOfEnumsDoNotDependOnTheirOrder() {
        List<TimeUnit> units = new ArrayList<>(List.of(TimeUnit.values()));
        Set<TimeUnit> one = new HashSet<>(units);
        Collections.reverse(units);
        Set<TimeUnit> other = new HashSet<>(1000);
        other.addAll(units);
        assertThat(digest(adding((Serializable) one))).isEqualTo(digest(adding((Serializable) other)));
        other.remove(TimeUnit.DAYS);
        assertThat(digest(adding((Serializable) one))).isNotEqualTo(digest(adding((Serializable) other)));
    }

    @Test
    void entriesOfMapsKeepTheirValues() {
        Map<TimeUnit, Integer> one = new HashMap<>(Map.of(TimeUnit.DAYS, 1, TimeUnit.HOURS, 2));
        Map<TimeUnit, Integer> other = new HashMap<>(Map.of(TimeUnit.DAYS, 2, TimeUnit.HOURS, 1));
        assertThat(digest(one)).isNotEqualTo(digest(other));
        assertThat(digest(Map.of("a", 1, "b", 2))).isNotEqualTo(digest(Map.of("a", 2, "b", 1)));
        assertThat(digest(List.of(1, 2))).isNotEqualTo(digest(List.of(2, 1)));
    }

    @Test
    void anotherProcessGivesTheSameDigests() throws Exception {
        assertThat(inAnotherProcess()).isEqualTo(all());
    }

    /** Values whose serialised form or order depends on the process. */
    private static String all() {
        Set<TimeUnit> enums = new HashSet<>(List.of(TimeUnit.values()));
        Map<Class<?>, String> classes = new HashMap<>();
        List.of(String.class, Integer.class, Long.class, Short.class)
                .forEach(type -> classes.put(type, type.getName()));
        return String.join(
                " ",
                digest(adding("a")).toString(),
                digest(adding(Set.of("one", "two", "three", "four", "five", "six")))
                        .toString(),
                digest(adding(Map.of("one", 1, "two", 2, "three", 3, "four", 4, "five", 5)))
                        .toString(),
                digest(adding(enums)).toString(),
                digest(adding(classes)).toString());
    }

    private static String inAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            System.out.println(all());
        }
    }
}

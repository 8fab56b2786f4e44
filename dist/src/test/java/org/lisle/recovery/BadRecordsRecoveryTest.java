package org.lisle.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.api.LisleContext;
import org.lisle.api.Pair;

/** Bad records are set aside once, although drivers die and map tasks run again. */
@Timeout(120)
class BadRecordsRecoveryTest {
    @TempDir
    Path folder;

    private static String program(LisleContext context) {
        List<String> words = IntStream.range(0, 12)
                .mapToObj(n -> n % 4 == 3 ? "bad" + n : "" + n)
                .toList();
        return context.parallelize(words, 3)
                .map(Integer::parseInt)
                .mapToPair(number -> Pair.of(number % 2, number))
                .reduceByKey(Integer::sum)
                .map(sum -> {
                    if (sum.key() == 1) {
                        throw new IllegalStateException("an odd sum");
                    }
                    return sum.value();
                })
                .collect()
                .toString();
    }

    private static Rig rig(Path place) {
        return new Rig(
                place, Map.of("lisle.badRecords.path", place.resolve("bad").toString()));
    }

    private static List<String> setAside(Path place) throws IOException {
        List<String> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place.resolve("bad"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    records.add(new ObjectMapper().readTree(line).get("record").asText());
                }
            }
        }
        records.sort(null);
        return records;
    }

    @Test
    void whateverRecordOfTheJournalIsTheDriversLast() throws Exception {
        Path calm = Files.createDirectory(folder.resolve("calm"));
        int records;
        String said;
        try (Rig rig = rig(calm)) {
            rig.startExecutor();
            said = rig.run(1, BadRecordsRecoveryTest::program);
            records = rig.journals.records(1).size();
        }
        List<String> expected = setAside(calm);
        assertThat(said).isEqualTo("[30]");
        assertThat(expected).containsExactly("(1,15)", "bad11", "bad3", "bad7");

        for (int record = 1; record <= records; record++) {
            for (Crash.How how : Crash.How.values()) {
                Path place = Files.createDirectory(folder.resolve(record + "-" + how));
                try (Rig rig = rig(place)) {
                    rig.startExecutor();
                    String first = rig.run(1, how, record, BadRecordsRecoveryTest::program);
                    if (first == null) {
                        assertThat(rig.run(2, BadRecordsRecoveryTest::program))
                                .as("after a crash %s record %s", how, record)
                                .isEqualTo(said);
                    }
                }
                assertThat(setAside(place))
                        .as("after a crash %s record %s", how, record)
                        .isEqualTo(expected);
            }
        }
    }
}

package org.lisle.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lisle.core.journal.JournalRecord;

/**
 * The driver stops at each record of its journal in turn: the next driver's run of the program says the same as a run without a fault, and
 * launches nothing that was finished.
 */
@Timeout(240)
class DriverDeathTest {
    @TempDir
    Path folder;

    private int runs;

    @ParameterizedTest
    @EnumSource(Programs.class)
    void goesOnAfterEveryRecord(Programs program) throws Exception {
        everyRecord(program, Crash.How.AFTER, false);
    }

    /** Collections of garbage make the one that is left out slow; it is among those with the same executors. */
    @ParameterizedTest
    @EnumSource(value = Programs.class, mode = EnumSource.Mode.EXCLUDE, names = "SHUFFLE_IS_DROPPED")
    void goesOnAfterATornRecordWithNewExecutors(Programs program) throws Exception {
        everyRecord(program, Crash.How.TORN, true);
    }

    /** The executors and what they hold stay, as when only the ApplicationMaster's process ends. */
    @Tag("soak")
    @ParameterizedTest
    @EnumSource(Programs.class)
    void goesOnAfterATornRecordWithTheSameExecutors(Programs program) throws Exception {
        everyRecord(program, Crash.How.TORN, false);
    }

    @Test
    void theProgramsWriteEachKindOfRecordThatThereIs() throws Exception {
        Set<String> written = new TreeSet<>();
        for (Programs program : Programs.values()) {
            Path place = fresh();
            try (Rig rig = new Rig(place)) {
                program.startExecutors(rig);
                rig.run(1, program.in(place, rig));
                rig.journals
                        .records(1)
                        .forEach(next -> written.add(next.getSchema().getName()));
            }
        }
        Set<String> kinds = new TreeSet<>();
        JournalRecord.getClassSchema()
                .getField("record")
                .schema()
                .getTypes()
                .forEach(kind -> kinds.add(kind.getName()));
        assertThat(written).isEqualTo(kinds);
    }

    private void everyRecord(Programs program, Crash.How how, boolean newExecutors) throws Exception {
        String expected = calm(program);
        boolean died = true;
        int record = 1;
        for (; died; record++) {
            String when = program + " stopped " + how + " record " + record;
            Path place = fresh();
            try (Rig rig = new Rig(place)) {
                program.startExecutors(rig);
                died = rig.run(1, how, record, program.in(place, rig)) == null;
                if (died) {
                    if (newExecutors) {
                        rig.replaceExecutors();
                    }
                    assertThat(rig.run(2, program.in(place, rig))).as(when).isEqualTo(expected);
                    NothingTwice.check(rig, 2, program == Programs.BARRIER, when);
                }
            }
        }
        assertThat(record).as("records in the journal of " + program).isGreaterThan(10);
    }

    private String calm(Programs program) throws Exception {
        Path place = fresh();
        try (Rig rig = new Rig(place)) {
            program.startExecutors(rig);
            return rig.run(1, program.in(place, rig));
        }
    }

    private Path fresh() throws Exception {
        return Files.createDirectory(folder.resolve("run" + runs++));
    }
}

package org.lisle.yarn.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.dag.journal.JournalStore;

/** On the local file system, which has no leases. */
class HadoopJournalStoreTest {
    @TempDir
    java.nio.file.Path folder;

    private FileSystem files;

    @BeforeEach
    void openFiles() throws IOException {
        files = FileSystem.getLocal(new Configuration()).getRaw();
    }

    private JournalStore store(int epoch) {
        return new HadoopJournalStore(files, new Path(folder.toUri()), epoch);
    }

    @Test
    void theSecondAttemptReadsWhatTheFirstFlushed() throws Exception {
        JournalStore first = store(1);
        assertThat(first.seal()).isEmpty();
        first.create();
        first.append(new byte[] {9, 1, 2, 9}, 1, 2);
        first.flush();

        List<JournalStore.Sealed> sealed = store(2).seal();
        assertThat(sealed).hasSize(1);
        assertThat(sealed.get(0).epoch()).isEqualTo(1);
        try (InputStream in = sealed.get(0).open()) {
            assertThat(in.readAllBytes()).containsExactly(1, 2);
        }
    }

    @Test
    void anAttemptWhoseJournalIsSealedCannotFlush() throws Exception {
        JournalStore first = store(1);
        first.create();
        first.append(new byte[] {1}, 0, 1);
        first.flush();
        store(2).seal();
        first.append(new byte[] {2}, 0, 1);
        assertThatThrownBy(first::flush).isInstanceOf(IOException.class).hasMessageContaining("newer attempt");
    }

    @Test
    void anAttemptDoesNotBeginAfterANewerOne() throws Exception {
        store(2).create();
        assertThatThrownBy(() -> store(1).seal()).isInstanceOf(IOException.class);
    }

    @Test
    void aThirdAttemptReadsBothJournalsInOrder() throws Exception {
        store(1).create();
        JournalStore second = store(2);
        second.seal();
        second.create();
        assertThat(store(3).seal()).extracting(JournalStore.Sealed::epoch).containsExactly(1, 2);
    }
}

package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.config.LisleConf;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.launch.ShippedResource;
import org.lisle.yarn.once.Claim;
import org.lisle.yarn.once.KeyDirectory;
import org.lisle.yarn.once.RecordedEnd;

/** The cleaner looks at a staging area from the future: days pass between what was stored and {@code after}. */
class StagingCleanerTest {
    @TempDir
    Path directory;

    private FileSystem files;
    private ResourceStore store;
    private StagingCleaner cleaner;

    @BeforeEach
    void open() throws IOException {
        files = FileSystem.getLocal(new Configuration());
        store = new ResourceStore(
                files, new org.apache.hadoop.fs.Path(directory.resolve("root").toUri()));
        cleaner = new StagingCleaner(store, new Applications(YarnClient.createYarnClient()), LisleConf.empty());
    }

    @Test
    void contentThatNobodyUsedForItsTimeIsRemoved() throws IOException {
        FileStatus stored = store("jar");

        cleaner.clean(after(29), id -> false);
        assertThat(files.exists(stored.getPath())).isTrue();

        cleaner.clean(after(31), id -> false);
        assertThat(files.exists(stored.getPath())).isFalse();
        assertThat(store("jar").getPath()).isEqualTo(stored.getPath());
    }

    @Test
    void contentOfAnApplicationThatMayRunStays() throws IOException {
        FileStatus used = store("jar of a long job");
        application("application_1_1", used);

        cleaner.clean(after(90), "application_1_1"::equals);
        assertThat(files.exists(used.getPath())).isTrue();

        cleaner.clean(after(90), id -> false);
        assertThat(files.exists(used.getPath())).isFalse();
        assertThat(files.exists(store.applicationDirectory("application_1_1"))).isFalse();
    }

    @Test
    void theDirectoryOfAnApplicationSubmittedNowStaysThoughYarnDoesNotKnowItYet() throws IOException {
        application("application_1_1", store("jar"));

        cleaner.clean(after(0), id -> false);

        assertThat(files.exists(store.applicationDirectory("application_1_1"))).isTrue();
    }

    @Test
    void aKeyIsRemovedADayAfterItsTimeUnlessItsApplicationRuns() throws IOException {
        KeyDirectory ended = key("ended", "application_1_1");
        ended.close(ended.read(), RecordedEnd.neverRan("refused", 1));
        KeyDirectory runs = key("runs", "application_1_2");

        cleaner.clean(after(7), id -> false);
        assertThat(ended.read().generation()).isEqualTo(1);

        cleaner.clean(after(9), "application_1_2"::equals);
        assertThat(ended.read().generation()).isZero();
        assertThat(runs.read().generation()).isEqualTo(1);
    }

    private KeyDirectory key(String key, String applicationId) throws IOException {
        String user = UserGroupInformation.getCurrentUser().getShortUserName();
        KeyDirectory made = new KeyDirectory(files, KeyDirectory.of(store.root(), user, key));
        made.claim(new Claim(1, applicationId, "s", 1));
        return made;
    }

    private FileStatus store(String content) throws IOException {
        return store.store(content.getBytes(StandardCharsets.UTF_8), "a.jar");
    }

    private void application(String id, FileStatus resource) throws IOException {
        ApplicationSpec spec = new ApplicationSpec(
                "com.acme.Job",
                List.of(),
                LisleConf.of(Map.of()),
                List.of(new ShippedResource(
                        "a.jar",
                        resource.getPath().toUri().toString(),
                        ShippedResource.Role.USER_JAR,
                        false,
                        resource.getLen(),
                        resource.getModificationTime(),
                        false)),
                "",
                "",
                "",
                "");
        store.write(id, ExecutorEnvironment.SETTINGS_FILE, spec.format().getBytes(StandardCharsets.UTF_8));
    }

    private static long after(int days) {
        return System.currentTimeMillis() + Duration.ofDays(days).toMillis();
    }
}

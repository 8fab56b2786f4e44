package org.lisle.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
            .toAbsolutePath();

    @Test
    void referencePageIsWhatTheSettingsSay() throws IOException {
        assertCommitted("docs/settings.md", SettingsPage.markdown());
    }

    @Test
    void fileOfDefaultsIsWhatTheSettingsSay() throws IOException {
        assertCommitted("conf/lisle-defaults.conf", SettingsPage.defaultsFile());
    }

    /** A failing run leaves the new file in target. */
    private static void assertCommitted(String name, String expected) throws IOException {
        Path committed = MODULE.resolveSibling(name);
        String text = Files.exists(committed) ? Files.readString(committed) : "";
        if (!text.equals(expected)) {
            Path fresh = MODULE.resolve("target").resolve(committed.getFileName());
            Files.createDirectories(MODULE.resolve("target"));
            Files.writeString(fresh, expected);
        }
        assertThat(text)
                .as("%s does not follow from Settings.ALL: copy core/target/%s over it", name, committed.getFileName())
                .isEqualTo(expected);
    }

    @Test
    void everySettingIsListedOnce() throws IllegalAccessException {
        List<String> declared = new ArrayList<>();
        for (Class<?> area : List.of(Settings.class, ElasticSettings.class, PolicySettings.class, YarnSettings.class)) {
            for (var field : area.getFields()) {
                if (field.get(null) instanceof ConfigKey<?> key) {
                    declared.add(key.name());
                }
            }
        }
        assertThat(declared).doesNotHaveDuplicates();
        assertThat(Settings.ALL).extracting(ConfigKey::name).containsExactlyInAnyOrderElementsOf(declared);
    }
}

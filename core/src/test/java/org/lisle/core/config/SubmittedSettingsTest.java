package org.lisle.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmittedSettingsTest {
    private final Properties before = new Properties();

    @BeforeEach
    void remember() {
        before.putAll(System.getProperties());
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void whatIsPublishedIsReadAgainAndOtherPropertiesOfTheProcessAreNoSettings() {
        System.setProperty("lisle.home", "/opt/lisle");
        Map<String, String> settings = Map.of(
                "lisle.default.parallelism", "7", "lisle.hadoop.dfs.replication", "1", "lisle.executorEnv.TZ", "UTC");

        SubmittedSettings.publish(LisleConf.of(settings));

        assertThat(SubmittedSettings.ofThisProcess().asMap()).isEqualTo(settings);
    }

    @Test
    void onlyWhatTheRunningApplicationHasOtherwiseIsTooLate() {
        LisleConf submitted = LisleConf.of(Map.of("lisle.executor.memory", "2g", "lisle.app.name", "submitted"));
        LisleConf asked = submitted.with(Map.of(
                "lisle.executor.cores", "4",
                "lisle.executor.memory", "4g",
                "lisle.executor.instances", "2",
                "lisle.executorEnv.TZ", "UTC",
                "lisle.app.name", "mine",
                "lisle.default.parallelism", "9",
                "lisle.hadoop.dfs.replication", "1"));

        assertThat(SubmittedSettings.tooLate(submitted, asked))
                .as("instances are the default's anyway; the last three are the context's own")
                .containsExactly("lisle.executor.cores", "lisle.executor.memory", "lisle.executorEnv.TZ");
        assertThat(SubmittedSettings.tooLate(submitted, LisleConf.of(Map.of("lisle.executor.memory", "2048m"))))
                .as("the same size in other words")
                .isEmpty();
    }

    @Test
    void variablesOfTheContainersAreSettings() {
        assertThat(LisleConf.of(Map.of("lisle.executorEnv.TZ", "UTC", "lisle.yarn.appMasterEnv.TZ", "UTC"))
                        .problems())
                .isEmpty();
    }
}

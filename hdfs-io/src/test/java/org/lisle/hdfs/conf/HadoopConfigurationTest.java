package org.lisle.hdfs.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lisle.core.io.FileService;
import org.lisle.hdfs.HadoopFileService;

class HadoopConfigurationTest {
    @AfterEach
    void readTheClassPathAgain() {
        HadoopConfiguration.setBase(null);
    }

    @Test
    void overridesLieOverTheBaseOfTheProcessAndDoNotChangeIt() throws IOException {
        Configuration cluster = new Configuration(false);
        cluster.set("lisle.test.a", "base");
        cluster.set("lisle.test.b", "base");
        HadoopConfiguration.setBase(cluster);
        Configuration laid = HadoopConfiguration.with(Map.of("lisle.test.b", "override"));
        assertThat(laid.get("lisle.test.a")).isEqualTo("base");
        assertThat(laid.get("lisle.test.b")).isEqualTo("override");
        assertThat(HadoopConfiguration.base().get("lisle.test.b")).isEqualTo("base");
    }

    @Test
    void theApplicationsOwnSettingsLieOverTheBaseForAllWhoReadIt() {
        Configuration cluster = new Configuration(false);
        cluster.set("lisle.test.a", "cluster");
        cluster.set("lisle.test.b", "cluster");
        HadoopConfiguration.setBase(cluster);

        HadoopConfiguration.layOver(Map.of("lisle.test.b", "application"));

        assertThat(HadoopConfiguration.base().get("lisle.test.a")).isEqualTo("cluster");
        assertThat(HadoopConfiguration.base().get("lisle.test.b")).isEqualTo("application");
        assertThat(cluster.get("lisle.test.b")).isEqualTo("cluster");
    }

    @Test
    void theBaseIsMadeOnceAndKnowsMapreducesDefaults() {
        assertThat(HadoopConfiguration.base()).isSameAs(HadoopConfiguration.base());
        assertThat(HadoopConfiguration.base().get("mapreduce.job.maps")).isNotNull();
    }

    @Test
    void theServiceLoaderFindsTheService() {
        assertThat(ServiceLoader.load(FileService.class)).hasOnlyElementsOfType(HadoopFileService.class);
    }
}

package org.lisle.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.launch.ShippedResource.Role;

class ApplicationSpecTest {
    private static final ApplicationSpec SPEC = new ApplicationSpec(
            "com.acme.Job",
            List.of("hdfs://in", "", "a = b\nc:d", "ünï|code$HOME\"'"),
            LisleConf.of(Map.of("lisle.app.name", "My job", "lisle.executor.cores", "2")),
            List.of(
                    new ShippedResource("lisle.jar", "hdfs://h:1/lisle.jar", Role.ENGINE, false, 7, 8, true),
                    new ShippedResource("job.jar", "hdfs://h:1/a|b.jar", Role.USER_JAR, false, 9, 10, false)),
            "/hadoop/conf,/hadoop/lib/*",
            "hdfs://h:1/user/me/.lisle/staging/application_1_1",
            "hdfs://h:1/user/me/.lisle/cache/ab12",
            "hdfs://h:1/user/me/.lisle/submitted/me/ab12");

    @Test
    void readsBackWhatItWroteWhateverTheArgumentsContain() {
        ApplicationSpec read = ApplicationSpec.parse(SPEC.format());

        assertThat(read.arguments()).isEqualTo(SPEC.arguments());
        assertThat(read.resources()).isEqualTo(SPEC.resources());
        assertThat(read.conf().asMap()).isEqualTo(SPEC.conf().asMap());
        assertThat(read.mainClass()).isEqualTo(SPEC.mainClass());
        assertThat(read.hadoopClassPath()).isEqualTo(SPEC.hadoopClassPath());
        assertThat(read.stagingDirectory()).isEqualTo(SPEC.stagingDirectory());
        assertThat(read.keyRecord()).isEqualTo(SPEC.keyRecord());
        assertThat(read.userJars()).containsExactly("job.jar");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> ApplicationSpec.parse("lisle.app.name=x"))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("application.mainClass");
    }

    @Test
    void theClassPathPutsTheShippedConfigurationAndLislesJarBeforeTheNodes() {
        assertThat(LaunchContexts.classPath(SPEC))
                .isEqualTo("lisle/lisle.jar<CPS>hadoop-conf/conf.jar<CPS>/hadoop/conf<CPS>/hadoop/lib/*");
    }
}

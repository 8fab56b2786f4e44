package org.lisle.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameOriginTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.Job$Inner,USER",
        "org.lisle.examples.Pi,USER",
        "javassist.Loader,USER",
        "org.lisle.api.Rdd,API",
        "org.lisle.api.function.Function,API",
        "org.lisle.executor.task.TaskRunner,ENGINE",
        "org.lisle.yarn.am.UserProgram,ENGINE",
        "org.lisle.local.LocalMaster,ENGINE",
        "org.lisle.cli.LocalProgram,ENGINE",
        "org.lisle.format.csv.CsvFormat,ENGINE",
        "org.lisle.shaded.com.esotericsoftware.kryo.kryo5.Kryo,ENGINE",
        "org.lisle.shaded.picocli.CommandLine,ENGINE",
        "org.apache.hadoop.fs.FileSystem,HADOOP",
        "java.util.List,JDK",
        "jdk.internal.reflect.DirectMethodHandleAccessor,JDK"
    })
    void aClassesNameTellsWhoseCodeItIs(String className, FrameOrigin origin) {
        assertThat(FrameOrigin.of(className)).isEqualTo(origin);
    }
}

package org.lisle.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JvmCommandTest {
    private static final ContainerMemory SMALL = ContainerMemory.of(512L << 20, 0.6);
    private static final ContainerMemory LARGE = ContainerMemory.of(8L << 30, 0.6);

    @Test
    void theHeapIsThatOfTheContainersSizeAndOutputGoesToTheLogDirectory() {
        assertThat(JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", SMALL, 1, "", "x.properties"))
                .startsWith("/bin/bash lisle/start ")
                .contains("-Xmx320m ", "-XX:+UseSerialGC ", "-Dlog4j.configuration=x.properties ")
                .endsWith(" a.Main 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr");
        assertThat(JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", LARGE, 4, "", "x"))
                .contains("-XX:+UseParallelGC ");
    }

    @Test
    void aTwelfthOfTheHeapIsThereFromTheStartAndHalfOfItForNewObjects() {
        assertThat(JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", SMALL, 1, "", "x"))
                .contains("-Xms32m ", "-XX:NewSize=16m ");
        assertThat(JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", LARGE, 4, "", "x"))
                .contains("-Xms602m ", "-XX:NewSize=301m ");
    }

    @Test
    void theUsersFlagsComeLastAndSo() {
        String command = JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", SMALL, 1, " -Da=b  -XX:+UseZGC ", "x");

        assertThat(command).contains(" '-Da=b' '-XX:+UseZGC' a.Main ");
    }

    @Test
    void exceptionsFromHotCodeKeepTheirStacks() {
        assertThat(JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", SMALL, 1, "", "x"))
                .contains("-XX:-OmitStackTraceInFastThrow ");
    }

    @Test
    void theOptimisingCompilerComesLaterInADriverThanInAnExecutor() {
        assertThat(JvmCommand.of(JvmCommand.Role.EXECUTOR, "a.Main", SMALL, 1, "", "x"))
                .contains("-XX:Tier3BackEdgeThreshold=240000 ", "-XX:Tier4BackEdgeThreshold=600000 ");
        assertThat(JvmCommand.of(JvmCommand.Role.DRIVER, "a.Main", SMALL, 1, "", "x"))
                .contains("-XX:Tier3BackEdgeThreshold=240000 ", "-XX:Tier4BackEdgeThreshold=800000 ");
    }

    /** As a NodeManager does it: the command inside double quotes, given to another bash. */
    @Test
    void aQuotedWordSurvivesTheShell() throws IOException, InterruptedException {
        String word = "-Dx=$HOME`id`\"a'b\\c*";
        String script = "exec /bin/bash -c \"printf %s " + JvmCommand.quoted(word) + "\"";
        Process process = new ProcessBuilder("/bin/bash", "-c", script).start();

        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo(word);
    }
}

package org.lisle.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lisle.core.error.LisleException;

class OozieActionTest {
    @TempDir
    Path folder;

    @Test
    void aJavaActionsTagComesFromTheFileItsPropertyNames() throws IOException {
        Properties properties = new Properties();
        properties.setProperty(
                OozieAction.CONFIGURATION_PROPERTY,
                action("oozie.child.mapreduce.job.tags", "oozie-ab12").toString());

        assertThat(OozieAction.tags(properties, Map.of())).containsExactly("oozie-ab12");
    }

    @Test
    void aShellActionsTagComesFromTheFileItsVariableNames() throws IOException {
        Path file = action("oozie.child.mapreduce.job.tags", "oozie-ab12,x");

        assertThat(OozieAction.tags(new Properties(), Map.of(OozieAction.CONFIGURATION_VARIABLE, file.toString())))
                .containsExactly("oozie-ab12", "x");
    }

    @Test
    void anOldOoziesTagIsTaken() throws IOException {
        Path file = action("mapreduce.job.tags", "oozie-old");

        assertThat(OozieAction.tags(new Properties(), Map.of(OozieAction.CONFIGURATION_VARIABLE, file.toString())))
                .containsExactly("oozie-old");
    }

    @Test
    void outsideOfOozieThereAreNone() throws IOException {
        assertThat(OozieAction.tags(new Properties(), Map.of())).isEmpty();
        OozieAction.submitted(new Properties(), "application_1_1");
    }

    /** Without the tag Oozie could not kill what the action started: better to say so than to run. */
    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        Map<String, String> variables = Map.of(
                OozieAction.CONFIGURATION_VARIABLE, folder.resolve("gone.xml").toString());

        assertThatThrownBy(() -> OozieAction.tags(new Properties(), variables))
                .isInstanceOf(LisleException.class)
                .hasMessageContaining("gone.xml");
    }

    @Test
    void theChildsIdIsLeftWhereOozieReadsIt() throws IOException {
        Properties properties = new Properties();
        properties.setProperty(
                OozieAction.CHILD_IDS_PROPERTY, folder.resolve("children").toString());

        OozieAction.submitted(properties, "application_1_1");

        assertThat(folder.resolve("children")).hasContent("application_1_1");
    }

    private Path action(String name, String value) throws IOException {
        return Files.writeString(
                folder.resolve("action.xml"),
                "<configuration><property><name>" + name + "</name><value>" + value
                        + "</value></property></configuration>");
    }
}

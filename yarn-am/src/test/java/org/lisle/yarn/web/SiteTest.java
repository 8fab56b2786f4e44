package org.lisle.yarn.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SiteTest {
    private final Site site = new Site(new ViewForTests(), "/proxy/application_1_0001");

    @Test
    void thePageShowsJobsStagesExecutorsAndThePlan() {
        Response page = site.get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "count at Job.java:7",
                        "3/10",
                        "http://node1:8042/logs",
                        "stage 4: map",
                        "waiting for containers",
                        "2023-11-14T22:13:20Z task 3 stands still in &lt;init&gt;")
                .contains("href=\"/proxy/application_1_0001/api/v1/stages\"");
    }

    @Test
    void nothingThatAUserNamedBecomesMarkup() {
        assertThat(site.get("/").body())
                .doesNotContain("<script>", "href=\"javascript:")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(site.get("/<b>").body()).doesNotContain("<b>");
    }

    @Test
    void theJsonOfTheApplicationHasAllThatAProgressLineNeeds() throws JsonProcessingException {
        JsonNode application = json("/api/v1/application");

        assertThat(application.path("executors").asInt()).isEqualTo(1);
        assertThat(application.path("executorsWanted").asInt()).isEqualTo(2);
        assertThat(application.path("queue").asText()).isEqualTo("default");
        assertThat(application.path("containersPending").asInt()).isEqualTo(1);
        JsonNode notice = application.path("notices").path(0);
        assertThat(notice.path("millis").asLong()).isEqualTo(1_700_000_000_000L);
        assertThat(notice.path("text").asText()).isEqualTo("task 3 stands still in <init>");
        JsonNode stage = application.path("runningStages").path(0);
        assertThat(stage.path("id").asInt()).isEqualTo(4);
        assertThat(stage.path("done").asInt()).isEqualTo(3);
        assertThat(stage.path("tasks").asInt()).isEqualTo(10);
        assertThat(stage.path("metrics").path("bytesRead").asLong()).isEqualTo(77);
    }

    @Test
    void jobsStagesAndExecutorsAreListed() throws JsonProcessingException {
        assertThat(json("/api/v1/jobs").path(0).path("plan").asText()).contains("stage 4");
        assertThat(json("/api/v1/stages")).hasSize(1);
        assertThat(json("/api/v1/executors").path(1).path("lostReason").asText())
                .isEqualTo("it crashed");
        assertThat(site.get("/api/v2").status()).isEqualTo(404);
    }

    private JsonNode json(String path) throws JsonProcessingException {
        return new ObjectMapper().readTree(site.get(path).body());
    }
}

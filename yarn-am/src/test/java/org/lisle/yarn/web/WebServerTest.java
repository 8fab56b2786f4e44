package org.lisle.yarn.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lisle.yarn.outcome.PageToken;

class WebServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server;

    @BeforeEach
    void start() {
        AccessPolicy policy = new AccessPolicy(Set.of("10.9.9.9"), "http://rm:8088/proxy/a", "token", null);
        server = WebServer.start("127.0.0.1", "/proxy/a", new ViewForTests(), policy);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersAClientWithItsTokenAndSaysThatNothingMayBeLoadedFromElsewhere()
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(request("/api/v1/application").header(PageToken.HEADER, "token"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"runningStages\"");
        assertThat(response.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    }

    @Test
    void sendsOthersToTheProxyEvenWithACookie() throws IOException, InterruptedException {
        HttpResponse<String> response = send(request("/api/v1/jobs").header("Cookie", "proxy-user=ann"));

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("location")).contains("http://rm:8088/proxy/a/api/v1/jobs");
    }

    @Test
    void canOnlyBeRead() throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(request("/").header(PageToken.HEADER, "token").POST(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(response.statusCode()).isEqualTo(405);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

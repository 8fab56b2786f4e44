package org.lisle.yarn.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authentication.client.AuthenticatedURL;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.lisle.yarn.client.Progress.StageProgress;
import org.lisle.yarn.outcome.PageToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the progress of stages from the application's page: directly where the client can reach the node, else through YARN's proxy. It is
 * a courtesy: where neither works, progress has no stages. Confined to the waiting thread.
 */
final class PageClient {
    private static final Logger LOG = LoggerFactory.getLogger(PageClient.class);
    private static final int CONNECT_MILLIS = 500;
    private static final int READ_MILLIS = 1500;
    private static final int FAILURES_BEFORE_CHANGE = 3;
    private static final int LOOKS_LEFT_OUT = 30;

    private final ObjectMapper mapper = new ObjectMapper();
    private final String token;
    private final AuthenticatedURL.Token login = new AuthenticatedURL.Token();
    private boolean throughProxy;
    private int failures;
    private int leaveOut;

    PageClient(byte[] secret) {
        this(PageToken.of(secret));
    }

    private PageClient(String token) {
        this.token = token;
        this.throughProxy = token.isEmpty();
    }

    /** For a client that did not submit the application and does not know its secret. */
    static PageClient throughProxy() {
        return new PageClient("");
    }

    /** What the page says now; empty when it cannot be read. */
    Optional<Progress> read(ApplicationReport report) {
        String base = Reports.address(throughProxy ? report.getTrackingUrl() : report.getOriginalTrackingUrl());
        if (base.isEmpty() || leaveOut-- > 0) {
            return Optional.empty();
        }
        try {
            String separator = base.endsWith("/") ? "" : "/";
            Progress progress = parse(report, get(URI.create(base + separator + "api/v1/application")));
            failures = 0;
            leaveOut = 0;
            return Optional.of(progress);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("the application's page at {} cannot be read", base, e);
            failed();
            return Optional.empty();
        }
    }

    /** URI of the application's own directory, as the application says; empty when the page cannot be read. */
    String stagingDirectory(ApplicationReport report) {
        String base = Reports.address(report.getTrackingUrl());
        if (base.isEmpty() || report.getYarnApplicationState() != YarnApplicationState.RUNNING) {
            return "";
        }
        try {
            return get(URI.create(base + (base.endsWith("/") ? "" : "/") + "api/v1/application"))
                    .path("stagingDirectory")
                    .asText();
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("the application's page at {} cannot be read", base, e);
            return "";
        }
    }

    private void failed() {
        failures++;
        leaveOut = 0;
        if (failures % FAILURES_BEFORE_CHANGE == 0) {
            throughProxy = token.isEmpty() || !throughProxy;
            leaveOut = throughProxy && !token.isEmpty() ? 0 : LOOKS_LEFT_OUT;
        }
    }

    private JsonNode get(URI address) throws IOException {
        HttpURLConnection connection = throughProxy && UserGroupInformation.isSecurityEnabled()
                ? withTicket(address.toURL())
                : configured((HttpURLConnection) address.toURL().openConnection());
        if (!throughProxy) {
            connection.setRequestProperty(PageToken.HEADER, token);
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("HTTP status " + connection.getResponseCode());
        }
        try (InputStream in = connection.getInputStream()) {
            return mapper.readTree(in);
        }
    }

    /** The proxy of a cluster with Kerberos asks who reads. */
    private HttpURLConnection withTicket(URL address) throws IOException {
        try {
            return UserGroupInformation.getCurrentUser().doAs((PrivilegedExceptionAction<HttpURLConnection>)
                    () -> new AuthenticatedURL(null, PageClient::configured).openConnection(address, login));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the proxy was asked");
        } catch (UndeclaredThrowableException e) {
            throw new IOException("the proxy did not accept the ticket", e.getCause());
        }
    }

    private static HttpURLConnection configured(HttpURLConnection connection) {
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static Progress parse(ApplicationReport report, JsonNode page) {
        List<StageProgress> stages = new ArrayList<>();
        for (JsonNode stage : page.path("runningStages")) {
            stages.add(new StageProgress(
                    stage.path("id").asInt(),
                    stage.path("name").asText(),
                    stage.path("done").asInt(),
                    stage.path("running").asInt(),
                    stage.path("tasks").asInt(),
                    stage.path("failedAttempts").asInt(),
                    stage.path("firstTaskMillis").asLong()));
        }
        List<Progress.Notice> notices = new ArrayList<>();
        page.path("notices")
                .forEach(notice -> notices.add(new Progress.Notice(
                        notice.path("millis").asLong(), notice.path("text").asText())));
        return new Progress(
                report.getApplicationId().toString(),
                report.getYarnApplicationState().name(),
                page.path("message").asText(),
                Reports.address(report.getTrackingUrl()),
                page.path("executors").asInt(),
                page.path("executorsWanted").asInt(),
                stages,
                notices,
                true);
    }
}

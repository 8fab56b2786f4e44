package org.lisle.yarn.client;

import java.io.IOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Questions about applications to the ResourceManager, with errors translated. Thread-safe. */
final class Applications {
    private final YarnClient yarn;

    Applications(YarnClient yarn) {
        this.yarn = yarn;
    }

    /** @throws LisleException USAGE when the text is no id */
    static ApplicationId parse(String text) {
        try {
            return ApplicationId.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "'" + text + "' is no application id",
                    "they look like application_1700000000000_0001; lisle list shows them",
                    e);
        }
    }

    ApplicationReport report(ApplicationId id) {
        return asking(id.toString(), () -> yarn.getApplicationReport(id));
    }

    /** Empty when YARN does not know it, or not any more. @throws LisleException CLUSTER_UNREACHABLE */
    Optional<ApplicationReport> find(ApplicationId id) {
        return asking(id.toString(), () -> {
            try {
                return Optional.of(yarn.getApplicationReport(id));
            } catch (ApplicationNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** False when it had ended already. */
    boolean kill(ApplicationId id) {
        if (Reports.hasEnded(report(id))) {
            return false;
        }
        asking(id.toString(), () -> {
            yarn.killApplication(id);
            return id;
        });
        return true;
    }

    /** Lisle's applications, the newest first. */
    List<ApplicationReport> list(boolean all) {
        EnumSet<YarnApplicationState> states = all
                ? EnumSet.allOf(YarnApplicationState.class)
                : EnumSet.complementOf(EnumSet.of(
                        YarnApplicationState.FINISHED, YarnApplicationState.FAILED, YarnApplicationState.KILLED));
        return asking("the list", () -> yarn.getApplications(Set.of(Submitter.TYPE), states)).stream()
                .sorted(Comparator.comparing(ApplicationReport::getApplicationId)
                        .reversed())
                .toList();
    }

    private interface Call<T> {
        T run() throws YarnException, IOException;
    }

    private static <T> T asking(String what, Call<T> call) {
        try {
            return call.run();
        } catch (ApplicationNotFoundException e) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "the cluster knows no application " + what,
                    "lisle list --all shows those it knows",
                    e);
        } catch (YarnException | IOException e) {
            throw new LisleException(
                    ErrorCode.CLUSTER_UNREACHABLE,
                    "the ResourceManager did not answer about " + what + ": " + e.getMessage(),
                    "check that it is up",
                    e);
        }
    }
}

package org.lisle.yarn.am;

import java.util.Map;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What YARN tells the ApplicationMaster's container by environment variables.
 *
 * @param host the name by which YARN knows this node; servers listen there
 * @param proxyBase path of the application at YARN's proxy, such as {@code /proxy/application_1_0001}
 * @param user who submitted; with some container executors not the user whose process this is
 */
record MasterEnvironment(ApplicationAttemptId attempt, String host, String proxyBase, String user) {
    static MasterEnvironment parse(Map<String, String> variables) {
        String container = required(variables, "CONTAINER_ID");
        ApplicationAttemptId attempt = ContainerId.fromString(container).getApplicationAttemptId();
        return new MasterEnvironment(
                attempt,
                required(variables, "NM_HOST"),
                variables.getOrDefault("APPLICATION_WEB_PROXY_BASE", ""),
                required(variables, "USER"));
    }

    ApplicationId application() {
        return attempt.getApplicationId();
    }

    int epoch() {
        return attempt.getAttemptId();
    }

    private static String required(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new LisleException(
                    ErrorCode.PROTOCOL,
                    "the environment variable " + name + " is not set",
                    "this program is started by YARN; use lisle submit");
        }
        return value;
    }
}

package org.lisle.yarn.client;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.logaggregation.ContainerLogsRequest;
import org.apache.hadoop.yarn.logaggregation.filecontroller.LogAggregationFileController;
import org.apache.hadoop.yarn.logaggregation.filecontroller.LogAggregationFileControllerFactory;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** The logs of an ended application, as YARN gathered them from the nodes. */
final class ApplicationLogs {
    private ApplicationLogs() {}

    static void write(ApplicationReport report, Configuration hadoop, PrintStream out) {
        if (!Reports.hasEnded(report)) {
            out.println("The application runs; its logs are linked from " + Reports.address(report.getTrackingUrl()));
            return;
        }
        if (!read(report, hadoop, out)) {
            out.println("There are no logs (yet): aggregation is " + report.getLogAggregationStatus()
                    + "; it needs yarn.log-aggregation-enable on the cluster.");
        }
    }

    private static boolean read(ApplicationReport report, Configuration hadoop, PrintStream out) {
        try {
            LogAggregationFileController reader = new LogAggregationFileControllerFactory(hadoop)
                    .getFileControllerForRead(report.getApplicationId(), report.getUser());
            ContainerLogsRequest request = new ContainerLogsRequest();
            request.setAppId(report.getApplicationId());
            request.setAppOwner(report.getUser());
            request.setAppFinished(true);
            request.setLogTypes(Set.of());
            request.setBytes(Long.MAX_VALUE);
            boolean any = reader.readAggregatedLogs(request, out);
            out.flush();
            return any;
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("does not exist")) {
                return false;
            }
            throw new LisleException(
                    ErrorCode.FILE_SYSTEM,
                    "the logs of " + report.getApplicationId() + " cannot be read: " + e.getMessage(),
                    "",
                    e);
        }
    }
}

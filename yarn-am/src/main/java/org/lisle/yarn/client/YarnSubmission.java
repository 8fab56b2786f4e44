package org.lisle.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one application by YARN's reports. */
final class YarnSubmission implements Submission {
    private static final Logger LOG = LoggerFactory.getLogger(YarnSubmission.class);

    private final ApplicationId id;
    private final Applications applications;
    private final ResourceStore store;
    private final PageClient page;
    private final Duration interval;
    private final Semaphore look = new Semaphore(0);

    YarnSubmission(
            ApplicationId id, Applications applications, ResourceStore store, PageClient page, Duration interval) {
        this.id = id;
        this.applications = applications;
        this.store = store;
        this.page = page;
        this.interval = interval;
    }

    @Override
    public String applicationId() {
        return id.toString();
    }

    @Override
    public Origin origin() {
        return Origin.NEW;
    }

    @Override
    public Outcome await(Consumer<Progress> progress) throws InterruptedException {
        while (true) {
            ApplicationReport report = applications.report(id);
            if (Reports.hasEnded(report)) {
                return Reports.outcome(report);
            }
            progress.accept(progress(report));
            if (look.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{} was killed", id);
            }
        }
    }

    @Override
    public void kill() {
        try {
            applications.kill(id);
            store.removeApplication(id.toString());
        } catch (IOException e) {
            LOG.warn("the staging directory of {} stays: {}", id, e.toString());
        } finally {
            look.release();
        }
    }

    private Progress progress(ApplicationReport report) {
        if (report.getYarnApplicationState() == YarnApplicationState.RUNNING) {
            var read = page.read(report);
            if (read.isPresent()) {
                return read.get();
            }
        }
        boolean waits = report.getYarnApplicationState() == YarnApplicationState.ACCEPTED;
        return new Progress(
                id.toString(),
                report.getYarnApplicationState().name(),
                waits ? Reports.waiting(report.getDiagnostics()) : "",
                Reports.address(report.getTrackingUrl()),
                0,
                0,
                List.of(),
                List.of(),
                false);
    }
}

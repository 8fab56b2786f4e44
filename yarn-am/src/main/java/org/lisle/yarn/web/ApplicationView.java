package org.lisle.yarn.web;

import java.util.List;
import org.lisle.dag.driver.ApplicationStatus;

/** What the page shows, as snapshots. Thread-safe; quick. */
public interface ApplicationView {
    ApplicationFacts facts();

    ApplicationStatus status();

    /** The plans of the latest jobs, the oldest first. */
    List<JobPlan> plans();

    /** @param text the action, and what {@code explain()} says of its dataset */
    record JobPlan(int jobId, String text) {}
}

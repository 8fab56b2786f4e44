package org.lisle.yarn.am;

import java.util.List;
import org.lisle.core.config.Settings;
import org.lisle.core.config.YarnSettings;
import org.lisle.dag.driver.ApplicationStatus;
import org.lisle.dag.driver.DriverRuntime;
import org.lisle.yarn.allocate.AllocationSummary;
import org.lisle.yarn.allocate.ContainerAllocator;
import org.lisle.yarn.allocate.ExecutorCost;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.web.ApplicationFacts;
import org.lisle.yarn.web.ApplicationView;

/** The running application as its page shows it. */
record LiveView(
        MasterEnvironment environment,
        ApplicationSpec spec,
        String user,
        DriverRuntime driver,
        ContainerAllocator allocator,
        PlanRecorder jobs,
        Milestones milestones)
        implements ApplicationView {
    @Override
    public ApplicationFacts facts() {
        AllocationSummary containers = allocator.summary();
        ApplicationStatus status = driver.status();
        long waitsSince = status.waitingForExecutorsMillis();
        return new ApplicationFacts(
                environment.application().toString(),
                spec.conf().get(Settings.APP_NAME),
                user,
                environment.epoch(),
                spec.mainClass(),
                WaitingLine.of(waitsSince, System.currentTimeMillis(), containers, allocator.waitingFor()),
                waitsSince,
                containers.running(),
                containers.wanted(),
                spec.stagingDirectory(),
                new ApplicationFacts.Containers(
                        spec.conf().get(YarnSettings.QUEUE), containers.pending(), containers.starting()),
                milestones.with(status.phases()));
    }

    @Override
    public ApplicationStatus status() {
        return driver.status();
    }

    @Override
    public List<JobPlan> plans() {
        return jobs.plans();
    }

    /** What each executor that lives is worth. */
    static List<ExecutorCost> costs(ApplicationStatus status) {
        return status.executors().stream()
                .filter(executor -> executor.lostMillis() == 0)
                .map(executor -> new ExecutorCost(executor.id(), executor.runningTasks(), executor.storageUsedBytes()))
                .toList();
    }

    /** Part of the known jobs' tasks that is done. */
    static float progress(ApplicationStatus status) {
        long total = status.stages().stream()
                .mapToLong(ApplicationStatus.Stage::tasks)
                .sum();
        long done = status.stages().stream()
                .mapToLong(ApplicationStatus.Stage::done)
                .sum();
        return total == 0 ? 0 : (float) done / total;
    }
}

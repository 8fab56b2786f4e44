package org.lisle.api;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.action.Actions;

/** How a context's jobs run: properties of the thread that calls actions, and cancelling. Thread-safe. */
public abstract sealed class ContextJobs permits ContextFiles {
    private static final String GROUP = "lisle.jobGroup.id";
    private static final String DESCRIPTION = "lisle.job.description";
    private static final String TAGS = "lisle.job.tags";
    private static final String INTERRUPT = "lisle.job.interruptOnCancel";
    private static final String CALL_SITE = "lisle.callSite";
    private static final String BETWEEN_TAGS = ",";

    private final LocalProperties properties = new LocalProperties();

    ContextJobs() {}

    abstract Actions jobs();

    final LocalProperties properties() {
        return properties;
    }

    /** A property of this thread's jobs, and of threads started from it; null removes it. {@code lisle.scheduler.pool} names the pool. */
    public void setLocalProperty(String key, @Nullable String value) {
        properties.set(Checks.present(key, "the property's name"), value);
    }

    /** Null where it is not set. */
    public @Nullable String getLocalProperty(String key) {
        return properties.get(key);
    }

    /** What this thread's jobs are for, for people; null for nothing. */
    public void setJobDescription(@Nullable String value) {
        setLocalProperty(DESCRIPTION, value);
    }

    /** Jobs of this thread belong to a group from now on, which can be cancelled together. */
    public void setJobGroup(String group, @Nullable String description) {
        setJobGroup(group, description, false);
    }

    /** As {@link #setJobGroup(String, String)}. @param interruptOnCancel see {@link #setInterruptOnCancel} */
    public void setJobGroup(String group, @Nullable String description, boolean interruptOnCancel) {
        setLocalProperty(GROUP, Checks.present(group, "the group"));
        setJobDescription(description);
        setInterruptOnCancel(interruptOnCancel);
    }

    public void clearJobGroup() {
        setLocalProperty(GROUP, null);
        setLocalProperty(DESCRIPTION, null);
        setLocalProperty(INTERRUPT, null);
    }

    /** Kept as a property, and without effect: the threads of cancelled tasks are always interrupted. */
    public void setInterruptOnCancel(boolean interruptOnCancel) {
        setLocalProperty(INTERRUPT, Boolean.toString(interruptOnCancel));
    }

    /** Jobs of this thread carry the tag from now on; it must not be empty nor have a comma. */
    public void addJobTag(String tag) {
        Set<String> tags = getJobTags();
        tags.add(Checks.tag(tag));
        setTags(tags);
    }

    /** Jobs of this thread no longer carry the tag. */
    public void removeJobTag(String tag) {
        Set<String> tags = getJobTags();
        tags.remove(Checks.tag(tag));
        setTags(tags);
    }

    /** The tags of this thread's jobs, in a set of the caller's own. */
    public Set<String> getJobTags() {
        return tags(properties.get(TAGS));
    }

    public void clearJobTags() {
        setLocalProperty(TAGS, null);
    }

    /** Cancels the running jobs of a group: their actions fail with JOB_CANCELLED. Cost: none; their tasks are told to end, nobody waits. */
    public void cancelJobGroup(String group) {
        cancelJobGroup(group, "job group " + group + " was cancelled");
    }

    /** As {@link #cancelJobGroup(String)}, with a reason for the errors' text. */
    public void cancelJobGroup(String group, String reason) {
        jobs().cancelWhere(GROUP, Checks.present(group, "the group"), reason);
    }

    /** Cancels the running jobs that carry a tag: their actions fail with JOB_CANCELLED. Cost: as {@link #cancelJobGroup(String)}. */
    public void cancelJobsWithTag(String tag) {
        cancelJobsWithTag(tag, "jobs with the tag " + tag + " were cancelled");
    }

    /** As {@link #cancelJobsWithTag(String)}, with a reason for the errors' text. */
    public void cancelJobsWithTag(String tag, String reason) {
        String checked = Checks.tag(tag);
        jobs().cancelWhere(TAGS, tags -> tags(tags).contains(checked), reason);
    }

    /** Cancels all running jobs. Cost: as {@link #cancelJobGroup(String)}. */
    public void cancelAllJobs() {
        jobs().cancelAll("all jobs were cancelled");
    }

    /** What plans and errors name as the place of this thread's calls from now on, instead of the program's line. */
    public void setCallSite(String site) {
        setLocalProperty(CALL_SITE, Checks.present(site, "the call site"));
    }

    public void clearCallSite() {
        setLocalProperty(CALL_SITE, null);
    }

    final CallSite named(CallSite here) {
        String name = properties.get(CALL_SITE);
        return name == null ? here : new CallSite(here.operation(), name);
    }

    private void setTags(Collection<String> tags) {
        setLocalProperty(TAGS, tags.isEmpty() ? null : String.join(BETWEEN_TAGS, new TreeSet<>(tags)));
    }

    private static Set<String> tags(@Nullable String tags) {
        Set<String> all = new LinkedHashSet<>();
        if (tags != null && !tags.isEmpty()) {
            all.addAll(Set.of(tags.split(BETWEEN_TAGS)));
        }
        return all;
    }
}

package org.lisle.yarn.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.ExecutorEnvironment;
import org.lisle.yarn.launch.ApplicationSpec;
import org.lisle.yarn.launch.ShippedResource;
import org.lisle.yarn.once.KeyDirectory;
import org.lisle.yarn.once.KeyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from a staging area what nobody needs any more, once a day, by whoever submits then:
 *
 * <ul>
 *   <li>directories of applications that ended without removing theirs (killed past Lisle, died);
 *   <li>records of keys a day after their time;
 *   <li>content that no submission has used for its time, and that no directory of an application names: those that run have one.
 * </ul>
 *
 * All ages are by the file system's clock. A failure to clean is logged and fails nothing. Confined to the submitting thread.
 */
final class StagingCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(StagingCleaner.class);
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final ResourceStore store;
    private final FileSystem files;
    private final Applications applications;
    private final LisleConf conf;

    StagingCleaner(ResourceStore store, Applications applications, LisleConf conf) {
        this.store = store;
        this.files = store.fileSystem();
        this.applications = applications;
        this.conf = conf;
    }

    void cleanIfDue() {
        Path mark = new Path(store.root(), ".cleaned");
        try {
            FileStatus[] before = list(mark);
            if (before.length > 0 && System.currentTimeMillis() - before[0].getModificationTime() < DAY_MILLIS) {
                return;
            }
            files.create(mark, true).close();
            clean(files.getFileStatus(mark).getModificationTime(), applicationsByYarn());
        } catch (IOException | LisleException e) {
            LOG.info("the staging directory {} was not cleaned: {}", store.root(), e.toString());
        }
    }

    /** What YARN says of applications: whether one may still run. */
    interface Living {
        boolean mayRun(String applicationId);
    }

    void clean(long nowMillis, Living living) throws IOException {
        cleanApplications(nowMillis, living);
        cleanKeys(nowMillis, living);
        cleanCache(nowMillis);
    }

    private Living applicationsByYarn() {
        return id -> applications
                .find(Applications.parse(id))
                .map(report -> !Reports.hasEnded(report))
                .orElse(false);
    }

    private void cleanApplications(long nowMillis, Living living) throws IOException {
        for (FileStatus directory : list(new Path(store.root(), ResourceStore.STAGING + "/*"))) {
            boolean old = nowMillis - directory.getModificationTime() > DAY_MILLIS;
            if (old && !living.mayRun(directory.getPath().getName())) {
                remove(directory.getPath());
            }
        }
    }

    /** The user's own; an application that runs keeps its key however old it is. */
    private void cleanKeys(long nowMillis, Living living) throws IOException {
        long keptMillis = conf.get(YarnSettings.SUBMIT_KEY_RETENTION).toMillis() + DAY_MILLIS;
        String user = UserGroupInformation.getCurrentUser().getShortUserName();
        for (FileStatus key : list(new Path(store.root(), "submitted/" + user + "/*"))) {
            if (nowMillis - newest(key.getPath()) <= keptMillis) {
                continue;
            }
            KeyRecord known = new KeyDirectory(files, key.getPath()).read();
            boolean over = known.claim() == null
                    || known.result() != null
                    || !living.mayRun(known.claim().applicationId());
            if (over) {
                remove(key.getPath());
            }
        }
    }

    private void cleanCache(long nowMillis) throws IOException {
        long keptMillis = conf.get(YarnSettings.CACHE_RETENTION).toMillis();
        Set<String> inUse = contentInUse();
        for (FileStatus entry : list(new Path(store.root(), ResourceStore.CACHE + "/*"))) {
            String checksum = entry.getPath().getName();
            if (!inUse.contains(checksum) && nowMillis - newest(entry.getPath()) > keptMillis) {
                removeUnlessUsed(entry.getPath(), nowMillis - keptMillis);
            }
        }
    }

    /** Takes the entry away first, then looks again: a submission that marked it in between gets it back. */
    private void removeUnlessUsed(Path entry, long beforeMillis) throws IOException {
        Path aside = new Path(store.root(), ".removed-" + UUID.randomUUID());
        if (!files.rename(entry, aside)) {
            return;
        }
        if (newest(aside) >= beforeMillis && files.rename(aside, entry)) {
            return;
        }
        remove(aside);
    }

    /** Checksums of what the applications that have a directory here were given. */
    private Set<String> contentInUse() throws IOException {
        Set<String> checksums = new HashSet<>();
        Path pattern = new Path(store.root(), ResourceStore.STAGING + "/*/" + ExecutorEnvironment.SETTINGS_FILE);
        for (FileStatus settings : list(pattern)) {
            for (ShippedResource resource : resources(settings.getPath())) {
                checksums.add(new Path(resource.uri()).getParent().getName());
            }
        }
        return checksums;
    }

    private List<ShippedResource> resources(Path settings) throws IOException {
        try (FSDataInputStream in = files.open(settings)) {
            return ApplicationSpec.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .resources();
        } catch (FileNotFoundException e) {
            LOG.debug("{} ended just now", settings, e);
            return List.of();
        }
    }

    /** When the directory or a file in it changed last. */
    private long newest(Path directory) throws IOException {
        long newest = 0;
        for (FileStatus file : list(new Path(directory, "{.*,*}"))) {
            newest = Math.max(newest, file.getModificationTime());
        }
        return newest;
    }

    private FileStatus[] list(Path pattern) throws IOException {
        FileStatus[] found = files.globStatus(pattern);
        return found == null ? new FileStatus[0] : found;
    }

    private void remove(Path path) throws IOException {
        LOG.info("removing {}", path);
        files.delete(path, true);
    }
}

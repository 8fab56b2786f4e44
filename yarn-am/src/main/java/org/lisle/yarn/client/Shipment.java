package org.lisle.yarn.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.yarn.launch.LaunchContexts;
import org.lisle.yarn.launch.ShippedResource;
import org.lisle.yarn.launch.ShippedResource.Role;

/** Gathers what goes into every container's working directory: local things are stored first, things in the cluster are used where they lie. */
final class Shipment {
    private final ResourceStore store;
    private final Configuration hadoop;
    private final List<ShippedResource> resources = new ArrayList<>();
    private final Set<String> links = new HashSet<>();

    Shipment(ResourceStore store, Configuration hadoop) {
        this.store = store;
        this.hadoop = hadoop;
    }

    /** All resources of a submission, in the order of the job's class path. */
    static List<ShippedResource> of(SubmitRequest request, ResourceStore store, Configuration hadoop)
            throws IOException {
        LisleConf conf = request.conf();
        Shipment shipment = new Shipment(store, hadoop);
        shipment.addStored(
                EngineArchive.store(store, request.lisleJar()), LaunchContexts.ENGINE_LINK, Role.ENGINE, true);
        shipment.addStored(
                store.store(HadoopConfiguration.archive(hadoop), "hadoop-conf.jar"),
                LaunchContexts.HADOOP_CONFIGURATION_LINK,
                Role.HADOOP_CONFIGURATION,
                true);
        String java = conf.get(YarnSettings.JAVA_ARCHIVE);
        if (!java.isEmpty()) {
            shipment.add(java + "#" + LaunchContexts.JAVA_LINK, Role.JAVA, true);
        }
        shipment.add(request.applicationJar(), Role.USER_JAR, false);
        for (String jar : Locations.list(conf.get(YarnSettings.JARS))) {
            shipment.add(jar, Role.USER_JAR, false);
        }
        for (String file : Locations.list(conf.get(YarnSettings.FILES))) {
            shipment.add(file, Role.FILE, false);
        }
        for (String archive : Locations.list(conf.get(YarnSettings.ARCHIVES))) {
            shipment.add(archive, Role.FILE, true);
        }
        return List.copyOf(shipment.resources);
    }

    private void add(String location, Role role, boolean archive) throws IOException {
        Locations.Location parsed = Locations.parse(location);
        String link = role == Role.USER_JAR ? freeLink(parsed.link()) : parsed.link();
        Path local = parsed.local();
        if (local != null) {
            addStored(store.store(local, local.getFileName().toString()), link, role, archive);
            return;
        }
        org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(URI.create(parsed.uri()));
        FileSystem files = remote.getFileSystem(hadoop);
        try {
            addRemote(files, files.getFileStatus(remote), link, role, archive);
        } catch (FileNotFoundException e) {
            throw new LisleException(ErrorCode.USAGE, "the file " + remote + " is not there", "check the path", e);
        }
    }

    private void addStored(FileStatus status, String link, Role role, boolean archive) throws IOException {
        addRemote(store.fileSystem(), status, link, role, archive);
    }

    private void addRemote(FileSystem files, FileStatus status, String link, Role role, boolean archive)
            throws IOException {
        if (!links.add(link)) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "two files would both be called " + link + " in the containers",
                    "give one another name, with path#name");
        }
        resources.add(new ShippedResource(
                link,
                status.getPath().toUri().toString(),
                role,
                archive,
                status.getLen(),
                status.getModificationTime(),
                ResourceStore.isEveryones(files, status)));
    }

    /** Jars are found by the class path, so that a name may change: to one without what a shell or a list would trip over, used once. */
    private String freeLink(String wanted) {
        String plain = wanted.replaceAll("[^A-Za-z0-9._-]", "_");
        String link = plain;
        for (int i = 2; links.contains(link); i++) {
            link = i + "-" + plain;
        }
        return link;
    }
}

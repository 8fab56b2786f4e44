package org.lisle.yarn.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.lisle.yarn.launch.LaunchContexts;
import org.lisle.yarn.launch.ShippedResource;

/**
 * The archives of loaded classes that fit what a submission ships: made by the first application with this engine, configuration, Java and
 * class path of Hadoop, used by all later ones. They lie in the cache beside the uploads, in a directory named by a checksum of these.
 */
final class ClassArchives {
    /** Another one when what is in an archive, or how it is used, changes. */
    private static final String FORMAT = "1";

    private final ResourceStore store;
    private final Path directory;

    private ClassArchives(ResourceStore store, Path directory) {
        this.store = store;
        this.directory = directory;
    }

    /**
     * Marks the directory as used, so that it is there when an application leaves an archive in it.
     *
     * @param shipped resources of the application; those that are on the class path count
     * @param java the setting that says which Java the containers run on
     */
    static ClassArchives open(ResourceStore store, List<ShippedResource> shipped, String hadoopClassPath, String java)
            throws IOException {
        StringBuilder key = new StringBuilder(FORMAT).append('\n').append(hadoopClassPath);
        key.append('\n').append(java).append('\n');
        for (ShippedResource resource : shipped) {
            switch (resource.role()) {
                case ENGINE, HADOOP_CONFIGURATION, JAVA ->
                    key.append(resource.uri())
                            .append(' ')
                            .append(resource.timestamp())
                            .append('\n');
                default -> {}
            }
        }
        String checksum = HexFormat.of()
                .formatHex(ResourceStore.sha256().digest(key.toString().getBytes(StandardCharsets.UTF_8)));
        Path directory = store.cached(checksum);
        store.markUsed(directory);
        return new ClassArchives(store, directory);
    }

    String directory() {
        return directory.toString();
    }

    /** Those that are there. */
    List<ShippedResource> shipped() throws IOException {
        List<ShippedResource> there = new ArrayList<>();
        for (FileStatus file : store.fileSystem().listStatus(directory)) {
            String name = file.getPath().getName();
            if (name.equals(LaunchContexts.DRIVER_CLASSES) || name.equals(LaunchContexts.EXECUTOR_CLASSES)) {
                there.add(new ShippedResource(
                        name,
                        file.getPath().toUri().toString(),
                        ShippedResource.Role.CLASS_ARCHIVE,
                        false,
                        file.getLen(),
                        file.getModificationTime(),
                        ResourceStore.isEveryones(store.fileSystem(), file)));
            }
        }
        return there;
    }
}

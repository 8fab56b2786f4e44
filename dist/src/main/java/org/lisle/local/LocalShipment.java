package org.lisle.local;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.ShippedFiles;
import org.lisle.hdfs.conf.HadoopConfiguration;
import org.lisle.yarn.client.Locations;

/**
 * What YARN would put into each container's working directory, for a program in this process: the files and archives of the submission lie
 * in a folder, under the names they were given, and {@code LisleFiles} finds them there until this is closed.
 */
public final class LocalShipment implements AutoCloseable {
    private final TemporaryFolder folder;
    private final LisleConf conf;

    private LocalShipment(TemporaryFolder folder, LisleConf conf) {
        this.folder = folder;
        this.conf = conf;
    }

    /** @throws LisleException USAGE naming a file that is not there, an archive that is none, a name that two have */
    public static LocalShipment open(LisleConf conf) {
        LocalShipment made = new LocalShipment(TemporaryFolder.create("lisle-files-"), conf);
        try {
            for (String file : Locations.list(conf.get(YarnSettings.FILES))) {
                made.addFile(file);
            }
            for (String archive : Locations.list(conf.get(YarnSettings.ARCHIVES))) {
                made.addArchive(archive);
            }
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        ShippedFiles.publish(conf, made.folder.path());
        return made;
    }

    /** The jar itself, or a copy of one that lies in a cluster. @throws LisleException USAGE when it is not there */
    public Path jar(String location) {
        Locations.Location parsed = Locations.parse(location);
        Path local = parsed.local();
        return local != null ? local : fetched(parsed.uri(), temporary("jar", parsed.link()));
    }

    private void addFile(String location) {
        Locations.Location parsed = Locations.parse(location);
        Path target = free(parsed.link());
        Path local = parsed.local();
        if (local == null) {
            fetched(parsed.uri(), target);
            return;
        }
        try {
            Files.createSymbolicLink(target, local.toAbsolutePath());
        } catch (IOException e) {
            throw disk(target, e);
        }
    }

    private void addArchive(String location) {
        Locations.Location parsed = Locations.parse(location);
        Path target = free(parsed.link());
        Path local = parsed.local();
        unpack(local != null ? local : fetched(parsed.uri(), temporary("archive", lastName(parsed.uri()))), target);
    }

    private static String lastName(String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    private static void unpack(Path archive, Path target) {
        String name = archive.getFileName().toString().toLowerCase(Locale.ROOT);
        File from = archive.toFile();
        try {
            if (name.endsWith(".zip") || name.endsWith(".jar")) {
                FileUtil.unZip(from, target.toFile());
            } else if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
                FileUtil.unTar(from, target.toFile());
            } else {
                throw new LisleException(
                        ErrorCode.USAGE,
                        archive + " is no archive that can be unpacked",
                        "give a .zip, .jar, .tar, .tar.gz or .tgz, or use --files");
            }
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.USAGE,
                    "the archive " + archive + " cannot be unpacked: " + e.getMessage(),
                    "check it",
                    e);
        }
    }

    private Path fetched(String uri, Path target) {
        var remote = new org.apache.hadoop.fs.Path(URI.create(uri));
        try {
            FileSystem files = remote.getFileSystem(HadoopConfiguration.with(conf.hadoopSettings()));
            files.copyToLocalFile(false, remote, new org.apache.hadoop.fs.Path(target.toUri()), true);
            return target;
        } catch (FileNotFoundException e) {
            throw new LisleException(ErrorCode.USAGE, "the file " + uri + " is not there", "check the path", e);
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.FILE_SYSTEM, "the file " + uri + " cannot be read: " + e.getMessage(), "check it", e);
        }
    }

    private Path free(String name) {
        Path target = folder.path().resolve(name);
        if (!folder.path().equals(target.normalize().getParent())) {
            throw new LisleException(
                    ErrorCode.USAGE, "'" + name + "' is no name for a file", "give it one without /, with path#name");
        }
        if (Files.exists(target)) {
            throw new LisleException(
                    ErrorCode.USAGE, "two files would both be called " + name, "give one another name, with path#name");
        }
        return target;
    }

    /** In a folder of its own, so that it is in the way of no name. */
    private Path temporary(String prefix, String name) {
        try {
            return Files.createTempDirectory(folder.path(), prefix).resolve(name);
        } catch (IOException e) {
            throw disk(folder.path(), e);
        }
    }

    private static LisleException disk(Path target, IOException e) {
        return new LisleException(
                ErrorCode.LOCAL_DISK, target + " cannot be made: " + e.getMessage(), "make room there", e);
    }

    @Override
    public void close() {
        ShippedFiles.publish(LisleConf.empty(), Path.of(""));
        folder.close();
    }
}

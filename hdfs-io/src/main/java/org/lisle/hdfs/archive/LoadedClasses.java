package org.lisle.hdfs.archive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that this JVM has loaded, as an archive that JVMs of the same kind map instead of loading the classes again (a dynamic
 * archive of class-data sharing). The JVM must run with {@code -XX:+RecordDynamicDumpInfo}; it stands still while it writes, for about a
 * second, so this is for a process that has done its work. A failure is logged and nothing more.
 *
 * <p>The archive holds classes of jars on the class path, from its beginning up to the first directory, and those of the JDK; not those of
 * the job's own class loader. The JVM that reads it checks its own version, and the name, size and time of each of these jars.
 */
public final class LoadedClasses {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedClasses.class);
    private static final String CLASS = ".class";
    private static final long LEAST_SPACE = 512L << 20;
    private static final int BYTES_USED = 100_000;

    /** A line of the hierarchy: a class, what loaded it; hidden classes have an address between. */
    private static final Pattern LOADED = Pattern.compile("[| -]*([\\w.$]+)/(?:0x\\w+|null)(?: \\(intf\\))?");

    private static final String COMMAND = "com.sun.management:type=DiagnosticCommand";

    private LoadedClasses() {}

    /**
     * Writes the archive to a file of the file system. It appears whole or not at all; one that is there already stays.
     *
     * @param target URI of the file; its directory is there
     * @param more packages of Lisle's jar, such as {@code org/lisle/core/}, whose classes go into the archive whether they were used or not
     */
    public static void store(String target, List<String> more, Configuration hadoop) {
        Path local =
                Path.of("classes-" + ProcessHandle.current().pid() + ".jsa").toAbsolutePath();
        try {
            long start = System.nanoTime();
            var to = new org.apache.hadoop.fs.Path(target);
            useFiles(to, hadoop);
            link(more);
            linkLoaded();
            dump(local);
            upload(local, to, hadoop);
            LOG.info(
                    "the loaded classes are in {}, {} bytes, after {} ms",
                    target,
                    Files.size(local),
                    (System.nanoTime() - start) / 1_000_000);
        } catch (IOException | JMException | RuntimeException e) {
            LOG.info("the loaded classes are not stored in {}: {}", target, e.toString());
        } finally {
            deleteQuietly(local);
        }
    }

    /** Whether this JVM uses an archive of that name, which is not {@code classes.jsa}, the JDK's own; false where the operating system does not tell. */
    public static boolean isUsed(String name) {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.anyMatch(line -> line.endsWith("/" + name));
        } catch (IOException | RuntimeException e) {
            LOG.debug("what is mapped is not known", e);
            return false;
        }
    }

    /** Writes and reads a file, so that the next process finds the classes of that here even if this one's program read none. */
    private static void useFiles(org.apache.hadoop.fs.Path target, Configuration hadoop) throws IOException {
        FileSystem files = target.getFileSystem(hadoop);
        var path = besides(target);
        try {
            try (var out = files.create(path)) {
                out.write(new byte[BYTES_USED]);
            }
            for (FileStatus status : files.listStatus(path)) {
                try (var in = files.open(status.getPath())) {
                    in.readFully(0, new byte[(int) status.getLen()]);
                    LOG.trace("{} has {} hosts", path, files.getFileBlockLocations(status, 0, status.getLen()).length);
                }
            }
        } finally {
            files.delete(path, false);
        }
    }

    /**
     * Links what was only loaded, most of it because the check of another class asked for it: that class is checked against it at each start,
     * so it had to be read from its jar then. What is loaded by linking these is asked for by nobody at a start, and stays outside.
     */
    private static void linkLoaded() throws JMException {
        for (String line : command("vmClassHierarchy").split("\n")) {
            Matcher matcher = LOADED.matcher(line);
            if (matcher.matches()) {
                link(matcher.group(1));
            }
        }
    }

    /** Classes that are not linked are left out of an archive. */
    private static void link(List<String> packages) throws IOException {
        Path jar = ownJar();
        if (!Files.isRegularFile(jar)) {
            return;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.endsWith(CLASS) && packages.stream().anyMatch(name::startsWith)) {
                    link(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
                }
            }
        }
    }

    private static void link(String name) {
        try {
            // asking for these links a class, and runs nothing of it; an interface says that it has no constructors
            // without being linked
            Class<?> loaded = Class.forName(name, false, LoadedClasses.class.getClassLoader());
            int members =
                    loaded.isInterface() ? loaded.getDeclaredMethods().length : loaded.getDeclaredConstructors().length;
            LOG.trace("{} is linked, with {} members", name, members);
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("{} is not archived", name, e);
        }
    }

    private static Path ownJar() throws IOException {
        try {
            return Path.of(LoadedClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("where Lisle's classes come from is no path", e);
        }
    }

    private static void dump(Path file) throws IOException, JMException {
        // a JVM that cannot write the archive to its end exits
        if (file.toFile().getAbsoluteFile().getParentFile().getUsableSpace() < LEAST_SPACE) {
            throw new IOException("there is too little room for an archive beside " + file);
        }
        String told = command("vmCds", "dynamic_dump", file.toString());
        if (!Files.isRegularFile(file)) {
            throw new IOException("the JVM wrote no archive: " + told.strip());
        }
    }

    private static String command(String name, String... arguments) throws JMException {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName(COMMAND), name, new Object[] {arguments}, new String[] {String[].class.getName()
                }));
    }

    private static org.apache.hadoop.fs.Path besides(org.apache.hadoop.fs.Path target) {
        return new org.apache.hadoop.fs.Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    }

    private static void upload(Path local, org.apache.hadoop.fs.Path target, Configuration hadoop) throws IOException {
        FileSystem files = target.getFileSystem(hadoop);
        org.apache.hadoop.fs.Path temporary = besides(target);
        try {
            files.copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), temporary);
            if (!files.exists(target) && !files.rename(temporary, target) && !files.exists(target)) {
                throw new IOException("cannot rename " + temporary);
            }
        } finally {
            files.delete(temporary, false);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays until the container's directory goes", file, e);
        }
    }
}

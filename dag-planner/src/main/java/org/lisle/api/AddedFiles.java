package org.lisle.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.lisle.core.files.AddedFile;
import org.lisle.core.files.JobClassLoader;
import org.lisle.core.files.LocalCopies;

/** The files and jars that the program added; a path counts once. Thread-safe. */
final class AddedFiles {
    private record Entry(AddedFile file, Broadcast<byte[]> content) {}

    private final Map<String, Entry> files = new LinkedHashMap<>();
    private final Map<String, Entry> jars = new LinkedHashMap<>();

    synchronized boolean knowsFile(String path) {
        return files.containsKey(path);
    }

    synchronized boolean knowsJar(String path) {
        return jars.containsKey(path);
    }

    synchronized void addFile(String path, Broadcast<byte[]> content) {
        Entry entry = entry(path, content);
        files.put(path, entry);
        LisleFiles.put(entry.file().name(), LocalCopies.of(entry.file(), content::value));
    }

    /** @param loader of the driver, which finds the jar's classes, too, when it can grow */
    synchronized void addJar(String path, Broadcast<byte[]> content, ClassLoader loader) {
        Entry entry = entry(path, content);
        jars.put(path, entry);
        if (loader instanceof JobClassLoader job) {
            job.add(LocalCopies.of(entry.file(), content::value));
        }
    }

    synchronized List<String> jars() {
        return List.copyOf(jars.keySet());
    }

    /** The properties of a job, with what its tasks must know of files. */
    synchronized Map<String, String> with(Map<String, String> properties) {
        if (files.isEmpty() && jars.isEmpty()) {
            return properties;
        }
        Map<String, String> all = new TreeMap<>(properties);
        all.put(AddedFile.FILES, text(files));
        all.put(AddedFile.JARS, text(jars));
        return all;
    }

    private static String text(Map<String, Entry> entries) {
        return AddedFile.text(
                new ArrayList<>(entries.values()).stream().map(Entry::file).toList());
    }

    private static Entry entry(String path, Broadcast<byte[]> content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content.value());
        Broadcast.Reference reference = content.reference();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new Entry(
                new AddedFile(name, checksum.getValue(), reference.id(), reference.pieces(), reference.bytes()),
                content);
    }
}

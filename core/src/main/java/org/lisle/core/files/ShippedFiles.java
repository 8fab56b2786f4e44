package org.lisle.core.files;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.YarnSettings;

/**
 * The files and archives of the submission ({@code lisle.files}, {@code lisle.archives}): each process has them in one folder, under the names
 * they were given. Thread-safe.
 */
public final class ShippedFiles {
    private static final ShippedFiles NONE = new ShippedFiles(Path.of(""), Set.of());

    private static volatile ShippedFiles ofThisProcess = NONE;

    private final Path folder;
    private final Set<String> names;

    private ShippedFiles(Path folder, Set<String> names) {
        this.folder = folder;
        this.names = names;
    }

    /**
     * Those of this process, from now on.
     *
     * @param folder where they lie, a container's working directory
     */
    public static void publish(LisleConf conf, Path folder) {
        Set<String> names = new LinkedHashSet<>();
        for (String entry : list(conf.get(YarnSettings.FILES))) {
            names.add(nameOf(entry));
        }
        for (String entry : list(conf.get(YarnSettings.ARCHIVES))) {
            names.add(nameOf(entry));
        }
        ofThisProcess = new ShippedFiles(folder.toAbsolutePath(), names);
    }

    /** The path of the file, or of the folder that an archive was unpacked to; empty when none of that name was shipped. */
    public static Optional<Path> find(String name) {
        ShippedFiles known = ofThisProcess;
        return known.names.contains(name) ? Optional.of(known.folder.resolve(name)) : Optional.empty();
    }

    /** Entries between commas. */
    public static List<String> list(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Its name in every process: what stands behind {@code #}, else the last part of the path. */
    public static String nameOf(String entry) {
        String alias = alias(entry);
        String place = placeOf(entry);
        return alias == null ? place.substring(place.lastIndexOf('/') + 1) : alias;
    }

    /** Where it comes from. */
    public static String placeOf(String entry) {
        int hash = entry.lastIndexOf('#');
        return hash < 0 ? entry : entry.substring(0, hash);
    }

    private static @Nullable String alias(String entry) {
        int hash = entry.lastIndexOf('#');
        return hash < 0 || hash == entry.length() - 1 ? null : entry.substring(hash + 1);
    }
}

package org.lisle.yarn.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** How users name files to ship: local paths, {@code file:} URIs, URIs of Hadoop file systems; {@code #name} gives another name. */
final class Locations {
    private Locations() {}

    /**
     * @param uri where it lies
     * @param local the local path, or null for a file in the cluster
     * @param link its name in the containers
     */
    record Location(String uri, @Nullable Path local, String link) {}

    /** Entries between commas. */
    static List<String> list(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** @throws LisleException USAGE when a local file is not there */
    static Location parse(String text) {
        int hash = text.lastIndexOf('#');
        String place = hash < 0 ? text : text.substring(0, hash);
        String alias = hash < 0 ? "" : text.substring(hash + 1);
        boolean remote = place.matches("[A-Za-z][A-Za-z0-9+.-]*:.*") && !place.startsWith("file:");
        if (remote) {
            return new Location(place, null, alias.isEmpty() ? lastName(place) : alias);
        }
        Path local = place.startsWith("file:") ? fromUri(place) : Path.of(place);
        LocalChecks.requireFile("the file", local);
        return new Location(local.toUri().toString(), local, alias.isEmpty() ? lastName(local.toString()) : alias);
    }

    static boolean isLocal(String text) {
        return parse(text).local() != null;
    }

    private static Path fromUri(String uri) {
        try {
            return Path.of(URI.create(uri).getPath());
        } catch (IllegalArgumentException e) {
            throw new LisleException(ErrorCode.USAGE, uri + " is no path", "check the path", e);
        }
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

package org.lisle.yarn.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.files.ShippedFiles;

/** How users name files to ship: local paths, {@code file:} URIs, URIs of Hadoop file systems; {@code #name} gives another name. */
public final class Locations {
    private Locations() {}

    /**
     * @param uri where it lies
     * @param local the local path, or null for a file in the cluster
     * @param link its name in the containers
     */
    public record Location(String uri, @Nullable Path local, String link) {}

    /** Entries between commas. */
    public static List<String> list(String commaSeparated) {
        return ShippedFiles.list(commaSeparated);
    }

    /** @throws LisleException USAGE when a local file is not there */
    public static Location parse(String text) {
        String place = ShippedFiles.placeOf(text);
        String name = ShippedFiles.nameOf(text);
        boolean remote = place.matches("[A-Za-z][A-Za-z0-9+.-]*:.*") && !place.startsWith("file:");
        if (remote) {
            return new Location(place, null, name);
        }
        Path local = place.startsWith("file:") ? fromUri(place) : Path.of(place);
        LocalChecks.requireFile("the file", local);
        return new Location(local.toUri().toString(), local, name);
    }

    private static Path fromUri(String uri) {
        try {
            return Path.of(URI.create(uri).getPath());
        } catch (IllegalArgumentException e) {
            throw new LisleException(ErrorCode.USAGE, uri + " is no path", "check the path", e);
        }
    }
}

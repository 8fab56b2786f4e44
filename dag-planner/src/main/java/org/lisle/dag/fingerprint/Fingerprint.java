package org.lisle.dag.fingerprint;

import java.util.List;
import java.util.Optional;

/**
 * What a stage does, as a digest, and the named parts it was made of.
 *
 * @param digest of all that decides what the stage gives; {@link Digest#NONE} when that cannot be said, which matches nothing
 * @param parts the stage's own operators, inputs and output, in order; of other stages only the digests of the shuffles it reads
 */
public record Fingerprint(Digest digest, List<Part> parts) {
    /** Matches nothing: of plans that nobody will ask for again. */
    public static final Fingerprint NONE = new Fingerprint(Digest.NONE, List.of());

    public Fingerprint {
        parts = List.copyOf(parts);
    }

    /**
     * A part with a name for people.
     *
     * @param name such as {@code the values captured by the function of map at WordCount.java:30}
     */
    public record Part(String name, Digest digest) {}

    public boolean matches(Fingerprint other) {
        return digest.isSame(other.digest);
    }

    /** The first part that is not the same in an earlier one, in words; empty when the parts are the same. */
    public Optional<String> difference(List<Part> earlier) {
        for (int part = 0; part < parts.size(); part++) {
            Part mine = parts.get(part);
            if (mine.digest().isNone()) {
                return Optional.of(mine.name() + " cannot be compared");
            }
            if (part >= earlier.size() || !earlier.get(part).name().equals(mine.name())) {
                return Optional.of(mine.name() + " was not there");
            }
            if (!mine.digest().isSame(earlier.get(part).digest())) {
                return Optional.of(mine.name() + " differ" + (mine.name().startsWith("the values ") ? "" : "s"));
            }
        }
        return parts.size() < earlier.size()
                ? Optional.of(earlier.get(parts.size()).name() + " is there no more")
                : Optional.empty();
    }
}

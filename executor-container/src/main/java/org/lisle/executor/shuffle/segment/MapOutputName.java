package org.lisle.executor.shuffle.segment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the output of one attempt of a map task: {@code shuffle_3_17_420}. Below each local directory it lies as
 * {@code lisle-shuffle/shuffle_3/shuffle_3_17_420.data} with {@code .index} beside it.
 *
 * @param taskId of the attempt, so that no two attempts share a name
 */
public record MapOutputName(int shuffleId, int mapPartition, long taskId) {
    static final String FOLDER = "lisle-shuffle";

    private static final Pattern SHUFFLE_FOLDER = Pattern.compile("shuffle_(\\d+)");
    private static final Pattern INDEX_FILE = Pattern.compile("shuffle_(\\d+)_(\\d+)_(\\d+)\\.index");

    /** Whose index it is; empty for a file of another name. */
    static Optional<MapOutputName> ofIndexFile(Path file) {
        Matcher name = INDEX_FILE.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new MapOutputName(
                        Integer.parseInt(name.group(1)),
                        Integer.parseInt(name.group(2)),
                        Long.parseLong(name.group(3))))
                : Optional.empty();
    }

    /** The folder of all map outputs of a shuffle, below each local directory. */
    public static String folder(int shuffleId) {
        return FOLDER + "/shuffle_" + shuffleId;
    }

    /** Whose folder it is; empty for one of another name. */
    static Optional<Integer> shuffleOfFolder(Path folder) {
        Matcher name = SHUFFLE_FOLDER.matcher(folder.getFileName().toString());
        return name.matches() ? Optional.of(Integer.parseInt(name.group(1))) : Optional.empty();
    }

    public String folder() {
        return folder(shuffleId);
    }

    public String dataFile() {
        return this + ".data";
    }

    public String indexFile() {
        return this + ".index";
    }

    /** The index beside a data file. */
    public Path indexBeside(Path dataFile) {
        return dataFile.resolveSibling(indexFile());
    }

    @Override
    public String toString() {
        return "shuffle_" + shuffleId + "_" + mapPartition + "_" + taskId;
    }
}

package org.lisle.hdfs.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.lisle.api.SaveMode;
import org.lisle.hdfs.publish.MovePlan.Direction;
import org.lisle.hdfs.publish.MovePlan.Move;

/** Makes the plan by which a job's output takes its place; looks at files and changes none. */
final class Planning {
    static final String OUTPUT = "output";
    private static final String MARK = FileOutputCommitter.SUCCEEDED_FILE_NAME;

    private final FileSystem fileSystem;
    private final StagingPlace place;
    private final List<Move> moves = new ArrayList<>();
    private int replaced;

    private Planning(FileSystem fileSystem, StagingPlace place) {
        this.fileSystem = fileSystem;
        this.place = place;
    }

    static MovePlan of(FileSystem fileSystem, StagingPlace place, SaveMode mode) throws IOException {
        Planning planning = new Planning(fileSystem, place);
        switch (mode) {
            case ERROR_IF_EXISTS, IGNORE -> planning.in(OUTPUT, place.out());
            case OVERWRITE -> planning.replace(OUTPUT, place.out());
            case APPEND -> planning.betweenMarks(planning::addFiles);
            case OVERWRITE_PARTITIONS -> planning.betweenMarks(planning::replaceDirectories);
        }
        return new MovePlan(planning.moves, planning.missingParents());
    }

    /** While a directory that stays is changed, it has no mark; where the job makes none, one that is there is left alone. */
    private void betweenMarks(PlanningStep step) throws IOException {
        boolean marks = fileSystem.exists(new Path(place.output(), MARK));
        Path mark = new Path(place.out(), MARK);
        if (marks && fileSystem.exists(mark)) {
            out(mark);
        }
        step.run(place.output(), place.out());
        if (marks) {
            in(OUTPUT + "/" + MARK, mark);
        }
    }

    private void addFiles(Path staged, Path visible) throws IOException {
        for (FileStatus child : children(staged)) {
            Path target = new Path(visible, child.getPath().getName());
            if (child.isDirectory()) {
                addFiles(child.getPath(), target);
            } else {
                in(relative(child.getPath()), target);
            }
        }
    }

    private void replaceDirectories(Path staged, Path visible) throws IOException {
        List<FileStatus> children = children(staged);
        if (children.stream().anyMatch(FileStatus::isFile)) {
            replace(relative(staged), visible);
            return;
        }
        for (FileStatus child : children) {
            replaceDirectories(
                    child.getPath(), new Path(visible, child.getPath().getName()));
        }
    }

    /** Without the mark at the top, in the order of the names. */
    private List<FileStatus> children(Path directory) throws IOException {
        List<FileStatus> children = new ArrayList<>(Arrays.asList(fileSystem.listStatus(directory)));
        if (directory.equals(place.output())) {
            children.removeIf(child -> child.getPath().getName().equals(MARK));
        }
        children.sort(Comparator.comparing(FileStatus::getPath));
        return children;
    }

    private void replace(String staged, Path visible) throws IOException {
        if (fileSystem.exists(visible)) {
            out(visible);
        }
        in(staged, visible);
    }

    private void out(Path visible) {
        moves.add(new Move(Direction.OUT, "replaced/" + replaced++, visible.toString()));
    }

    private void in(String staged, Path visible) {
        moves.add(new Move(Direction.IN, staged, visible.toString()));
    }

    private String relative(Path staged) throws IOException {
        return StagingPlace.relative(place.directory(), staged);
    }

    /** Public directories that things move into and that are not there, outer ones first. */
    private List<String> missingParents() throws IOException {
        Set<Path> missing = new TreeSet<>();
        for (Move move : moves) {
            Path parent = new Path(move.visible()).getParent();
            while (move.direction() == Direction.IN && !missing.contains(parent) && !fileSystem.exists(parent)) {
                missing.add(parent);
                parent = parent.getParent();
            }
        }
        return missing.stream().map(Path::toString).toList();
    }

    /** Adds the moves for a directory. */
    @FunctionalInterface
    private interface PlanningStep {
        void run(Path staged, Path visible) throws IOException;
    }
}

package org.lisle.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import org.lisle.api.LisleContext;
import org.lisle.api.PairRdd;
import org.lisle.api.Rdd;

/**
 * One operation of the API, and what it must give, by plain Java.
 *
 * @param nulls whether it is defined for null records, keys and values
 */
record Program(String name, boolean nulls, Run run, Function<Shape, ?> expected) {

    static Program of(String name, Run run, Function<Shape, ?> expected) {
        return new Program(name, true, run, expected);
    }

    /** A program that compares records, or adds them up. */
    static Program withoutNulls(String name, Run run, Function<Shape, ?> expected) {
        return new Program(name, false, run, expected);
    }

    static Stream<Program> all() {
        return Stream.of(
                        RecordPrograms.all(),
                        KeyPrograms.all(),
                        SideBySidePrograms.all(),
                        PartPrograms.all(),
                        SummaryPrograms.all())
                .flatMap(all -> all);
    }

    /** Runs it where it is defined, and compares. */
    void check(LisleContext context, Shape shape) throws Exception {
        if (nulls || !shape.nulls()) {
            assertThat((Object) run.on(new Data(context, shape)))
                    .as("%s on %s", name, shape)
                    .isEqualTo(expected.apply(shape));
        }
    }

    /** The program on the engine; its result is what is compared. */
    @FunctionalInterface
    interface Run {
        Object on(Data data) throws Exception;
    }

    /** The datasets of a shape. */
    record Data(LisleContext context, Shape shape) {
        Rdd<Integer> numbers() {
            return context.parallelize(shape.numbers(), shape.partitions());
        }

        PairRdd<String, Integer> left() {
            return context.parallelizePairs(shape.left(), shape.partitions());
        }

        PairRdd<String, Integer> right() {
            return context.parallelizePairs(shape.right(), shape.partitions() + 1);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

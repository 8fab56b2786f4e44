package org.lisle.api;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lisle.api.function.SerializableComparator;
import org.lisle.core.closure.Closures;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.action.ApproximateActions;
import org.lisle.dag.lineage.CallSites;
import org.lisle.dag.lineage.DistinctSketch;
import org.lisle.dag.lineage.Pipe;

/** Refuses wrong arguments where they are passed in, in one sentence with the user's line. */
final class Checks {
    private Checks() {}

    /** A function that is there and can be sent to executors. */
    static <F> F function(@Nullable F function) {
        if (function == null) {
            throw invalid("a function is null", "pass a lambda or an object of a function interface");
        }
        CallSite site = CallSites.here();
        try {
            Closures.check(function, site.operation());
        } catch (LisleException e) {
            throw new LisleException(e.code(), e.what() + at(site), e.nextStep(), e);
        }
        return function;
    }

    static <T> T present(@Nullable T argument, String what) {
        if (argument == null) {
            throw invalid(what + " is null", "pass a value");
        }
        return argument;
    }

    /** Options whose function is serialised once, as a check. */
    static <T> SaveOptions<T> options(@Nullable SaveOptions<T> options) {
        SaveOptions<T> present = present(options, "the options");
        if (present.partitionValues() != null) {
            function(present.partitionValues());
        }
        return present;
    }

    static int partitions(int partitions) {
        if (partitions < 1) {
            throw invalid("a dataset cannot have " + partitions + " partitions", "ask for 1 or more");
        }
        return partitions;
    }

    static int depth(int depth) {
        if (depth < 1) {
            throw invalid("a tree cannot have depth " + depth, "pass 1 or more");
        }
        return depth;
    }

    static int notNegative(int number, String what) {
        if (number < 0) {
            throw invalid(what + " cannot be " + number, "pass 0 or more");
        }
        return number;
    }

    static double fraction(boolean withReplacement, double fraction) {
        if (!(fraction >= 0.0) || fraction == Double.POSITIVE_INFINITY || (!withReplacement && fraction > 1.0)) {
            throw invalid(
                    "a sample's fraction cannot be " + fraction,
                    withReplacement ? "pass the expected copies of each record, 0 or more" : "pass 0 to 1");
        }
        return fraction;
    }

    /** An order by a comparator that can be sent to executors. */
    static <T> SerializableComparator<T> order(@Nullable Comparator<T> order) {
        function(order);
        return function(SerializableComparator.of(present(order, "the order")));
    }

    /** Weights that can be normalised. */
    static double[] weights(double @Nullable [] weights) {
        double[] copy = present(weights, "the weights").clone();
        double sum = 0;
        for (double weight : copy) {
            if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
                throw invalid("a weight cannot be " + weight, "pass 0 or more");
            }
            sum += weight;
        }
        if (sum == 0) {
            throw invalid("the weights have no sum", "pass at least one above 0");
        }
        return copy;
    }

    static <K> Map<K, Double> fractions(@Nullable Map<K, Double> fractions) {
        Map<K, Double> known = present(fractions, "the fractions");
        known.forEach((key, fraction) -> fraction(true, present(fraction, "the fraction of key " + key)));
        return known;
    }

    static ApproximateActions.Terms terms(long timeoutMillis, double confidence) {
        if (timeoutMillis < 0) {
            throw invalid("the timeout cannot be " + timeoutMillis, "pass milliseconds, 0 or more");
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw invalid("the confidence cannot be " + confidence, "pass a probability, 0 to 1");
        }
        return new ApproximateActions.Terms(timeoutMillis, confidence);
    }

    /** The precision of a sketch with a relative standard error. */
    static int precision(double relativeError) {
        if (!(relativeError >= DistinctSketch.leastError() && relativeError < 1)) {
            throw invalid(
                    "the relative error cannot be " + relativeError,
                    "pass a number from " + DistinctSketch.leastError() + " to less than 1");
        }
        return DistinctSketch.precisionFor(relativeError);
    }

    /** Bounds of buckets: at least two, each above the one before, NaN above all; or one value twice, a bucket of that value alone. */
    static double[] buckets(double @Nullable [] bounds) {
        double[] copy = present(bounds, "the buckets").clone();
        if (copy.length < 2) {
            throw invalid("there are " + copy.length + " bounds of buckets", "pass at least two");
        }
        boolean ofOneValue = copy.length == 2 && copy[0] == copy[1];
        for (int bound = 1; bound < copy.length && !ofOneValue; bound++) {
            if (copy[bound - 1] == copy[bound] || Double.compare(copy[bound - 1], copy[bound]) >= 0) {
                throw invalid(
                        "the bounds of buckets are not in ascending order", "sort them, and leave out equal ones");
            }
        }
        return copy;
    }

    /** Bounds of buckets of the same width. */
    static double[] evenBuckets(double[] bounds) {
        double[] copy = buckets(bounds);
        double width = copy[copy.length - 1] - copy[0];
        if (!Double.isFinite(width)) {
            throw invalid(
                    "the buckets from " + copy[0] + " to " + copy[copy.length - 1] + " have no finite width",
                    "pass finite bounds, or say that the buckets are not even");
        }
        return copy;
    }

    static <T> List<T> list(@Nullable Iterable<T> values) {
        if (values instanceof List<T> list) {
            return list;
        }
        List<T> list = new ArrayList<>();
        present(values, "the values").forEach(list::add);
        return list;
    }

    static Pipe pipe(
            @Nullable List<String> command,
            @Nullable Map<String, String> environment,
            boolean separateWorkingDirectory,
            int bufferSize,
            @Nullable String encoding) {
        List<String> words = present(command, "the command");
        String charset = present(encoding, "the encoding");
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw invalid("the command is empty", "name a program");
        }
        if (!Charset.isSupported(charset)) {
            throw invalid("the encoding " + charset + " is not known here", "pass one such as UTF-8");
        }
        return new Pipe(
                words,
                present(environment, "the environment"),
                separateWorkingDirectory,
                notNegative(bufferSize, "the buffer's size"),
                charset);
    }

    /** A job's tag. */
    static String tag(@Nullable String tag) {
        String known = present(tag, "the tag");
        if (known.isEmpty() || known.contains(",")) {
            throw invalid("a job's tag cannot be '" + known + "'", "pass text without a comma");
        }
        return known;
    }

    /** Datasets meet within one context only. */
    static void sameContext(LisleContext context, List<? extends RddActions<?>> others) {
        for (RddActions<?> other : others) {
            if (present(other, "a dataset").context() != context) {
                throw invalid(
                        "dataset " + other.id() + " belongs to another LisleContext",
                        "use datasets of one context together");
            }
        }
    }

    static LisleException invalid(String what, String nextStep) {
        return new LisleException(ErrorCode.INVALID_ARGUMENT, what + at(CallSites.here()), nextStep);
    }

    private static String at(CallSite site) {
        return Stream.of(site.operation(), site.location()).allMatch(String::isEmpty) ? "" : " (" + site + ")";
    }
}

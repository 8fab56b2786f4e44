package org.lisle.api;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lisle.core.closure.Closures;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.CallSite;
import org.lisle.dag.lineage.CallSites;

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

    static int partitions(int partitions) {
        if (partitions < 1) {
            throw invalid("a dataset cannot have " + partitions + " partitions", "ask for 1 or more");
        }
        return partitions;
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

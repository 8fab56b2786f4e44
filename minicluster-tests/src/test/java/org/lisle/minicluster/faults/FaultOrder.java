package org.lisle.minicluster.faults;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lisle.core.fault.Fault;
import org.lisle.core.fault.FaultPoint;
import org.lisle.core.unit.Durations;

/**
 * One order: which fault, where, in which process, and at which passing.
 *
 * <pre>
 *   POINT:KEY@PROCESS#FROM-TO=KIND(DELAY)
 *   JOURNAL_RECORD:MapOutput@driver-1#3=CRASH       the third record of that type in the first driver
 *   MESSAGE:Heartbeat@executor-*#1-*=DELAY(500ms)   every heartbeat
 *   SERVE:*#2-4=CORRUPT                             the second to the fourth answer of each process
 * </pre>
 *
 * KEY and PROCESS are globs with {@code *}; PROCESS and the passings may be left out: any process, the first passing.
 */
record FaultOrder(FaultPoint point, Pattern key, Pattern process, long from, long to, Fault fault) {
    private static final Pattern FORM =
            Pattern.compile("(\\w+):([^@#=]*)(?:@([^#=]*))?(?:#(\\d+)(?:-(\\d+|\\*))?)?=(\\w+)(?:\\((\\w+)\\))?");

    static FaultOrder parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not POINT:KEY@PROCESS#FROM-TO=KIND(DELAY)");
        }
        long from = matcher.group(4) == null ? 1 : Long.parseLong(matcher.group(4));
        return new FaultOrder(
                FaultPoint.valueOf(matcher.group(1)),
                glob(matcher.group(2)),
                glob(matcher.group(3) == null ? "*" : matcher.group(3)),
                from,
                last(matcher.group(5), from),
                new Fault(
                        Fault.Kind.valueOf(matcher.group(6)),
                        matcher.group(7) == null ? Duration.ZERO : Durations.parse(matcher.group(7))));
    }

    private static long last(String text, long from) {
        if (text == null) {
            return from;
        }
        return text.equals("*") ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private static Pattern glob(String text) {
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
    }

    boolean isFor(String processName) {
        return process.matcher(processName).matches();
    }

    boolean matches(FaultPoint passed, String passedKey) {
        return point == passed && key.matcher(passedKey).matches();
    }

    boolean strikes(long passing) {
        return passing >= from && passing <= to;
    }
}

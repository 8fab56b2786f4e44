package org.lisle.yarn.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * When the steps of an application's life were reached in the ApplicationMaster, in milliseconds since 1970; 0 for what did not happen.
 *
 * @param started its JVM ran main
 * @param registered the ResourceManager knew it
 * @param firstExecutor the first executor had registered
 * @param firstTask the first task was sent
 * @param lastTaskEnd the last task had ended
 * @param ended the user's program had ended
 */
public record Phases(long started, long registered, long firstExecutor, long firstTask, long lastTaskEnd, long ended) {
    public static final Phases NONE = new Phases(0, 0, 0, 0, 0, 0);

    /** Six numbers separated by commas; {@link #parse} reads them. */
    public String format() {
        return started + "," + registered + "," + firstExecutor + "," + firstTask + "," + lastTaskEnd + "," + ended;
    }

    /** {@link #NONE} for text in another form: times are a courtesy, a report without them is still a report. */
    public static Phases parse(String text) {
        List<Long> times = new ArrayList<>();
        for (String part : text.strip().split(",", -1)) {
            if (!part.matches("\\d{1,18}")) {
                return NONE;
            }
            times.add(Long.parseLong(part));
        }
        return times.size() == 6
                ? new Phases(times.get(0), times.get(1), times.get(2), times.get(3), times.get(4), times.get(5))
                : NONE;
    }
}

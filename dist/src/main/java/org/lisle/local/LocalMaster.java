package org.lisle.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/**
 * What {@code local}, {@code local[4]} and {@code local[*]} ask for.
 *
 * @param slots tasks that run at once, from 1
 */
record LocalMaster(int slots) {
    private static final Pattern FORM = Pattern.compile("local(\\[([^]]*)])?");

    static boolean matches(String master) {
        return FORM.matcher(master).matches();
    }

    /** @throws LisleException INVALID_SETTING when the number of slots is none */
    static LocalMaster parse(String master) {
        return slots(master)
                .map(LocalMaster::new)
                .orElseThrow(() -> new LisleException(
                        ErrorCode.INVALID_SETTING,
                        "the master '" + master + "' names no number of slots",
                        "write local for one, local[4] for four, local[*] for one a processor"));
    }

    private static Optional<Integer> slots(String master) {
        Matcher form = FORM.matcher(master);
        if (!form.matches()) {
            return Optional.empty();
        }
        String number = form.group(2);
        if (number == null) {
            return Optional.of(1);
        }
        if (number.equals("*")) {
            return Optional.of(Runtime.getRuntime().availableProcessors());
        }
        return number.matches("[1-9]\\d{0,3}") ? Optional.of(Integer.parseInt(number)) : Optional.empty();
    }
}

package org.lisle.examples;

import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Arguments of the examples. */
final class Usage {
    private Usage() {}

    /**
     * False when help was asked for, which is shown then: there is nothing else to do.
     *
     * @throws LisleException USAGE with the usage text, when the number of arguments is not between the two bounds
     */
    static boolean check(String[] arguments, int least, int most, String usage) {
        if (arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            System.out.println(usage);
            return false;
        }
        if (arguments.length < least || arguments.length > most) {
            throw new LisleException(
                    ErrorCode.USAGE, "expected " + range(least, most) + " arguments, got " + arguments.length, usage);
        }
        return true;
    }

    /** The argument as a whole number from 1, or the default when it is not there. */
    static int number(String[] arguments, int index, int defaultValue, String usage) {
        if (arguments.length <= index) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(arguments[index]);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new LisleException(ErrorCode.USAGE, "not a whole number: '" + arguments[index] + "'", usage, e);
        }
        throw new LisleException(ErrorCode.USAGE, "must be at least 1: '" + arguments[index] + "'", usage);
    }

    private static String range(int least, int most) {
        return least == most ? Integer.toString(least) : least + " to " + most;
    }
}

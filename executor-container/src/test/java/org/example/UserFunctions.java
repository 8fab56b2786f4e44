package org.example;

import java.io.IOException;

/** Functions outside of Lisle's packages, as a user's are. */
public final class UserFunctions {
    private UserFunctions() {}

    public static Object failing(Object value) throws IOException {
        throw new IOException("no " + value);
    }
}

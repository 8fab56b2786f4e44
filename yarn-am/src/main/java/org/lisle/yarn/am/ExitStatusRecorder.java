package org.lisle.yarn.am;

import java.security.Permission;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lisle.yarn.outcome.StackTraces;

/**
 * Learns the status of {@code System.exit} before the shutdown hooks run, because the JDK does not tell them. A JDK 21 or newer logs it
 * under {@code java.lang.Runtime}; on JDK 17 a security manager that permits everything is asked about it. On versions between the two
 * neither works, and an exit looks like a signal.
 */
final class ExitStatusRecorder {
    private static final Pattern LOGGED = Pattern.compile("status: (-?\\d+)");
    private static final int FIRST_THAT_LOGS = 21;
    private static final int LAST_WITH_SECURITY_MANAGER = 17;

    private final AtomicReference<Exit> exit = new AtomicReference<>();
    private final Logger runtimeLogger = Logger.getLogger("java.lang.Runtime");

    /** @param where such as {@code " at com.acme.Job.main(Job.java:17)"}; empty when no frame of the user's is on the stack */
    record Exit(int status, String where) {}

    void install() {
        int java = Runtime.version().feature();
        if (java >= FIRST_THAT_LOGS) {
            runtimeLogger.setUseParentHandlers(false);
            runtimeLogger.addHandler(new RuntimeExitHandler());
            runtimeLogger.setLevel(Level.ALL);
        } else if (java <= LAST_WITH_SECURITY_MANAGER) {
            installSecurityManager();
        }
    }

    /** Empty when the JVM ends for another reason than a call of {@code System.exit}. */
    Optional<Exit> exit() {
        return Optional.ofNullable(exit.get());
    }

    private void called(int status) {
        String where = StackTraces.userFrame(new Throwable("System.exit"))
                .map(frame -> " at " + frame)
                .orElse("");
        exit.compareAndSet(null, new Exit(status, where));
    }

    @SuppressWarnings("removal")
    private void installSecurityManager() {
        System.setSecurityManager(new SecurityManager() {
            @Override
            public void checkExit(int status) {
                called(status);
            }

            @Override
            public void checkPermission(Permission permission) {}

            @Override
            public void checkPermission(Permission permission, Object context) {}
        });
    }

    /** Called by the JDK on the thread that exits. */
    private final class RuntimeExitHandler extends Handler {
        @Override
        public void publish(LogRecord entry) {
            Matcher matcher = LOGGED.matcher(String.valueOf(entry.getMessage()));
            if (matcher.find()) {
                called(Integer.parseInt(matcher.group(1)));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

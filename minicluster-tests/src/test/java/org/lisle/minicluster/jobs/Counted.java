package org.lisle.minicluster.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;

/**
 * Leaves a file for each time its main runs, with the tokens that the driver has; waits there until the file {@code go} appears, and throws
 * when there is a file {@code fail}. Arguments: the folder.
 */
public final class Counted {
    private Counted() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        List<String> tokens = UserGroupInformation.getCurrentUser().getTokens().stream()
                .map(Token::getService)
                .map(Object::toString)
                .toList();
        Files.write(folder.resolve("run-" + UUID.randomUUID()), tokens);
        CountDownLatch never = new CountDownLatch(1);
        while (!Files.exists(folder.resolve("go"))) {
            if (never.await(100, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        if (Files.exists(folder.resolve("fail"))) {
            throw new IllegalStateException("told to fail");
        }
    }
}

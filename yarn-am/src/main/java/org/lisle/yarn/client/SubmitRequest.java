package org.lisle.yarn.client;

import java.nio.file.Path;
import java.util.List;
import org.lisle.core.config.LisleConf;

/**
 * What to run. Name, sizes, queue, priority, tags, node label, jars, files, archives and attempts are settings: see
 * {@link org.lisle.core.config.Settings} and {@link org.lisle.core.config.YarnSettings}, which the flags of the command line set.
 *
 * @param mainClass with a static {@code main(String[])}; in the application's jar, one of {@code lisle.jars}, or Lisle's own
 * @param applicationJar a local path or a Hadoop URI
 * @param lisleJar the one jar of Lisle, local; uploaded once
 */
public record SubmitRequest(
        String mainClass, String applicationJar, List<String> arguments, LisleConf conf, Path lisleJar) {
    public SubmitRequest {
        arguments = List.copyOf(arguments);
    }
}

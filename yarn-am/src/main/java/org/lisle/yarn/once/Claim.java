package org.lisle.yarn.once;

/**
 * A key's application: everything it needs was uploaded before this was written, so that whoever reads it can submit it.
 *
 * @param generation 1 for the first; each next one needs the end of the one before
 * @param applicationId given out by the ResourceManager, submitted under this id by one client or by several, which is the same
 * @param stagingDirectory URI of the application's own directory
 * @param claimedMillis since 1970
 */
public record Claim(int generation, String applicationId, String stagingDirectory, long claimedMillis) {}

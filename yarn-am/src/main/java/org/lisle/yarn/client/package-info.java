/**
 * The client's side of YARN: checks a submission, uploads what it needs, submits it and follows it to its end. Start at
 * {@link org.lisle.yarn.client.YarnCluster}; the command line is built on it.
 *
 * <p>Threads: everything runs on the caller's; a {@link org.lisle.yarn.client.Submission} may be killed from another one. May import
 * launch, outcome, core and Hadoop's YARN client.
 */
@NullMarked
package org.lisle.yarn.client;

import org.jspecify.annotations.NullMarked;

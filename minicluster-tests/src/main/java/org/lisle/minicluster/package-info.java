/**
 * An embedded HDFS + YARN for tests of users' jobs: {@code LisleClusterExtension} for JUnit,
 * {@code EmbeddedCluster} beneath it, and the demo of {@code bin/lisle demo}.
 */
@NullMarked
package org.lisle.minicluster;

import org.jspecify.annotations.NullMarked;

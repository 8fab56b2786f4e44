/**
 * The module {@code yarn-am}: all that talks to YARN. {@code client} submits, {@code am} is the ApplicationMaster's process, {@code allocate}
 * asks for containers, {@code control} speaks with executors, {@code web} is the page. Imports dag-planner, hdfs-io, transport and core; executors
 * are known by the name of their main class. Begin with {@link org.lisle.yarn.am.ApplicationMaster}.
 */
@NullMarked
package org.lisle.yarn;

import org.jspecify.annotations.NullMarked;

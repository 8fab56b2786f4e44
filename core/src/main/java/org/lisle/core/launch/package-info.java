/**
 * What the ApplicationMaster and the processes it starts agree on: names of environment variables and files, as pure values. Both ends
 * import this, so that neither knows the other's module. Start at {@link org.lisle.core.launch.ExecutorEnvironment}. Immutable values, no
 * thread. Imports error and resource.
 */
@NullMarked
package org.lisle.core.launch;

import org.jspecify.annotations.NullMarked;

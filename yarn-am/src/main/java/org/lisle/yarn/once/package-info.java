/**
 * One application for one key, whoever submits it and however often: the record of a key in the staging area, and the decisions of those
 * who read it. Start at {@link org.lisle.yarn.once.KeyStore}, which says what is recorded and why that is enough; then
 * {@link org.lisle.yarn.once.Repetition}, the client's decisions, and {@link org.lisle.yarn.once.Admission}, the ApplicationMaster's.
 *
 * <p>Decisions are pure and made on the caller's thread; only {@link org.lisle.yarn.once.KeyDirectory} touches a file system. Imports core,
 * outcome and Hadoop's FileSystem; not YARN.
 */
@NullMarked
package org.lisle.yarn.once;

import org.jspecify.annotations.NullMarked;

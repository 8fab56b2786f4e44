/**
 * Files of a job: those that came with the submission, and those that the program adds while it runs: how jobs name them, and their copies
 * in a process. Thread-safe. Imports error and config. Start at {@link org.lisle.core.files.AddedFile}.
 */
@NullMarked
package org.lisle.core.files;

import org.jspecify.annotations.NullMarked;

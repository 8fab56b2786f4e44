/**
 * The command line: parses what was typed, and hands it to the client (module yarn-am) or to local mode. Start at
 * {@code Main}. Errors leave as one sentence and an exit code.
 */
@NullMarked
package org.lisle.cli;

import org.jspecify.annotations.NullMarked;

/** Records on their way through a task: cursors over them, and what they weigh in memory. A leaf: imports the API's values only. */
@NullMarked
package org.lisle.executor.record;

import org.jspecify.annotations.NullMarked;

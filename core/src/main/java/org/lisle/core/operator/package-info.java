/**
 * A stage's work as data (D2): operators with the user's functions in them, and the place where their records go. Immutable; made by the
 * planner, serialised once a stage, turned into running steps by the executor. Start at {@link org.lisle.core.operator.StageProgram}.
 */
@NullMarked
package org.lisle.core.operator;

import org.jspecify.annotations.NullMarked;

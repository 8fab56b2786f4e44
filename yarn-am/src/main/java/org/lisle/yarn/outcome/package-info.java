/**
 * How an application ended, as both ends know it: the text the ApplicationMaster leaves with YARN, the exit code the client gives, and
 * which lines of a stack trace a user wants to see. Pure values and functions, no Hadoop. Imports core only.
 */
@NullMarked
package org.lisle.yarn.outcome;

import org.jspecify.annotations.NullMarked;

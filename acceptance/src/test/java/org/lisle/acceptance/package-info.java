/** The formats' jars: what is in them, and jobs that get them by the flag jars alone. */
@org.jspecify.annotations.NullMarked
package org.lisle.acceptance;

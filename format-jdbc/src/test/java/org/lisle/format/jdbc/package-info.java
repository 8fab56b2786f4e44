@NullMarked
package org.lisle.format.jdbc;

import org.jspecify.annotations.NullMarked;

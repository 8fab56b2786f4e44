/**
 * Classes of a user, as executors meet them.
 */
@NullMarked
package org.example;

import org.jspecify.annotations.NullMarked;

/**
 * What a Java record class says about the records of a file: names, types, which may be missing. Formats make their schemas of a
 * {@link org.lisle.core.record.RecordShape}, read components through it and make records with it. Immutable, any thread. Imports errors
 * and the annotations of the API.
 */
@NullMarked
package org.lisle.core.record;

import org.jspecify.annotations.NullMarked;

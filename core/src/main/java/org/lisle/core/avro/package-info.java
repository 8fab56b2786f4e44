/** What Avro may do in Lisle's processes. A leaf above the generated classes of messages and journal records. */
@NullMarked
package org.lisle.core.avro;

import org.jspecify.annotations.NullMarked;

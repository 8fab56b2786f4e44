/**
 * Messages and bytes: numbers the records of {@link org.lisle.core.message.Wire}, writes and reads them, and states which classes Avro may
 * make. Knows Avro and neither Netty nor connections. Thread-safe. Start at {@link org.lisle.transport.message.MessageCodec}.
 */
@NullMarked
package org.lisle.transport.message;

import org.jspecify.annotations.NullMarked;

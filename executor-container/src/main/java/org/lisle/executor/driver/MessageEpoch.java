package org.lisle.executor.driver;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The epoch that a message of the driver carries: which attempt of the driver sent it. */
public final class MessageEpoch {
    private static final String FIELD = "epoch";

    private MessageEpoch() {}

    /** 0, which is older than any driver, for a message without one: executors do not exchange such with drivers. */
    public static int of(SpecificRecord message) {
        Schema.Field field = message.getSchema().getField(FIELD);
        return field == null ? 0 : (Integer) message.get(field.pos());
    }
}

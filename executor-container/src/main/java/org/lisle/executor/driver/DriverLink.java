package org.lisle.executor.driver;

import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;

/** The executor's way to the driver: over the wire, or a direct call in local mode. Thread-safe. */
public interface DriverLink {
    /** Sends a message of {@code org.lisle.core.message} and completes with its answer; fails with CONNECTION_LOST. */
    CompletionStage<? extends SpecificRecord> request(SpecificRecord message);
}

package org.lisle.dag.driver;

import org.apache.avro.specific.SpecificRecord;

/**
 * Carries commands to one executor: over its connection on YARN, by a call in local mode. Never blocks; what cannot be delivered is told as
 * the executor's loss.
 */
public interface ExecutorGateway {
    void send(SpecificRecord message);
}

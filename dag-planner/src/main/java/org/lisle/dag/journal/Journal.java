package org.lisle.dag.journal;

import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** Where records are appended. Thread-safe; never blocks. */
public interface Journal {
    /** No journal: everything is as durable as it gets at once. */
    Journal NONE = new Journal() {
        @Override
        public CompletableFuture<Void> append(SpecificRecord entry) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> durable() {
            return CompletableFuture.completedFuture(null);
        }
    };

    /**
     * Appends a record of {@code org.lisle.core.journal}, which must not change any more.
     *
     * @return completes, on the journal's thread, when the record and all before it survive this process; never, when the journal fails,
     *     because then the process ends
     */
    CompletableFuture<Void> append(SpecificRecord entry);

    /** Completes when all that was appended so far is durable. */
    CompletableFuture<Void> durable();
}

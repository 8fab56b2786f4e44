package org.lisle.dag.journal;

import java.util.List;
import java.util.function.Supplier;
import org.lisle.dag.fingerprint.Fingerprint;

/**
 * A stage as this package knows it.
 *
 * @param name the call site it ends with
 * @param parents the stages whose shuffles it reads, in the order of the plan
 */
public record StageView(String name, Fingerprint fingerprint, Supplier<List<StageView>> parents) {}

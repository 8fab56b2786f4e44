package org.lisle.executor.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lisle.core.operator.Operator;
import org.lisle.executor.record.RecordCursor;
import org.lisle.executor.scope.KillSwitch;

/**
 * Runs chains of steps, and knows the hot ones: those through which {@code hotRecords} source records have gone in this executor, in whatever
 * tasks and stages. Until then a chain runs as plain objects, since specialised classes are compiled anew and short work would pay for
 * nothing; from the next {@value #SLICE} records on it runs in specialised ones, in the middle of a task too. These are kept for the tasks,
 * stages and jobs that follow, one for each slot that needs it at the same time.
 *
 * <p>At most {@value #MOST_KEYS} keys are kept, the last used; the classes of the others are unloaded. One instance for an executor.
 * Thread-safe; a run is confined to its task's thread.
 */
public final class Chains {
    /** A specialised chain saves up to 40 ns a record and costs some 50 ms of compilation: this is where waiting has lost as much. */
    public static final long HOT_RECORDS = 1 << 20;

    private static final int SLICE = 512;
    private static final int MOST_KEYS = 128;

    private final long hotRecords;
    private final Map<ChainKey, ChainProfile> profiles = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ChainKey, ChainProfile> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /** @param hotRecords source records after which a chain is specialised; {@code Long.MAX_VALUE} for never */
    public Chains(long hotRecords) {
        this.hotRecords = hotRecords;
    }

    /**
     * Pushes the records of a source through the operators, until its end or until no more are wanted. Closes the source.
     *
     * @param operators each works on one record at a time; the first gets the source's records
     * @param demand of {@code end}
     * @throws Exception what the user's functions throw, and {@code LisleException}s
     */
    public void run(RecordCursor source, List<Operator> operators, Step end, Demand demand, KillSwitch killSwitch)
            throws Exception {
        run(source, new Chain(operators, end, demand), new StepFactory(killSwitch, null), killSwitch);
    }

    /** @param steps makes the plain steps; guarded ones stay plain */
    void run(RecordCursor source, Chain chain, StepFactory steps, KillSwitch killSwitch) throws Exception {
        ChainProfile profile = profile(ChainKey.of(chain, source));
        SpecialChain special = null;
        Pump pump = new PlainPump(steps.first(chain, source::where), chain.demand());
        try (source) {
            while (pump.run(source, SLICE)) {
                killSwitch.check();
                if (special == null && !steps.isGuarded() && profile.count(SLICE) >= hotRecords) {
                    special = profile.borrow(chain);
                    if (special != null) {
                        special.bind(chain, killSwitch);
                        pump = special;
                    }
                }
            }
        } finally {
            if (special != null) {
                profile.giveBack(special);
            }
        }
    }

    private synchronized ChainProfile profile(ChainKey key) {
        return profiles.computeIfAbsent(key, absent -> new ChainProfile());
    }
}

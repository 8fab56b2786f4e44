package org.lisle.yarn.once;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.yarn.outcome.Diagnostics;
import org.lisle.yarn.outcome.Phases;

/** A record, a ResourceManager and the ApplicationMasters it starts, each move of which is one call; copied at every fork of the search. */
final class ModelOfACluster implements KeyStore {
    static final RecordedEnd SUCCESS = end("ok", null);
    static final RecordedEnd FAILURE = end("failed", ErrorCode.USER_CODE_FAILED);

    /** A life of an application in the ResourceManager: a second one may follow when the first was forgotten. */
    record App(
            Phase phase,
            int life,
            @Nullable Gate stands,
            @Nullable RecordedEnd result) {
        App in(Phase next) {
            return new App(next, life, stands, result);
        }
    }

    enum Phase {
        ACCEPTED,
        AT_THE_GATE,
        MAIN,
        AFTER_MAIN,
        ENDED,
        FORGOTTEN
    }

    record Generation(
            Claim claim, @Nullable Gate gate, @Nullable RecordedEnd end) {}

    final List<Generation> record;
    final TreeMap<String, App> apps;
    final TreeMap<String, Integer> mains;
    boolean refusesOnce;

    ModelOfACluster(boolean refusesOnce) {
        this.record = new ArrayList<>();
        this.apps = new TreeMap<>();
        this.mains = new TreeMap<>();
        this.refusesOnce = refusesOnce;
    }

    ModelOfACluster(ModelOfACluster other) {
        this.record = new ArrayList<>(other.record);
        this.apps = new TreeMap<>(other.apps);
        this.mains = new TreeMap<>(other.mains);
        this.refusesOnce = other.refusesOnce;
    }

    List<Object> snapshot() {
        return List.of(List.copyOf(record), new TreeMap<>(apps), new TreeMap<>(mains), refusesOnce);
    }

    private static RecordedEnd end(String message, @Nullable ErrorCode code) {
        return new RecordedEnd(true, new Diagnostics(code, message, "", Phases.NONE).format(), 1, 2, "");
    }

    // ---- the record

    @Override
    public KeyRecord read() {
        if (record.isEmpty()) {
            return KeyRecord.NONE;
        }
        Generation last = record.get(record.size() - 1);
        return new KeyRecord(last.claim(), last.gate(), last.end(), false);
    }

    @Override
    public void claim(Claim claim) {
        if (claim.generation() == record.size() + 1) {
            record.add(new Generation(claim, null, null));
        }
    }

    @Override
    public Gate gate(int generation, Gate wanted) {
        Generation now = record.get(generation - 1);
        if (now.gate() != null) {
            return now.gate();
        }
        record.set(generation - 1, new Generation(now.claim(), wanted, now.end()));
        return wanted;
    }

    @Override
    public void end(int generation, RecordedEnd end) {
        Generation now = record.get(generation - 1);
        if (now.end() == null) {
            record.set(generation - 1, new Generation(now.claim(), now.gate(), end));
        }
    }

    @Override
    public void forget(int generation) {
        throw new UnsupportedOperationException("nobody forgets here");
    }

    // ---- the ResourceManager, for clients

    Repetition.Sight look(String id) {
        App app = apps.get(id);
        if (app == null || app.phase() == Phase.FORGOTTEN) {
            return Repetition.Sight.UNKNOWN;
        }
        return app.phase() == Phase.ENDED ? Repetition.Sight.ENDED : Repetition.Sight.ALIVE;
    }

    /** As YARN does: an id that is known is taken as the same submission. */
    Repetition.Sight submit(String id) {
        App known = apps.get(id);
        boolean absent = known == null || known.phase() == Phase.FORGOTTEN;
        if (absent && refusesOnce) {
            refusesOnce = false;
            return Repetition.Sight.REFUSED;
        }
        if (absent) {
            apps.put(id, new App(Phase.ACCEPTED, known == null ? 1 : known.life() + 1, null, null));
        }
        return Repetition.Sight.ALIVE;
    }

    RecordedEnd reported(String id) {
        App app = apps.get(id);
        return app == null || app.result() == null ? FAILURE : app.result();
    }

    // ---- the applications' own moves

    /** Every state that one move of one application leads to. */
    List<ModelOfACluster> moves() {
        List<ModelOfACluster> all = new ArrayList<>();
        apps.forEach((id, app) -> {
            switch (app.phase()) {
                case ACCEPTED -> {
                    all.add(after(id, app, model -> model.reachGate(id, app)));
                    all.add(after(id, app, model -> model.endsAs(id, app, FAILURE)));
                }
                case AT_THE_GATE -> all.add(after(id, app, model -> model.decide(id, app)));
                case MAIN -> {
                    all.add(after(id, app, model -> model.endMain(id, app, SUCCESS)));
                    all.add(after(id, app, model -> model.endMain(id, app, FAILURE)));
                    all.add(after(id, app, model -> model.endsAs(id, app, FAILURE)));
                }
                case AFTER_MAIN -> all.add(after(id, app, model -> model.apps.put(id, app.in(Phase.ENDED))));
                case ENDED -> all.add(after(id, app, model -> model.apps.put(id, app.in(Phase.FORGOTTEN))));
                case FORGOTTEN -> {}
            }
        });
        return all;
    }

    /** The way without failures, as far as it goes. */
    void runToTheEnd() {
        for (boolean moved = true; moved; ) {
            moved = false;
            for (String id : List.copyOf(apps.keySet())) {
                App app = Objects.requireNonNull(apps.get(id), id);
                switch (app.phase()) {
                    case ACCEPTED -> reachGate(id, app);
                    case AT_THE_GATE -> decide(id, app);
                    case MAIN -> endMain(id, app, SUCCESS);
                    case AFTER_MAIN -> apps.put(id, app.in(Phase.ENDED));
                    case ENDED, FORGOTTEN -> {
                        continue;
                    }
                }
                moved = true;
            }
        }
    }

    long inMain() {
        return apps.values().stream().filter(app -> app.phase() == Phase.MAIN).count();
    }

    private interface Move {
        void apply(ModelOfACluster model);
    }

    private ModelOfACluster after(String id, App app, Move move) {
        ModelOfACluster next = new ModelOfACluster(this);
        move.apply(next);
        return next;
    }

    private void reachGate(String id, App app) {
        int generation = generationOf(id);
        Gate stands = gate(generation, Gate.open(self(id, app)));
        apps.put(id, new App(Phase.AT_THE_GATE, app.life(), stands, null));
    }

    private void decide(String id, App app) {
        Gate stands = app.stands();
        if (stands == null) {
            throw new IllegalStateException("not at the gate");
        }
        Admission admission = Admission.decide(read(), stands, id, 1, self(id, app));
        if (admission.admitted()) {
            mains.merge(id, 1, Integer::sum);
            apps.put(id, app.in(Phase.MAIN));
        } else {
            endsAs(id, app, admission.end() == null ? FAILURE : admission.end());
        }
    }

    private void endMain(String id, App app, RecordedEnd how) {
        end(generationOf(id), how);
        apps.put(id, new App(Phase.AFTER_MAIN, app.life(), app.stands(), how));
    }

    private void endsAs(String id, App app, RecordedEnd how) {
        apps.put(id, new App(Phase.ENDED, app.life(), app.stands(), how));
    }

    private int generationOf(String id) {
        return record.stream()
                .filter(generation -> generation.claim().applicationId().equals(id))
                .mapToInt(generation -> generation.claim().generation())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " was submitted without a claim"));
    }

    private static String self(String id, App app) {
        return id + " life " + app.life();
    }
}

package org.lisle.transport.message;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.lisle.core.message.Wire;

/**
 * The numbers of the messages of {@link Wire}: its records sorted by name, counted from 1. Written down here, because to read the whole
 * protocol took each process a tenth of a second at its start: so a process reads what it sends and gets, when it first does. A test tells when the
 * protocol is another one.
 */
final class MessageTypes {
    static final List<String> NAMES = List.of(
            "AccumulatorUpdate",
            "Ack",
            "AskCommit",
            "BadRecordRules",
            "BarrierStage",
            "BarrierSync",
            "BarrierSynced",
            "BlockChange",
            "BlockChanges",
            "BlockHolder",
            "BlockHolders",
            "CommitDecision",
            "DumpTasks",
            "FetchBlock",
            "FetchSegments",
            "ForgetStages",
            "GetMapOutputs",
            "GetReplicaTargets",
            "Heartbeat",
            "HeartbeatAck",
            "HeldShuffles",
            "HeldTask",
            "InvalidateMapOutputs",
            "KillTasks",
            "LaunchTasks",
            "LeafInput",
            "LocateBlock",
            "MapOutput",
            "MapOutputs",
            "MoveBlocks",
            "PutBlock",
            "RegisterExecutor",
            "RegisteredExecutor",
            "RemoveBlocks",
            "RemoveShuffles",
            "RunningTask",
            "SegmentRequest",
            "Shutdown",
            "StageDefinition",
            "TaskDefinition",
            "TaskFailure",
            "TaskMetrics",
            "TaskSlice",
            "TaskStack",
            "TaskStacks",
            "TaskUpdate",
            "TaskUpdates");

    /** SHA-256 over the canonical forms of all records, in the order of their numbers, each with a line end. */
    static final String FINGERPRINT = "fe53f437573c89f96acbcb49e567c776281f3ad0ecbac8aba9459dbec147404f";

    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        for (int index = 0; index < NAMES.size(); index++) {
            NUMBERS.put(fullName(index + 1), index + 1);
        }
    }

    private MessageTypes() {}

    static int count() {
        return NAMES.size();
    }

    static String name(int number) {
        return NAMES.get(number - 1);
    }

    private static String fullName(int number) {
        return Wire.class.getPackageName() + "." + name(number);
    }

    /** 0 for a record that is none of the protocol. */
    static int number(Schema schema) {
        return NUMBERS.getOrDefault(schema.getFullName(), 0);
    }

    /** @param number from 1 to {@link #count} */
    static Schema schema(int number, SpecificData data) {
        try {
            return data.getSchema(Class.forName(fullName(number), true, data.getClassLoader()));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("Message " + name(number) + " has no class", missing);
        }
    }

    /** 32 bytes that are equal in two processes exactly when they number and lay out all messages alike. */
    static byte[] fingerprint() {
        return HexFormat.of().parseHex(FINGERPRINT);
    }
}

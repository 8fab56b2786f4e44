package org.lisle.transport.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Protocol;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.message.AccumulatorUpdate;
import org.lisle.core.message.Ack;
import org.lisle.core.message.LeafInput;
import org.lisle.core.message.LocateBlock;
import org.lisle.core.message.RegisteredExecutor;
import org.lisle.core.message.StageDefinition;
import org.lisle.core.message.TaskFailure;
import org.lisle.core.message.TaskMetrics;
import org.lisle.core.message.TaskState;
import org.lisle.core.message.TaskUpdate;
import org.lisle.core.message.TaskUpdates;
import org.lisle.core.message.Wire;

class MessageCodecTest {
    private final MessageCodec codec = MessageCodec.wire();

    @Test
    void messagesOfEveryShapeComeBackEqual() throws IOException {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        var update = TaskUpdate.newBuilder()
                .setTaskId(Long.MAX_VALUE)
                .setState(TaskState.FETCH_FAILED)
                .setMetrics(TaskMetrics.newBuilder().setRunNanos(17).build())
                .setFailure(TaskFailure.newBuilder()
                        .setKind("EXTERNAL")
                        .setCode("FETCH_FAILED")
                        .setMessage("ü€ \uD83E\uDDF6")
                        .setStackTrace("")
                        .setMapPartitions(List.of(1, 2, 3))
                        .build())
                .setResult(ByteBuffer.wrap(large))
                .setAccumulators(List.of(new AccumulatorUpdate(4L, ByteBuffer.wrap(new byte[] {1}))))
                .build();
        List<SpecificRecord> messages = List.of(
                new Ack(5),
                new LocateBlock("", 1),
                new RegisteredExecutor(1, Map.of("a", "b", "c", "d"), 1000L),
                new StageDefinition(1, ByteBuffer.allocate(0), 2, "name", Map.of(), null, 2),
                new LeafInput(1, 2, ByteBuffer.wrap(large)),
                new TaskUpdates("e", 1, List.of(update, update)));

        for (SpecificRecord message : messages) {
            assertThat(codec.read(codec.typeOf(message), new ByteArrayInputStream(written(message))))
                    .isEqualTo(message);
        }
    }

    @Test
    void everyRecordOfTheProtocolHasItsNumber() {
        assertThat(MessageTypes.NAMES)
                .as("MessageTypes.NAMES is what is declared in wire.avdl")
                .isEqualTo(records(Wire.PROTOCOL).map(Schema::getName).toList());
        records(Wire.PROTOCOL).forEach(schema -> {
            int number = MessageTypes.number(schema);
            assertThat(MessageTypes.schema(number, new SpecificData(Wire.class.getClassLoader())))
                    .isEqualTo(schema);
        });
    }

    @Test
    void theFingerprintIsThatOfTheProtocol() {
        assertThat(MessageTypes.FINGERPRINT)
                .as("MessageTypes.FINGERPRINT is that of wire.avdl")
                .isEqualTo(fingerprint(Wire.PROTOCOL));
        assertThat(codec.fingerprint()).hasSize(32).asHexString().isEqualToIgnoringCase(MessageTypes.FINGERPRINT);
    }

    @Test
    void truncatedOverlongAndUnknownMessagesAreProtocolErrors() throws IOException {
        byte[] written = written(new LocateBlock("block", 1));
        int type = codec.typeOf(new LocateBlock("block", 1));

        assertProtocolError(() -> codec.read(type, new ByteArrayInputStream(written, 0, 3)), "LocateBlock");
        assertProtocolError(
                () -> codec.read(type, new ByteArrayInputStream(Arrays.copyOf(written, written.length + 1))),
                "left over");
        assertProtocolError(() -> codec.read(0, new ByteArrayInputStream(written)), "type 0");
        assertProtocolError(() -> codec.read(999, new ByteArrayInputStream(written)), "type 999");
    }

    @Test
    void messageWithAMissingFieldIsNotWritten() {
        assertProtocolError(() -> written(new LocateBlock(null, 1)), "LocateBlock", "Set all its fields");
    }

    @Test
    void avroMakesMessagesAndNothingElseOfThisProcess() {
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(Ack.class)).isTrue();
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(MessageCodecTest.class))
                .isFalse();
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(ProcessBuilder.class))
                .isFalse();
        assertThat(ClassSecurityValidator.getGlobal().isTrusted(GenericData.class))
                .isFalse();
    }

    private static Stream<Schema> records(Protocol protocol) {
        return protocol.getTypes().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .sorted(Comparator.comparing(Schema::getFullName));
    }

    private static String fingerprint(Protocol protocol) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            records(protocol)
                    .map(schema -> SchemaNormalization.toParsingForm(schema) + "\n")
                    .forEach(form -> digest.update(form.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    private byte[] written(SpecificRecord message) throws IOException {
        var out = new ByteArrayOutputStream();
        codec.write(message, out);
        return out.toByteArray();
    }

    private static void assertProtocolError(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LisleException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.PROTOCOL);
            assertThat(failure.getMessage()).contains(words);
        });
    }
}

package org.lisle.dag.driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.operator.StageProgram;

/** Programs in Java's serialization. */
final class JavaSerializedPrograms implements LaunchMessages.ProgramEncoder {
    @Override
    public byte[] encode(StageProgram program) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(program);
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.CLOSURE_NOT_SERIALIZABLE,
                    "stage " + program.stageId() + " (" + program.name() + ") cannot be sent to executors: "
                            + e.getMessage(),
                    "make what its functions capture serializable",
                    e);
        }
        return bytes.toByteArray();
    }
}

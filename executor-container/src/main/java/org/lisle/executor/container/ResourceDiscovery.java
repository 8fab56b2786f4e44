package org.lisle.executor.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.resource.CustomResource;
import org.lisle.executor.task.ResourceUnits;

/**
 * Asks the scripts of an executor's resources for the addresses of their units, as YARN tells a container of none. A script prints what Spark's
 * print: {@code {"name": "gpu", "addresses": ["0", "1"]}}.
 */
public final class ResourceDiscovery {
    private static final int MOST_BYTES = 1 << 20;
    private static final int ERROR_CHARACTERS = 500;
    private static final long LONGEST_SECONDS = 60;

    private static final Schema ANSWER = new Schema.Parser().parse("""
            {"type": "record", "name": "Answer", "fields": [
              {"name": "name", "type": "string"},
              {"name": "addresses", "type": {"type": "array", "items": "string"}}]}""");

    private ResourceDiscovery() {}

    /** @throws LisleException INVALID_SETTING naming the script when it fails, or tells too few addresses or something else */
    public static List<ResourceUnits> units(List<CustomResource> resources) throws InterruptedException {
        List<ResourceUnits> units = new ArrayList<>();
        for (CustomResource each : resources) {
            List<String> addresses = each.discoveryScript().isEmpty() ? List.of() : ask(each);
            units.add(new ResourceUnits(each.name(), each.perTask(), addresses));
        }
        return units;
    }

    private static List<String> ask(CustomResource resource) throws InterruptedException {
        String text = run(resource);
        List<String> addresses = parse(resource, text);
        if (addresses.size() < resource.amount()) {
            throw wrong(
                    resource,
                    "told " + addresses.size() + " addresses, and the executor was given " + resource.amount(),
                    null);
        }
        return addresses.subList(0, (int) resource.amount());
    }

    private static String run(CustomResource resource) throws InterruptedException {
        Process process = null;
        try {
            process = new ProcessBuilder(resource.discoveryScript())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String text;
            try (InputStream output = process.getInputStream()) {
                text = new String(output.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw wrong(resource, "did not end within " + LONGEST_SECONDS + " s", null);
            }
            if (process.exitValue() != 0) {
                throw wrong(resource, "ended with " + process.exitValue() + ": " + shortened(text), null);
            }
            return text;
        } catch (IOException e) {
            throw wrong(resource, "cannot be run: " + e.getMessage(), e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static List<String> parse(CustomResource resource, String text) {
        try {
            GenericRecord answer = new GenericDatumReader<GenericRecord>(ANSWER)
                    .read(null, DecoderFactory.get().jsonDecoder(ANSWER, text));
            List<String> addresses = new ArrayList<>();
            ((List<?>) answer.get("addresses")).forEach(address -> addresses.add(address.toString()));
            if (answer.get("name").toString().equals(resource.name())) {
                return addresses.stream().distinct().toList();
            }
        } catch (IOException | AvroRuntimeException e) {
            throw wrong(resource, "printed no {\"name\": ..., \"addresses\": [...]}: " + shortened(text), e);
        }
        throw wrong(resource, "told of another resource: " + shortened(text), null);
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= ERROR_CHARACTERS ? line : line.substring(0, ERROR_CHARACTERS) + "...";
    }

    private static LisleException wrong(CustomResource resource, String what, @Nullable Exception cause) {
        return new LisleException(
                ErrorCode.INVALID_SETTING,
                "the script " + resource.discoveryScript() + " for the addresses of " + resource.name() + " " + what,
                "see lisle.executor.resource." + resource.name() + ".discoveryScript, or the profile's request",
                cause);
    }
}

package org.lisle.core.codec;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lisle.api.Pair;

/**
 * Finds the part of a record that could not be written, by writing its parts one by one once more. So the way costs nothing as long as
 * all is well.
 */
final class UnwritablePath {
    private final TaggedCodec codec;
    private final RecordOutput scratch = new RecordOutput(1024);

    UnwritablePath(TaggedCodec codec) {
        this.codec = codec;
    }

    private record Part(String name, @Nullable Object value) {}

    /** Such as {@code Pair.value -> Order.items[3] -> Item.owner (in com.acme.Item)}. */
    String find(@Nullable Object record, UnwritableValue failure) {
        List<String> steps = new ArrayList<>();
        Object at = record;
        UnwritableValue deepest = failure;
        boolean descended = true;
        while (descended) {
            descended = false;
            for (Part part : parts(at)) {
                UnwritableValue deeper = failureOf(part.value());
                if (deeper != null) {
                    steps.add(part.name());
                    at = part.value();
                    deepest = deeper;
                    descended = true;
                    break;
                }
            }
        }
        if (!deepest.path().isEmpty()) {
            steps.add(deepest.path());
        }
        String type = at == null ? "null" : at.getClass().getTypeName();
        return steps.isEmpty() ? "an object of class " + type : String.join(" -> ", steps) + " (in " + type + ")";
    }

    private @Nullable UnwritableValue failureOf(@Nullable Object value) {
        scratch.reset();
        try {
            codec.writeValue(value, scratch);
            return null;
        } catch (UnwritableValue e) {
            return e;
        }
    }

    private static List<Part> parts(@Nullable Object whole) {
        List<Part> parts = new ArrayList<>();
        if (whole instanceof Pair<?, ?> pair) {
            parts.add(new Part("Pair.key", pair.key()));
            parts.add(new Part("Pair.value", pair.value()));
        } else if (whole instanceof Optional<?> optional) {
            optional.ifPresent(value -> parts.add(new Part("Optional", value)));
        } else if (whole instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                parts.add(new Part("key of Map", key));
                parts.add(new Part("value of Map", value));
            });
        } else if (whole instanceof Iterable<?> elements) {
            int index = 0;
            for (Object element : elements) {
                parts.add(new Part("[" + index++ + "]", element));
            }
        } else if (whole instanceof Object[] elements) {
            for (int index = 0; index < elements.length; index++) {
                parts.add(new Part("[" + index + "]", elements[index]));
            }
        } else if (whole instanceof Record record) {
            RecordForm form = RecordForm.of(record.getClass());
            RecordComponent[] components = record.getClass().getRecordComponents();
            for (int index = 0; index < components.length; index++) {
                String name = record.getClass().getSimpleName() + "." + components[index].getName();
                parts.add(new Part(name, form.component(record, index)));
            }
        }
        return parts;
    }
}

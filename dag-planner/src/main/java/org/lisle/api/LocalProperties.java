package org.lisle.api;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Properties of the calling thread; a thread started from it begins with a copy. */
final class LocalProperties {
    private final InheritableThreadLocal<Map<String, String>> properties = new InheritableThreadLocal<>() {
        @Override
        protected Map<String, String> initialValue() {
            return Map.of();
        }
    };

    void set(String key, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(properties.get());
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        properties.set(Map.copyOf(changed));
    }

    @Nullable
    String get(String key) {
        return properties.get().get(key);
    }

    Map<String, String> all() {
        return properties.get();
    }
}

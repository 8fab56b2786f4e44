package org.lisle.api;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Settings of Hadoop by name, beyond those of its files on the class path; with the methods of its Configuration. Thread-safe. */
public final class HadoopConfiguration implements Iterable<Map.Entry<String, String>> {
    private final Map<String, String> settings;

    HadoopConfiguration(Map<String, String> settings) {
        this.settings = new TreeMap<>(settings);
    }

    public synchronized void set(String name, String value) {
        settings.put(Checks.present(name, "a setting's name"), Checks.present(value, "the setting " + name));
    }

    public void setInt(String name, int value) {
        set(name, Integer.toString(value));
    }

    public void setLong(String name, long value) {
        set(name, Long.toString(value));
    }

    public void setBoolean(String name, boolean value) {
        set(name, Boolean.toString(value));
    }

    public synchronized void unset(String name) {
        settings.remove(name);
    }

    /** Null where it is not set here; Hadoop's own files may set it all the same. */
    public synchronized @Nullable String get(String name) {
        return settings.get(name);
    }

    public synchronized String get(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    /** A copy. */
    synchronized Map<String, String> asMap() {
        return new TreeMap<>(settings);
    }

    /** Over a copy. */
    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return asMap().entrySet().iterator();
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}

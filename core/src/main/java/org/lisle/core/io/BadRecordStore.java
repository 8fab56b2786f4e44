package org.lisle.core.io;

import org.jspecify.annotations.Nullable;

/**
 * Where an application sets bad records aside.
 *
 * @param directory of the application, for people and for executors, who open it themselves
 * @param most records of a job
 */
public record BadRecordStore(BadRecordFiles files, String directory, long most) {
    /** Makes the directory of a store, when there is one; throws as {@link BadRecordFiles#prepare}. */
    public static void prepare(@Nullable BadRecordStore store) {
        if (store != null) {
            store.files().prepare();
        }
    }
}

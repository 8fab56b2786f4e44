package org.lisle.api;

import java.util.ServiceLoader;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.io.FileService;
import org.lisle.dag.driver.Backend;
import org.lisle.dag.driver.BackendProvider;

/** Finds the parts that other modules bring: what runs jobs for a master, and what knows files. */
final class Backends {
    private Backends() {}

    /** @throws LisleException NO_CONTEXT when nothing here knows the master */
    static Backend start(String master, LisleConf conf) {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.accepts(master)) {
                return provider.start(master, conf);
            }
        }
        throw new LisleException(
                ErrorCode.NO_CONTEXT,
                "nothing here can run jobs on master '" + master + "'",
                "submit the program with lisle submit or yarn jar, or use master(\"local[2]\") with the lisle jar on the"
                        + " class path");
    }

    /** @throws LisleException FILE_SYSTEM when the module for files is not there */
    static FileService files() {
        return ServiceLoader.load(FileService.class)
                .findFirst()
                .orElseThrow(() -> new LisleException(
                        ErrorCode.FILE_SYSTEM,
                        "no support for files is on the class path",
                        "use the whole lisle jar with Hadoop's client beside it"));
    }
}

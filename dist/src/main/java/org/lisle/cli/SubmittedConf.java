package org.lisle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.core.config.LisleConf;

/** The settings of a submission: the installation's conf/lisle-defaults.conf, then the properties file, then --conf, then the flags. */
final class SubmittedConf {
    private SubmittedConf() {}

    /** @throws org.lisle.core.error.LisleException INVALID_SETTING naming all settings that are unknown or have wrong values */
    static LisleConf of(SubmitOptions options) {
        Map<String, String> settings = new TreeMap<>(ofInstallation().asMap());
        if (options.propertiesFile() != null) {
            settings.putAll(LisleConf.load(Path.of(options.propertiesFile())).asMap());
        }
        settings.putAll(options.settings());
        LisleConf conf = LisleConf.of(settings);
        conf.check();
        return conf;
    }

    /** What holds for every command: the installation's conf/lisle-defaults.conf, when there is one. */
    static LisleConf ofInstallation() {
        String home = System.getProperty("lisle.home");
        if (home == null) {
            return LisleConf.empty();
        }
        Path defaults = Path.of(home, "conf", "lisle-defaults.conf");
        return Files.isRegularFile(defaults) ? LisleConf.load(defaults) : LisleConf.empty();
    }
}

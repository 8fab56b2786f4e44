package org.lisle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lisle.core.config.LisleConf;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import picocli.CommandLine.Option;

/** Settings, for every command that talks to a cluster: which one it is may be said by them. */
final class SettingOptions {
    @Option(
            names = {"--conf", "-c"},
            paramLabel = "NAME=VALUE",
            description = "A setting, see docs/settings.md; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--properties-file", paramLabel = "FILE", description = "A file of settings; --conf overrides it.")
    private @Nullable String propertiesFile;

    /** As {@link #with}, without flags. */
    LisleConf conf() {
        return with(Map.of());
    }

    /**
     * The installation's conf/lisle-defaults.conf, then the properties file, then --conf, then the flags.
     *
     * @throws LisleException USAGE for a --conf that is no setting; INVALID_SETTING naming all settings that are unknown or have wrong values
     */
    LisleConf with(Map<String, String> flags) {
        Map<String, String> all = new TreeMap<>(ofInstallation().asMap());
        if (propertiesFile != null) {
            all.putAll(LisleConf.load(Path.of(propertiesFile)).asMap());
        }
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new LisleException(
                        ErrorCode.USAGE,
                        "--conf needs NAME=VALUE, not '" + setting + "'",
                        "write --conf lisle.name=value");
            }
            all.put(setting.substring(0, equals).trim(), setting.substring(equals + 1));
        }
        all.putAll(flags);
        LisleConf conf = LisleConf.of(all);
        conf.check();
        return conf;
    }

    private static LisleConf ofInstallation() {
        String home = System.getProperty("lisle.home");
        if (home == null) {
            return LisleConf.empty();
        }
        Path defaults = Path.of(home, "conf", "lisle-defaults.conf");
        return Files.isRegularFile(defaults) ? LisleConf.load(defaults) : LisleConf.empty();
    }
}

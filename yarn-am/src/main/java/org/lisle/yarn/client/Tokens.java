package org.lisle.yarn.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.client.util.YarnClientUtils;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.lisle.core.config.LisleConf;
import org.lisle.core.config.PolicySettings;
import org.lisle.core.config.YarnSettings;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;
import org.lisle.core.launch.ExecutorEnvironment;

/** The credentials of an application: its own secret, what the submitting process holds, and tokens for the file systems it uses. */
final class Tokens {
    private Tokens() {}

    /** @throws LisleException AUTHENTICATION_FAILED when the cluster asks for Kerberos and this process has nothing to show */
    static void requireAny() {
        if (!UserGroupInformation.isSecurityEnabled()) {
            return;
        }
        try {
            UserGroupInformation user = UserGroupInformation.getCurrentUser();
            if (!user.hasKerberosCredentials() && user.getTokens().isEmpty()) {
                throw new LisleException(
                        ErrorCode.AUTHENTICATION_FAILED,
                        "the cluster asks for Kerberos, and " + user.getShortUserName() + " has no ticket here",
                        "run kinit, or set HADOOP_TOKEN_FILE_LOCATION to a file with tokens");
            }
        } catch (IOException e) {
            throw new LisleException(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "the cluster asks for Kerberos, and there is no login: " + e.getMessage(),
                    "run kinit",
                    e);
        }
    }

    /** @param secret the application's, at least 32 bytes */
    static Credentials forApplication(LisleConf conf, Configuration hadoop, FileSystem staging, byte[] secret)
            throws IOException {
        Credentials credentials = new Credentials();
        Credentials own = UserGroupInformation.getCurrentUser().getCredentials();
        own.getAllSecretKeys().forEach(alias -> credentials.addSecretKey(alias, own.getSecretKey(alias)));
        // what a launcher such as Oozie left in HADOOP_TOKEN_FILE_LOCATION is among these; its own word with YARN is
        // not for others
        own.getTokenMap().forEach((alias, token) -> {
            if (!token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)) {
                credentials.addToken(alias, token);
            }
        });
        credentials.addSecretKey(new Text(ExecutorEnvironment.SECRET_ALIAS), secret);
        if (UserGroupInformation.isSecurityEnabled()) {
            String renewer = YarnClientUtils.getRmPrincipal(hadoop);
            for (FileSystem files : fileSystems(conf, hadoop, staging)) {
                files.addDelegationTokens(renewer, credentials);
            }
        }
        return credentials;
    }

    /** Whether the tokens are a launcher's, which needs them after the application's end: YARN must not cancel them then. */
    static boolean areBorrowed(Map<String, String> variables) {
        return variables.containsKey(UserGroupInformation.HADOOP_TOKEN_FILE_LOCATION);
    }

    private static List<FileSystem> fileSystems(LisleConf conf, Configuration hadoop, FileSystem staging)
            throws IOException {
        List<FileSystem> all = new ArrayList<>();
        all.add(FileSystem.get(hadoop));
        all.add(staging);
        String badRecords = conf.get(PolicySettings.BAD_RECORDS_PATH);
        if (!badRecords.isEmpty()) {
            all.add(new Path(badRecords).getFileSystem(hadoop));
        }
        for (String uri : Locations.list(conf.get(YarnSettings.ACCESS_FILE_SYSTEMS))) {
            all.add(new Path(uri).getFileSystem(hadoop));
        }
        return all;
    }
}

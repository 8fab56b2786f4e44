package org.lisle.minicluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authentication.client.AuthenticatedURL;
import org.apache.hadoop.security.authentication.client.AuthenticationException;
import org.apache.hadoop.yarn.api.records.Token;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.util.YarnClientUtils;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.ConverterUtils;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.client.KrbClient;

/**
 * A KDC, YARN and two HDFS that trust nobody without a ticket or a token. Daemons run in this JVM, which is logged in as their one
 * principal; clients are processes. Takes the JVM for itself: Hadoop keeps who is logged in, and whether anybody must be, in statics.
 */
final class SecureCluster implements AutoCloseable {
    /** How long a delegation token of HDFS is good without being renewed. */
    static final long RENEWAL_MILLIS = TimeUnit.SECONDS.toMillis(20);

    private final Path folder;
    private final MiniKdc kdc;
    private final File keytab;
    private final EmbeddedCluster cluster;
    private final MiniDFSCluster otherHdfs;

    private SecureCluster(Path folder, MiniKdc kdc, File keytab, EmbeddedCluster cluster, MiniDFSCluster otherHdfs) {
        this.folder = folder;
        this.kdc = kdc;
        this.keytab = keytab;
        this.cluster = cluster;
        this.otherHdfs = otherHdfs;
    }

    static SecureCluster start(Path folder) throws Exception {
        MiniKdc kdc = new MiniKdc(
                MiniKdc.createConf(),
                Files.createDirectories(folder.resolve("kdc")).toFile());
        kdc.start();
        File keytab = folder.resolve("all.keytab").toFile();
        // MiniYARNCluster's daemons run as the JVM's user, so all services are one principal
        String host = InetAddress.getLocalHost().getCanonicalHostName();
        List<String> principals = new ArrayList<>(List.of("hdfs/localhost", "HTTP/localhost", "alice", "bob"));
        if (!host.equals("localhost")) {
            principals.add("HTTP/" + host);
        }
        kdc.createPrincipal(keytab, principals.toArray(String[]::new));
        Map<String, String> properties = properties(kdc.getRealm(), keytab, folder);
        Configuration login = new Configuration();
        properties.forEach(login::set);
        UserGroupInformation.setConfiguration(login);
        UserGroupInformation.loginUserFromKeytab("hdfs/localhost@" + kdc.getRealm(), keytab.getPath());
        EmbeddedCluster cluster = EmbeddedCluster.start(
                folder.resolve("cluster"), new EmbeddedCluster.Options(1, 4096, 1 << 20, true), properties);
        Configuration others = new Configuration(login);
        others.set("hadoop.tmp.dir", folder.resolve("other").toString());
        MiniDFSCluster other = new MiniDFSCluster.Builder(
                        others, folder.resolve("other").toFile())
                .numDataNodes(1)
                .build();
        other.waitActive();
        SecureCluster secure = new SecureCluster(folder, kdc, keytab, cluster, other);
        secure.makeHomes(cluster.fileSystem());
        secure.makeHomes(other.getFileSystem());
        return secure;
    }

    private static Map<String, String> properties(String realm, File keytab, Path folder) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("hadoop.security.authentication", "kerberos");
        properties.put("hadoop.security.authorization", "true");
        for (String daemon : List.of("dfs.namenode", "dfs.datanode", "yarn.resourcemanager", "yarn.nodemanager")) {
            boolean hdfs = daemon.startsWith("dfs");
            properties.put(daemon + (hdfs ? ".kerberos.principal" : ".principal"), "hdfs/localhost@" + realm);
            properties.put(daemon + (hdfs ? ".keytab.file" : ".keytab"), keytab.getPath());
        }
        properties.put("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + realm);
        properties.put("dfs.web.authentication.kerberos.keytab", keytab.getPath());
        properties.put("dfs.block.access.token.enable", "true");
        properties.put("ignore.secure.ports.for.testing", "true");
        properties.put("dfs.http.policy", "HTTP_ONLY");
        properties.put("dfs.namenode.delegation.token.renew-interval", Long.toString(RENEWAL_MILLIS));
        properties.put("yarn.acl.enable", "true");
        // a NodeManager of a secure cluster collects logs by native code only
        properties.put("yarn.log-aggregation-enable", "false");
        properties.put("yarn.nodemanager.log.retain-seconds", "0");
        // the ResourceManager's page, and so its proxy, ask for a ticket
        properties.put("hadoop.http.authentication.type", "kerberos");
        properties.put("hadoop.http.authentication.simple.anonymous.allowed", "false");
        properties.put("hadoop.http.authentication.kerberos.principal", "*");
        properties.put("hadoop.http.authentication.kerberos.keytab", keytab.getPath());
        properties.put("hadoop.http.authentication.signature.secret.file", secretFile(folder));
        properties.put("hadoop.http.filter.initializers", "org.apache.hadoop.security.AuthenticationFilterInitializer");
        properties.put("yarn.resourcemanager.webapp.spnego-principal", "*");
        properties.put("yarn.resourcemanager.webapp.spnego-keytab-file", keytab.getPath());
        return properties;
    }

    private static String secretFile(Path folder) {
        try {
            return Files.writeString(folder.resolve("http-secret"), "not much of a secret")
                    .toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void makeHomes(FileSystem files) throws IOException {
        for (String user : List.of("alice", "bob")) {
            var home = new org.apache.hadoop.fs.Path("/user", user);
            files.mkdirs(home);
            files.setOwner(home, user, "users");
            files.setPermission(home, new FsPermission((short) 0700));
        }
    }

    EmbeddedCluster cluster() {
        return cluster;
    }

    /** The HDFS that is not the default one. */
    MiniDFSCluster otherHdfs() {
        return otherHdfs;
    }

    /** Tells a JVM where the KDC is. */
    String kerberosFlag() {
        return "-Djava.security.krb5.conf=" + kdc.getKrb5conf().getPath();
    }

    /** What {@code kinit} leaves: a file with the user's ticket. */
    Path ticketOf(String user) throws KrbException {
        Path cache = folder.resolve("ticket-of-" + user);
        KrbClient client = new KrbClient(kdc.getKrb5conf().getParentFile());
        client.setKdcHost(kdc.getHost());
        client.setKdcTcpPort(kdc.getPort());
        client.setAllowUdp(false);
        client.setKdcRealm(kdc.getRealm());
        client.init();
        client.storeTicket(client.requestTgt(user + "@" + kdc.getRealm(), keytab), cache.toFile());
        return cache;
    }

    <T> T as(String user, PrivilegedExceptionAction<T> action) throws IOException, InterruptedException {
        return UserGroupInformation.loginUserFromKeytabAndReturnUGI(user + "@" + kdc.getRealm(), keytab.getPath())
                .doAs(action);
    }

    /** What a launcher such as Oozie hands to what it starts: a file with the user's tokens for YARN and the default HDFS. */
    Path tokensOf(String user) throws IOException, InterruptedException {
        Path file = folder.resolve("tokens-of-" + user);
        as(user, () -> {
            Configuration conf = cluster.configuration();
            Credentials credentials = new Credentials();
            String renewer = YarnClientUtils.getRmPrincipal(conf);
            try (FileSystem files = FileSystem.newInstance(conf);
                    YarnClient yarn = YarnClient.createYarnClient()) {
                files.addDelegationTokens(renewer, credentials);
                yarn.init(conf);
                yarn.start();
                credentials.addToken(
                        new org.apache.hadoop.io.Text("resourcemanager"), resourceManagerToken(yarn, conf, renewer));
            }
            credentials.writeTokenStorageFile(new org.apache.hadoop.fs.Path(file.toUri()), conf);
            return null;
        });
        return file;
    }

    private static org.apache.hadoop.security.token.Token<?> resourceManagerToken(
            YarnClient yarn, Configuration conf, String renewer) throws IOException, YarnException {
        Token token = yarn.getRMDelegationToken(new org.apache.hadoop.io.Text(renewer));
        return ConverterUtils.convertFromYarn(
                token,
                conf.getSocketAddr(
                        YarnConfiguration.RM_ADDRESS,
                        YarnConfiguration.DEFAULT_RM_ADDRESS,
                        YarnConfiguration.DEFAULT_RM_PORT));
    }

    /** Status and content of an address that wants a ticket, as this user. */
    Answer get(String user, String address) throws IOException, InterruptedException {
        return as(user, () -> {
            try {
                return answer(new AuthenticatedURL()
                        .openConnection(URI.create(address).toURL(), new AuthenticatedURL.Token()));
            } catch (AuthenticationException e) {
                throw new IOException(e);
            }
        });
    }

    record Answer(int status, String text) {}

    static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** {@code lisle} in a process that is nobody but what the variables give it. */
    ClientProcess client(Map<String, String> variables, List<String> line) throws IOException {
        return ClientProcess.start(cluster, List.of(kerberosFlag()), variables, line);
    }

    void write(FileSystem files, String path, String text) throws IOException {
        try (OutputStream out = files.create(new org.apache.hadoop.fs.Path(path))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        otherHdfs.shutdown(true);
        kdc.stop();
        UserGroupInformation.reset();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}

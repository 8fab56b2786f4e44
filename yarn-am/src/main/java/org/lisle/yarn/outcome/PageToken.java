package org.lisle.yarn.outcome;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the submitting client shows to read the application's page directly: derived from the application's secret, and saying nothing of it. */
public final class PageToken {
    /** The HTTP header it is shown in. */
    public static final String HEADER = "X-Lisle-Token";

    private static final String ALGORITHM = "HmacSHA256";

    private PageToken() {}

    public static String of(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal("read the page".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}

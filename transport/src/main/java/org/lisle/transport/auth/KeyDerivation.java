package org.lisle.transport.auth;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) and HKDF (RFC 5869) over it, for outputs of one hash's length. */
final class KeyDerivation {
    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256", missing);
        }
    }

    /** HKDF-Extract, then one round of HKDF-Expand: 32 bytes. */
    static byte[] derive(byte[] secret, byte[] salt, byte[] purpose) {
        byte[] extracted = hmac(salt, secret);
        return hmac(extracted, purpose, new byte[] {1});
    }

    private KeyDerivation() {}
}

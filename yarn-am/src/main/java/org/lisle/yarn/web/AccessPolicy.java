package org.lisle.yarn.web;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the page. YARN's proxy in front of the ResourceManager authenticates people and tells the user's name in an unsigned cookie:
 * so the cookie counts only on requests from the proxy's addresses. The client that submitted the application shows a token derived from
 * the application's secret. Everybody else is sent to the proxy.
 *
 * @param proxyAddresses textual IP addresses of the proxies
 * @param proxyBase the application's address at the proxy, with scheme
 * @param token what the submitting client shows
 * @param readers users who may read; null when the cluster does not check users
 */
public record AccessPolicy(
        Set<String> proxyAddresses,
        String proxyBase,
        String token,
        @Nullable Set<String> readers) {
    public AccessPolicy {
        proxyAddresses = Set.copyOf(proxyAddresses);
        readers = readers == null ? null : Set.copyOf(readers);
    }

    public enum Decision {
        ALLOW,
        REDIRECT_TO_PROXY,
        FORBID
    }

    /**
     * @param remoteAddress the peer's textual IP address
     * @param cookieUser the proxy's cookie, or null
     * @param shownToken the client's token, or null
     */
    Decision decide(String remoteAddress, @Nullable String cookieUser, @Nullable String shownToken) {
        if (shownToken != null && sameToken(shownToken)) {
            return Decision.ALLOW;
        }
        if (!proxyAddresses.contains(remoteAddress)) {
            return Decision.REDIRECT_TO_PROXY;
        }
        Set<String> allowed = readers;
        boolean mayRead = allowed == null || (cookieUser != null && allowed.contains(cookieUser));
        return mayRead ? Decision.ALLOW : Decision.FORBID;
    }

    private boolean sameToken(String shown) {
        return java.security.MessageDigest.isEqual(
                shown.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}

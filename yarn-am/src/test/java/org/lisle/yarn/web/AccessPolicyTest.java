package org.lisle.yarn.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lisle.yarn.web.AccessPolicy.Decision;

class AccessPolicyTest {
    private final AccessPolicy open = new AccessPolicy(Set.of("10.0.0.1"), "http://rm/proxy/a", "token", null);
    private final AccessPolicy strict =
            new AccessPolicy(Set.of("10.0.0.1"), "http://rm/proxy/a", "token", Set.of("ann"));

    @Test
    void theProxyMayReadForThoseUsersThatMay() {
        assertThat(open.decide("10.0.0.1", null, null)).isEqualTo(Decision.ALLOW);
        assertThat(strict.decide("10.0.0.1", "ann", null)).isEqualTo(Decision.ALLOW);
        assertThat(strict.decide("10.0.0.1", "bob", null)).isEqualTo(Decision.FORBID);
        assertThat(strict.decide("10.0.0.1", null, null)).isEqualTo(Decision.FORBID);
    }

    @Test
    void aCookieFromElsewhereIsWorthNothing() {
        assertThat(strict.decide("10.0.0.9", "ann", null)).isEqualTo(Decision.REDIRECT_TO_PROXY);
        assertThat(open.decide("10.0.0.9", "ann", null)).isEqualTo(Decision.REDIRECT_TO_PROXY);
    }

    @Test
    void theSubmittingClientShowsItsToken() {
        assertThat(strict.decide("10.0.0.9", null, "token")).isEqualTo(Decision.ALLOW);
        assertThat(strict.decide("10.0.0.9", null, "other")).isEqualTo(Decision.REDIRECT_TO_PROXY);
    }
}

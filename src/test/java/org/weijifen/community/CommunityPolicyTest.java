package org.weijifen.community;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommunityPolicyTest {

    @Test
    void aDayBeginsAtMidnightInTheCommunity() {
        CommunityPolicy shanghai =
                new CommunityPolicy(UUID.randomUUID(), "fuxi", ZoneId.of("Asia/Shanghai"), ExpiryPolicy.NEVER, 7);

        assertThat(shanghai.today(Instant.parse("2025-12-31T15:59:59.999Z"))).isEqualTo(LocalDate.of(2025, 12, 31));
        assertThat(shanghai.today(Instant.parse("2025-12-31T16:00:00Z"))).isEqualTo(LocalDate.of(2026, 1, 1));
    }
}

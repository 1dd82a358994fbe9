package org.weijifen.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.TaskId;

/**
 * Keys are kept for ever, so the hash of a request must not change from release to release: a retry across an upgrade would
 * be taken for another request. When this test fails, the change that made it fail has to be undone.
 */
class RequestHashTest {
    private static final UUID ID = UUID.fromString("01998c00-0000-7000-8000-000000000101");

    @Test
    void staysAsItIs() {
        CreditRequest request =
                new CreditRequest(new MemberId(ID), null, new TaskId(ID), 2L, null, "A-1", LocalDate.of(2026, 1, 31));

        assertThat(RequestHash.of("credit", "request", request))
                .isEqualTo("49e5a79dc81634e66af1a874632eff513246d3c18dbc00a3be631118dc921953");
    }

    @Test
    void countsNoFieldThatIsAbsent() {
        assertThat(RequestHash.of("collect", "redemptionId", ID, "reason", null))
                .isEqualTo(RequestHash.of("collect", "redemptionId", ID));
    }
}

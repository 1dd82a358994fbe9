package org.weijifen.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.fixture.Committee.aCommittee;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.TestDatabase;

/** Verification and statements notice entries that do not agree with the books, and export goes on. */
@QuarkusTest
class TamperedDuesTest {
    private final Committee community = aCommittee(Api.asAdmin());
    private final String merchant = community.merchant();

    @BeforeEach
    void handOutAndSettle() {
        String member = community.aMemberWith(100);
        String meal = community.packageOf(merchant, 1, 990);
        community.handedOut(member, meal, 2);
        Committee.id(community.post("/settlements", Map.of("merchantId", merchant)));
        community.handedOut(member, meal, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "delete from merchant_due where merchant_id = ? and quantity = 3, due_mismatch",
        "update merchant_due set amount_fen = amount_fen + 1 where merchant_id = ? and quantity = 3, due_mismatch",
        "update merchant_due set sequence = sequence + 100 where merchant_id = ? and quantity = 3, due_mismatch",
        "update merchant_due set amount_fen = amount_fen + 1 where merchant_id = ? and quantity = 3, dues_unbalanced",
        "'update settlement set status = ''settled'', transaction = 1 where merchant_id = ?', dues_unbalanced"
    })
    void findsWhatDoesNotAgree(String sql, String finding) throws Exception {
        community.verify();
        assertThat(statementHolds()).isTrue();

        tamper(sql);

        JsonNode verification = community.get("/books/verification").expect(200).json();
        assertThat(verification.get("valid").asBoolean()).isFalse();
        assertThat(verification.get("findings").findValuesAsText("code")).contains(finding);
        assertThat(statementHolds()).isFalse();
    }

    @Test
    void exportsMoneyAsItVerifiesIt() {
        JsonNode verification = community.verify();

        String export = community.get("/books/export").expect(200).body();

        assertThat(export.lines().count())
                .isEqualTo(verification.get("transactions").asLong());
        assertThat(export)
                .contains(
                        "\"asset\":\"CNY\"", merchant, verification.get("hash").asText());
    }

    private boolean statementHolds() {
        return community
                .get("/merchants/" + merchant + "/statements/" + YearMonth.now(ZoneId.of("Asia/Shanghai")))
                .expect(200)
                .json()
                .at("/proof/holds")
                .asBoolean();
    }

    private void tamper(String sql) throws Exception {
        try (Connection connection = TestDatabase.asSuperuser();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.fromString(merchant));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}

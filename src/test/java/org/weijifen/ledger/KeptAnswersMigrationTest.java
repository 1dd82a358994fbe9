package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.EarlierSchema;

/** Rows that were kept before answers were packed, in a schema of their own. */
@QuarkusTest
class KeptAnswersMigrationTest {
    private final EarlierSchema schema = new EarlierSchema("kept_before");

    @AfterEach
    void drop() throws SQLException {
        schema.drop();
    }

    @Test
    void movesRefusalsAndLeavesTheRest() throws SQLException {
        schema.migrateTo("16");
        schema.execute("""
                insert into community (id, slug, name, time_zone, expiry_type, pickup_days, created_at)
                values ('00000000-0000-7000-8000-000000000001', 'old-community', 'C', 'UTC', 'NEVER', 7, now())""");
        schema.execute("insert into book (community_id) select id from community");
        schema.execute("""
                insert into idempotency_key (community_id, caller, key, request_hash, status, location, answer, recorded_at)
                select c.id, 'somebody', k.key, repeat('ab', 32), k.status, null, k.answer, now() - k.age
                from community c, (values ('done', 201, '{}', interval '1 year'),
                                          ('fresh', 422, '{"status":422}', interval '29 days'),
                                          ('stale', 409, '{"status":409}', interval '31 days')) k(key, status, answer, age)""");

        schema.migrateTo("17");

        assertThat(schema.texts("select key || ' ' || answer from idempotency_key"))
                .containsExactly("done {}");
        assertThat(schema.texts(
                        "select key || ' ' || document || ' ' || encode(request_hash, 'hex') from kept_refusal"))
                .containsExactly("fresh {\"status\":422} " + "ab".repeat(32));
        assertThat(schema.texts("select has_table_privilege('idempotency_key', 'delete')::text"))
                .containsExactly("false");
    }
}

package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Answers as PostgreSQL and Citus have given them: from its own field, from that of a part of the table, from the message. */
class UniqueRowsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            23505 | n community_slug        | duplicate key value violates unique constraint "community_slug"        | true
            23505 | n community_slug_102008 | duplicate key value violates unique constraint "community_slug_102008" | true
            23505 |                         | duplicate key value violates unique constraint "community_slug_102008" | true
            23505 |                         | 重复键违反唯一约束"community_slug_102008"                                  | true
            23505 |                         | duplicate key value violates unique constraint "community_slug_x"      | false
            23505 | n community_pkey        | duplicate key value violates unique constraint "community_pkey"        | false
            23514 |                         | new row violates check constraint "community_slug"                     | false
            """)
    void knowTheConstraintThatIsViolated(String state, String field, String message, boolean violated) {
        String answer =
                "SERROR\0C" + state + "\0M" + message + "\0" + (field == null ? "" : field.replace("n ", "n") + "\0");
        PSQLException refused = new PSQLException(new ServerErrorMessage(answer));

        assertThat(UniqueRows.isViolated("community_slug", new IllegalStateException(refused)))
                .isEqualTo(violated);
    }
}

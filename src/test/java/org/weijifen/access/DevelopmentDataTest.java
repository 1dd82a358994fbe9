package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.TestDatabase;

/** Data of development mode are what production looks for. That it refuses them, {@link KeysIT} shows. */
@QuarkusTest
class DevelopmentDataTest {
    private static final Pattern HASH = Pattern.compile("\\$2a\\$10\\$[./A-Za-z0-9]{53}");

    private static final Pattern USERS = Pattern.compile("insert into access_user [^;]+");

    @Test
    void hasNoOtherPasswordsThanThePublishedOnes() throws IOException {
        assertThat(Secrets.matches(PasswordRule.PUBLISHED, Published.PASSWORD_HASH))
                .isTrue();
        assertThat(Secrets.matches("weijifen-demo-secret-of-the-mini-program", Published.CLIENT_SECRET_HASH))
                .isTrue();
        String script;
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream("demo.sql")) {
            script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(script).contains(Published.CLIENT_SECRET_HASH);
        assertThat(USERS.matcher(script)
                        .results()
                        .flatMap(users -> HASH.matcher(users.group()).results().map(MatchResult::group)))
                .isNotEmpty()
                .containsOnly(Published.PASSWORD_HASH);
    }

    @Test
    void hasTheHashOfTheFirstAdminThatProductionLooksFor() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser()) {
            assertThat(TestDatabase.texts(connection, "select password_hash from access_user where username = 'admin'"))
                    .containsExactly(Published.PASSWORD_HASH);
        }
    }
}

package org.weijifen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.TestDatabase;

/** Data of development mode are what production looks for. That it refuses them, {@link KeysIT} shows. */
@QuarkusTest
class DevelopmentDataTest {
    private static final Pattern HASH = Pattern.compile("\\$2a\\$10\\$[./A-Za-z0-9]{53}");

    @Test
    void hasNoOtherPasswordsThanThePublishedOnes() throws IOException {
        assertThat(Secrets.matches(Published.PASSWORD, Published.PASSWORD_HASH)).isTrue();
        try (InputStream script = Thread.currentThread().getContextClassLoader().getResourceAsStream("demo.sql")) {
            assertThat(HASH.matcher(new String(script.readAllBytes(), StandardCharsets.UTF_8))
                            .results()
                            .map(found -> found.group()))
                    .contains(Published.PASSWORD_HASH, Published.CLIENT_SECRET_HASH)
                    .containsOnly(Published.PASSWORD_HASH, Published.CLIENT_SECRET_HASH);
        }
    }

    @Test
    void hasTheHashOfTheFirstAdminThatProductionLooksFor() throws SQLException {
        try (Connection connection = TestDatabase.asSuperuser()) {
            assertThat(TestDatabase.texts(connection, "select password_hash from access_user where username = 'admin'"))
                    .containsExactly(Published.PASSWORD_HASH);
        }
    }
}

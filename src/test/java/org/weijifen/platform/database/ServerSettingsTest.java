package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {

    @ParameterizedTest
    @CsvSource({"fsync", "full_page_writes", "synchronous_commit"})
    void findsSettingsThatForgetCommits(String setting) {
        ServerSettings server = new ServerSettings(180006, Map.of(setting, "off"));

        assertThat(server.dangers()).singleElement().satisfies(danger -> assertThat(danger)
                .contains(setting + "=off", setting + "=on"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "local", "remote_write", "remote_apply"})
    void acceptsEverySynchronousCommit(String value) {
        ServerSettings server = new ServerSettings(150000, Map.of("synchronous_commit", value));

        assertThat(server.dangers()).isEmpty();
    }

    @Test
    void findsAServerThatIsTooOld() {
        ServerSettings server = new ServerSettings(140012, Map.of("fsync", "on"));

        assertThat(server.dangers()).singleElement().satisfies(danger -> assertThat(danger)
                .contains("PostgreSQL 14", "15 or later"));
    }
}

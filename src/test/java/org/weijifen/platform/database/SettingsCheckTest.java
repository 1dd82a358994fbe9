package org.weijifen.platform.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

    @ParameterizedTest
    @CsvSource({
        "weijifen.ledger.lanes, 0, 17",
        "weijifen.ledger.batch-size, 0, 1001",
        "weijifen.ledger.queue-size, -1, 100001",
        "weijifen.access.attempts-per-minute, 0, 10001",
        "weijifen.access.writes-per-minute, 0, 100000001",
        "weijifen.access.staff-writes-per-minute, 0, 100000001",
        "weijifen.reading.whole-books, many, 101"
    })
    void refusesWhatLiesBeyondTheBounds(String setting, String below, String above) {
        for (String value : new String[] {below, above, "9999999999"}) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> check(setting, value))
                    .withMessageContainingAll(setting, value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "weijifen.ledger.lanes, 1, 16",
        "weijifen.ledger.batch-size, 1, 1000",
        "weijifen.ledger.queue-size, 1, 100000",
        "weijifen.access.attempts-per-minute, 1, 10000",
        "weijifen.access.writes-per-minute, 1, 100000000",
        "weijifen.access.staff-writes-per-minute, 1, 100000000",
        "weijifen.reading.whole-books, 1, 100"
    })
    void takesTheBoundsThemselves(String setting, String least, String most) {
        assertThatCode(() -> check(setting, least)).doesNotThrowAnyException();
        assertThatCode(() -> check(setting, most)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P5M", "P183D", "P101Y", "-P3Y", "P0D", "3y", "1095", "PT10000H", "P999999999Y"})
    void refusesToKeepTheSecurityLogForLessOrForEver(String value) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> check("weijifen.security-log.retention", value))
                .withMessageContainingAll("weijifen.security-log.retention", value, "P6M", "P100Y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P6M", "P184D", "P3Y", "P1Y6M", "P100Y"})
    void takesPeriodsOfTheSecurityLog(String value) {
        assertThatCode(() -> check("weijifen.security-log.retention", value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"59s", "0", "-1h", "24h1s", "1d1s", "86401", "9999999999999999999", "an hour", "PT"})
    void refusesALifeOfTokensBeyondItsBounds(String value) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> check("weijifen.access.token-ttl", value))
                .withMessageContainingAll("weijifen.access.token-ttl is " + value, "1m to 24h", "时长");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "1m", "PT90S", "24h", "1d", "86400"})
    void takesALifeOfTokensWithinItsBounds(String value) {
        assertThatCode(() -> check("weijifen.access.token-ttl", value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "localhost", "10.0.0", "::/129", "10.0.0.0/x", "127.0.0.1,proxy"})
    void refusesProxiesThatAreNoAddresses(String value) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> check("weijifen.http.trusted-proxies", value))
                .withMessageContaining("weijifen.http.trusted-proxies");
    }

    @Test
    void takesAddressesAndNetworksOfProxies() {
        assertThatCode(() -> check("weijifen.http.trusted-proxies", "127.0.0.1, 10.0.0.0/8,::1,fd00::/8"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "password"})
    void refusesAnOwnerThatIsNamedByHalf(String half) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> check("quarkus.flyway." + half, "value"))
                .withMessageContainingAll("quarkus.flyway.username", "quarkus.flyway.password", "缺少")
                .withMessageNotContaining("value");
    }

    private static void check(String setting, String value) {
        SettingsCheck.check(
                new SmallRyeConfigBuilder().withDefaultValue(setting, value).build());
    }
}

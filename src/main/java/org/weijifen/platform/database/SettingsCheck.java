package org.weijifen.platform.database;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.weijifen.platform.http.Network;

/**
 * Refuses settings beyond their bounds, before anything starts. Not by {@code @Min} and {@code @Max}: for a single one of
 * them Quarkus prepares the validation of every setting there is, which takes a fifth of the start.
 */
public final class SettingsCheck {
    private record Bounds(String setting, int least, int most) {}

    private static final List<Bounds> ALL = List.of(
            new Bounds("weijifen.ledger.lanes", 1, 16),
            new Bounds("weijifen.ledger.batch-size", 1, 1000),
            new Bounds("weijifen.ledger.queue-size", 1, 100_000),
            new Bounds("weijifen.access.attempts-per-minute", 1, 10_000),
            new Bounds("weijifen.access.writes-per-minute", 1, 100_000_000),
            new Bounds("weijifen.access.staff-writes-per-minute", 1, 100_000_000),
            new Bounds("weijifen.reading.whole-books", 1, 100));

    /** The longest life that a token may have by its setting. */
    public static final Duration LONGEST_TOKEN_TTL = Duration.ofHours(24);

    private static final Duration SHORTEST_TOKEN_TTL = Duration.ofMinutes(1);
    private static final String TOKEN_TTL = "weijifen.access.token-ttl";
    private static final String RETENTION = "weijifen.security-log.retention";
    private static final Period SHORTEST = Period.ofMonths(6);
    /** From here on six months have 184 days, as many as they can have. */
    private static final LocalDate BEFORE_LONG_MONTHS = LocalDate.of(2001, 3, 1);

    private static final Period LONGEST = Period.ofYears(100);

    private static final String TRUSTED_PROXIES = "weijifen.http.trusted-proxies";

    /** Quarkus would go on with the role that serves if only one of them were there. */
    private static final List<String> OWNER = List.of("quarkus.flyway.username", "quarkus.flyway.password");

    private SettingsCheck() {}

    public static void check(Config config) {
        checkProxies(config);
        checkOwner(config);
        config.getOptionalValue(TOKEN_TTL, String.class).ifPresent(SettingsCheck::checkTokenTtl);
        checkRetention(config);
        for (Bounds bounds : ALL) {
            String value =
                    config.getOptionalValue(bounds.setting(), String.class).orElse(null);
            if (value != null && !isWithin(bounds, value)) {
                throw StartRefusal.SETTING_OUT_OF_BOUNDS.with(bounds.setting(), value, bounds.least(), bounds.most());
            }
        }
    }

    private static void checkRetention(Config config) {
        String value = config.getOptionalValue(RETENTION, String.class).orElse(null);
        if (value != null && !isWithin(value, SHORTEST, LONGEST)) {
            throw StartRefusal.PERIOD_OUT_OF_BOUNDS.with(RETENTION, value, SHORTEST, LONGEST);
        }
    }

    private static boolean isWithin(String value, Period least, Period most) {
        try {
            LocalDate end = BEFORE_LONG_MONTHS.plus(Period.parse(value));
            return !end.isBefore(BEFORE_LONG_MONTHS.plus(least)) && !end.isAfter(BEFORE_LONG_MONTHS.plus(most));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void checkTokenTtl(String value) {
        boolean within;
        try {
            Duration ttl = DurationConverter.parseDuration(value);
            within = ttl.compareTo(SHORTEST_TOKEN_TTL) >= 0 && ttl.compareTo(LONGEST_TOKEN_TTL) <= 0;
        } catch (IllegalArgumentException e) {
            within = false;
        }
        if (!within) {
            throw StartRefusal.TIME_OUT_OF_BOUNDS.with(TOKEN_TTL, value, "1m", "24h");
        }
    }

    private static void checkProxies(Config config) {
        for (String proxy :
                config.getOptionalValues(TRUSTED_PROXIES, String.class).orElse(List.of())) {
            try {
                Network.parse(proxy);
            } catch (IllegalArgumentException e) {
                throw StartRefusal.ADDRESS_UNREADABLE.with(TRUSTED_PROXIES, proxy);
            }
        }
    }

    private static void checkOwner(Config config) {
        List<String> missing = OWNER.stream()
                .filter(setting ->
                        config.getOptionalValue(setting, String.class).isEmpty())
                .toList();
        if (missing.size() == 1) {
            throw StartRefusal.OWNER_INCOMPLETE.with(missing.get(0), String.join(", ", OWNER));
        }
    }

    private static boolean isWithin(Bounds bounds, String value) {
        return value.matches("\\d{1,9}")
                && Integer.parseInt(value) >= bounds.least()
                && Integer.parseInt(value) <= bounds.most();
    }
}

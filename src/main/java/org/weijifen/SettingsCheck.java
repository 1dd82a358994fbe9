package org.weijifen;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.weijifen.access.AccessConfig;
import org.weijifen.ledger.LedgerConfig;
import org.weijifen.platform.ReadingConfig;

/**
 * Refuses settings beyond their bounds. Not by {@code @Min} and {@code @Max}: for a single one of them Quarkus prepares the
 * validation of every setting there is, which takes a quarter of the start.
 */
@Singleton
final class SettingsCheck {
    private static final int FIRST = 1;

    void check(
            @Observes @Priority(FIRST) StartupEvent event,
            LedgerConfig ledger,
            AccessConfig access,
            ReadingConfig reading) {
        require("weijifen.ledger.lanes", ledger.lanes(), 1, 16);
        require("weijifen.ledger.batch-size", ledger.batchSize(), 1, 1000);
        require("weijifen.ledger.queue-size", ledger.queueSize(), 1, 100_000);
        require("weijifen.access.attempts-per-minute", access.attemptsPerMinute(), 1, 10_000);
        require("weijifen.reading.whole-books", reading.wholeBooks(), 1, 100);
    }

    private static void require(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new PreventFurtherStepsException(
                    setting + " is " + value + ", and must be from " + least + " to " + most + ".", 1);
        }
    }
}

package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExportLinesTest {
    private final ExportLines lines = new ExportLines();

    @Test
    void goOutOnce() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        lines.add(on(LocalDate.of(2026, 3, 31)), "h");
        lines.add("another");
        lines.writeTo(out);
        lines.writeTo(out);

        assertThat(lines.size()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(HashChain.exportLine(on(LocalDate.of(2026, 3, 31)), "h") + "\nanother\n");
    }

    @Test
    void keepNothingOfATransactionThatNoLineCanHold() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        lines.add("before");
        assertThatThrownBy(() -> lines.add(on(null), "h")).isInstanceOf(RuntimeException.class);
        lines.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("before\n");
    }

    private static Transaction on(LocalDate day) {
        return new Transaction(
                new UUID(1, 2),
                1,
                TransactionKind.CREDIT,
                day,
                null,
                Instant.EPOCH,
                "actor",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }
}

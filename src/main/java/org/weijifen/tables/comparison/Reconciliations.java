package org.weijifen.tables.comparison;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.platform.Gate;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Snapshots;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.Upload;

/** Compares tables with the books. */
@Singleton
final class Reconciliations {
    static final long MAX_BYTES = 10L << 20;

    private static final int MOST_WAITING = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What is compared, each as it was read. */
    private record BothSides(TableReader.Table table, List<BookEntry> entries) {}

    private final Communities communities;
    private final Snapshots snapshots;

    /**
     * One after the other. One of 20,000 rows and 100,000 entries holds 55 MB in a community of 20,000 members, and 76 MB in one
     * of 100,000; the service has a heap of 192 MB for everything. A usual one takes less than a second, so that the next ones
     * may well wait for it.
     */
    final Gate turns = new Gate(1, MOST_WAITING, PATIENCE);

    /** A table that arrives holds a worker, so only as many arrive as may wait. */
    private final Gate arriving = new Gate(1 + MOST_WAITING);

    private final ObjectMapper json;

    Reconciliations(Communities communities, Snapshots snapshots, ObjectMapper json) {
        this.communities = communities;
        this.snapshots = snapshots;
        this.json = json;
    }

    /**
     * Compares a table with the books as they stand now. Nothing is kept of it.
     *
     * @param table a workbook or CSV file
     * @param sheet name of the worksheet, null for the first one that has the columns
     * @param language of what is said of the rows
     * @return a {@link ReconciliationView}
     * @throws ProblemException {@code overloaded} when too many wait already; {@code validation_failed} and {@code
     *     payload_too_large} of {@link TableReader}; {@code limit_exceeded} of {@link BookEntries}
     */
    PackedJson reconcile(
            String community,
            MatchingKind kind,
            ComparedDays period,
            InputStream table,
            String sheet,
            Locale language) {
        UUID communityId = communities.idOf(community);
        try {
            return arriving.take(communityId, () -> compare(communityId, kind, period, table, sheet, language));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PackedJson compare(
            UUID communityId, MatchingKind kind, ComparedDays period, InputStream table, String sheet, Locale language)
            throws IOException {
        try (Upload upload = Upload.store(table, MAX_BYTES)) {
            return turns.take(
                    communityId,
                    () -> PackedJson.of(json, compare(communityId, kind, period, upload.file(), sheet, language)));
        }
    }

    private ReconciliationView compare(
            UUID communityId, MatchingKind kind, ComparedDays period, Path file, String sheet, Locale language) {
        BothSides both = snapshots.read(connection -> {
            TableReader reader = new TableReader(
                    kind,
                    KnownNames.ofMembers(connection, communityId),
                    KnownNames.ofItems(connection, communityId, kind),
                    new KnownDetails(connection, communityId));
            return new BothSides(reader.read(file, sheet), BookEntries.read(connection, communityId, kind, period));
        });
        // The connection is given back before the two are compared.
        List<MatchResult> findings = Matching.of(period, both.table().rows(), both.entries());
        return view(kind, period, both.table(), findings, language);
    }

    private static ReconciliationView view(
            MatchingKind kind,
            ComparedDays period,
            TableReader.Table table,
            List<MatchResult> findings,
            Locale language) {
        return new ReconciliationView(
                kind,
                period.from(),
                period.to(),
                period.toleranceDays(),
                table.sheet(),
                table.otherSheets(),
                Sheet.ofOthers(table.sheet(), table.otherSheets(), language),
                table.ignoredHeadings(),
                ReconciliationView.MatchSummary.of(findings),
                findings.stream()
                        .map(finding -> ReconciliationView.MatchResultView.of(finding, language))
                        .toList());
    }
}

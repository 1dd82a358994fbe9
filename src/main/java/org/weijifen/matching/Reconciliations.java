package org.weijifen.matching;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.platform.Snapshots;
import org.weijifen.sheet.Upload;

/** Compares tables with the books. */
@Singleton
final class Reconciliations {
    static final long MAX_BYTES = 10L << 20;

    private final Communities communities;
    private final Snapshots snapshots;

    Reconciliations(Communities communities, Snapshots snapshots) {
        this.communities = communities;
        this.snapshots = snapshots;
    }

    /**
     * Compares a table with the books as they stand now. Nothing is kept of it.
     *
     * @param table a workbook or CSV file
     * @param language of what is said of the rows
     */
    ReconciliationView reconcile(
            String community, MatchingKind kind, ComparedDays period, InputStream table, Locale language) {
        UUID communityId = communities.idOf(community);
        try (Upload upload = Upload.store(table, MAX_BYTES)) {
            // As long as a reading of whole books, and as much to keep in mind: only a few at once.
            return snapshots.readWhole(connection -> {
                TableReader reader = new TableReader(
                        kind,
                        KnownNames.ofMembers(connection, communityId),
                        KnownNames.ofItems(connection, communityId, kind));
                TableReader.Table read = reader.read(upload.file());
                List<BookEntry> entries = BookEntries.read(connection, communityId, kind, period);
                List<Finding> findings = Matching.of(period, read.rows(), entries);
                return view(kind, period, read, findings, language);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReconciliationView view(
            MatchingKind kind, ComparedDays period, TableReader.Table table, List<Finding> findings, Locale language) {
        return new ReconciliationView(
                kind,
                period.from(),
                period.to(),
                period.toleranceDays(),
                table.ignoredHeadings(),
                ReconciliationView.Summary.of(findings),
                findings.stream()
                        .map(finding -> ReconciliationView.FindingView.of(finding, language))
                        .toList());
    }
}

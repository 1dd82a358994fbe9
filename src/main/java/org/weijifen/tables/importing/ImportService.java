package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.platform.Call;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Gate;
import org.weijifen.platform.Ids;
import org.weijifen.platform.Page;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.tables.sheet.Sheet;
import org.weijifen.tables.sheet.SheetLimits;
import org.weijifen.tables.sheet.Upload;

/** Receives files, and shows the results of imports. */
@Singleton
class ImportService {
    /**
     * The options of an import.
     *
     * @param additional whether its facts count in addition to earlier ones that differ from them
     * @param sheet name of the worksheet, null for the first one that has the columns
     */
    record Order(ImportKind kind, ImportMode mode, boolean dryRun, boolean additional, String sheet) {}

    private static final int MOST_IGNORED = 50;
    private static final int HEADING_LENGTH = 60;
    /** All who may be there at once; see {@link ImportQueue}. */
    private static final int MOST_WAITING = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Communities communities;
    private final Imports imports;
    private final ImportRows rows;
    private final ImportQueue queue;
    private final ImportingConfig config;
    private final Clock clock;

    /** Files are checked one after the other, because the texts of a workbook are in memory. */
    private final Gate opening = new Gate(1, MOST_WAITING, PATIENCE);

    private final Map<ImportKind, RowType> types = new EnumMap<>(ImportKind.class);

    ImportService(
            Communities communities,
            Imports imports,
            ImportRows rows,
            ImportQueue queue,
            ImportingConfig config,
            Clock clock,
            MemberRows members,
            TaskRows tasks,
            RewardRows rewards,
            OpeningBalanceRows openingBalances,
            ActivityRows activities,
            RedemptionRows redemptions) {
        this.communities = communities;
        this.imports = imports;
        this.rows = rows;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
        List.of(members, tasks, rewards, openingBalances, activities, redemptions)
                .forEach(type -> types.put(type.kind(), type));
    }

    /**
     * Stores a file, looks whether it is a table with the columns that are needed, and puts it into the queue. A worksheet
     * of a file that is in there already gets the same import.
     *
     * @param arrived refuses when the caller may no longer do it once the file is there, which can take minutes
     * @throws ProblemException {@code overloaded} when too many files are in hand; {@code payload_too_large};
     *     {@code validation_failed} when it is no such table. Nothing is left behind then.
     */
    Import receive(String community, Order order, InputStream body, Call call, Runnable arrived) {
        CommunityPolicy policy = communities.require(community);
        RowType type = types.get(order.kind());
        MessageDigest digest = sha256();
        try (ImportQueue.Place place = queue.enter(policy.id())) {
            Upload upload = Upload.store(
                    new DigestInputStream(body, digest), config.maxFileSize().asLongValue());
            boolean handedOn = false;
            try {
                arrived.run();
                String sha256 = HexFormat.of().formatHex(digest.digest());
                Import received = opening.take(policy.id(), () -> describe(policy, order, type, upload, sha256, call));
                Import open = imports.addUnlessOpen(received, call);
                if (open.id().equals(received.id())) {
                    Reading reading = new Reading(policy, policy.today(clock.instant()), order.additional());
                    place.run(open, type, reading, call, upload);
                    handedOn = true;
                }
                return open;
            } finally {
                if (!handedOn) {
                    upload.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Import describe(CommunityPolicy policy, Order order, RowType type, Upload upload, String sha256, Call call)
            throws IOException {
        List<String> ignored;
        String name;
        List<String> others;
        try (Sheet sheet = Sheet.open(upload.file(), type.choice(order.sheet()), SheetLimits.DEFAULT)) {
            name = sheet.name();
            others = sheet.otherSheets();
            requireFiguresRead(sheet, type);
            ignored = sheet.ignoredHeadings().stream()
                    .limit(MOST_IGNORED)
                    .map(heading -> heading.substring(0, Math.min(heading.length(), HEADING_LENGTH)))
                    .toList();
        }
        return new Import(
                policy.id(),
                Ids.next(),
                order.kind(),
                order.mode(),
                order.dryRun(),
                order.additional(),
                ImportStatus.RECEIVED,
                call.caller(),
                sha256,
                Files.size(upload.file()),
                name,
                others.stream().limit(MOST_IGNORED).toList(),
                ignored,
                Import.Rows.NONE,
                null,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null,
                null);
    }

    /**
     * Refuses a table at once whose first rows have figures that would be left out; further down it is the row that is
     * refused.
     */
    private static void requireFiguresRead(Sheet sheet, RowType type) {
        sheet.sample().stream()
                .filter(row -> type.noFact(row).isEmpty())
                .flatMap(row -> type.unreadFigure(row).stream())
                .findFirst()
                .ifPresent(unread -> {
                    throw ProblemException.fields(List.of(Violation.of(
                            "file",
                            "unread_figures",
                            unread.heading(),
                            unread.column().name())));
                });
    }

    Import find(String community, UUID id) {
        return imports.require(communities.idOf(community), id);
    }

    Page<Import> list(String community, Optional<UUID> before, int limit) {
        return Page.of(
                imports.list(communities.idOf(community), before, limit + 1), limit, found -> Cursor.after(found.id()));
    }

    Page<RowReport> rows(String community, UUID id, RowReport.RowStatus result, long after, int limit) {
        Import subject = find(community, id);
        return Page.of(
                rows.list(subject.communityId(), id, result, after, limit + 1), limit, row -> Cursor.after(row.line()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package org.weijifen.tables.importing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The import of one file, with its progress and result.
 *
 * @param actor opaque id of who sent it
 * @param fileSha256 in lower-case hex
 * @param sheet name of the worksheet that is read; null for a CSV file
 * @param otherSheets names of the visible worksheets with something on them that are not read
 * @param additional whether its facts count in addition to earlier ones that differ from them
 * @param rows how many have been read, by what they came to
 * @param failure why it failed, or null
 */
record Import(
        UUID communityId,
        UUID id,
        ImportKind kind,
        ImportMode mode,
        boolean dryRun,
        boolean additional,
        ImportStatus status,
        String actor,
        String fileSha256,
        long fileSize,
        String sheet,
        List<String> otherSheets,
        List<String> ignoredColumns,
        Rows rows,
        Failure failure,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    /** @param total null until the end of the file has been seen */
    record Rows(Long total, long read, long accepted, long refused, long unchanged, long skipped) {
        static final Rows NONE = new Rows(null, 0, 0, 0, 0, 0);
    }

    /** Why an import failed: a code for programs, and the text that says it. */
    record Failure(String code, String message, List<Object> arguments) {
        /** The instance that ran it is gone. The same file can be sent again. */
        static final Failure INTERRUPTED = new Failure("interrupted", "import.interrupted", List.of());
    }
}

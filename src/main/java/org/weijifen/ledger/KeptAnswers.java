package org.weijifen.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.weijifen.platform.Answer;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Problems;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Violation;

/**
 * The answers kept under idempotency keys. Answers of operations that were done are kept for ever, refusals for a
 * while. The book row of a community proves the former: it holds the exclusive-or of their hashes.
 */
public final class KeptAnswers {
    /** One statement for both, so that the keys are sent once. */
    private static final String FIND = """
            select n.community_id, n.caller, n.key, k.request_hash, k.status, k.location, k.answer, k.recorded_at,
                   k.request_sha256, k.packed, k.sequence, r.request_hash as refused_hash, r.request_id, r.code, r.variant,
                   r.arguments, r.errors, r.document
            from :rows(caller, key)
            left join lateral (select k.* from idempotency_key k
                where k.community_id = n.community_id and k.caller = n.caller and k.key between n.key and n.key
                order by k.key) k on true
            left join lateral (select r.* from kept_refusal r
                where r.community_id = n.community_id and r.caller = n.caller and r.key between n.key and n.key
                order by r.key) r on true
            where k.key is not null or r.key is not null
            """;

    /** How many bytes a hash has, and the exclusive-or of hashes. */
    public static final int HASH_BYTES = 32;

    private static final ObjectMapper JSON = new ObjectMapper();

    private KeptAnswers() {}

    /**
     * A row for an operation that was done.
     *
     * @param packed null in rows of versions that did not pack answers
     * @param sequence number of the last transaction that was posted with it, or null
     */
    public record Row(
            String caller,
            String key,
            String requestHash,
            int status,
            Instant recordedAt,
            Answer answer,
            byte[] packed,
            Long sequence) {

        /** SHA-256 of all columns of a packed row. */
        public byte[] hash() {
            MessageDigest sha256 = HashChain.newSha256();
            sha256.update(String.join(
                            "\n",
                            caller,
                            key,
                            requestHash,
                            Integer.toString(status),
                            recordedAt.toString(),
                            String.valueOf(sequence),
                            "")
                    .getBytes(StandardCharsets.UTF_8));
            return sha256.digest(packed);
        }
    }

    /**
     * Reads a kept answer from a row with these columns: caller, key, request_hash, status, location, answer,
     * recorded_at, request_sha256, packed, sequence.
     *
     * @throws IllegalStateException when the row is not a valid kept answer
     */
    public static Row read(ResultSet rows) throws SQLException {
        byte[] packed = rows.getBytes("packed");
        int status = rows.getInt("status");
        return new Row(
                rows.getString("caller"),
                rows.getString("key"),
                packed == null
                        ? rows.getString("request_hash")
                        : HexFormat.of().formatHex(rows.getBytes("request_sha256")),
                status,
                rows.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                packed == null
                        ? new Answer(status, rows.getString("location"), rows.getString("answer"))
                        : PackedAnswers.unpack(status, packed),
                packed,
                rows.getObject("sequence", Long.class));
    }

    /** Computes the exclusive-or of two hashes into the first one. */
    public static void combine(byte[] sum, byte[] hash) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] ^= hash[i];
        }
    }

    /** Looks up the answers kept under some keys. */
    static void find(
            Lookups lookups, Set<BooksLoader.CommunityKey> keys, BiConsumer<BooksLoader.CommunityKey, Kept> found) {
        if (keys.isEmpty()) {
            return;
        }
        lookups.add(
                FIND,
                columns -> {
                    columns.communities(keys.stream().map(BooksLoader.CommunityKey::communityId));
                    columns.texts(keys.stream().map(key -> key.key().caller()));
                    columns.texts(keys.stream().map(key -> key.key().key()));
                },
                rows -> {
                    while (rows.next()) {
                        found.accept(
                                new BooksLoader.CommunityKey(
                                        rows.getObject("community_id", UUID.class),
                                        new Books.CallerKey(rows.getString("caller"), rows.getString("key"))),
                                rows.getBytes("refused_hash") == null ? success(read(rows)) : refusal(rows));
                    }
                });
    }

    private static Kept success(Row row) {
        return new Kept.Success(row.requestHash(), row.answer(), row.sequence());
    }

    private static Kept refusal(ResultSet rows) throws SQLException {
        String requestHash = HexFormat.of().formatHex(rows.getBytes("refused_hash"));
        String document = rows.getString("document");
        if (document != null) {
            return new Kept.Document(requestHash, Problems.answer(document));
        }
        String errors = rows.getString("errors");
        return new Kept.Refusal(
                requestHash,
                ProblemException.again(
                        ErrorCode.valueOf(rows.getString("code").toUpperCase(Locale.ROOT)),
                        rows.getString("variant"),
                        read(rows.getString("arguments"), Object[].class),
                        errors == null ? List.of() : read(errors, Violation[].class)),
                rows.getString("request_id"));
    }

    /**
     * Writes the new answers under their keys.
     *
     * @return for each community with new rows of the permanent kind: the exclusive-or of their hashes in hex, for its
     *     book row
     */
    static Map<UUID, String> write(Script script, Collection<Books> books) {
        List<Map.Entry<UUID, Row>> done = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        try (PackedAnswers.Packing packing = new PackedAnswers.Packing()) {
            for (Books copy : books) {
                copy.newKeys().forEach((key, kept) -> {
                    if (kept instanceof Kept.Success success) {
                        done.add(Map.entry(copy.communityId(), row(copy, key, success, packing)));
                    } else if (kept instanceof Kept.Refusal refusal) {
                        refused.add(new Refused(copy, key, refusal));
                    }
                });
            }
        }
        if (!done.isEmpty()) {
            insert(script, done);
        }
        if (!refused.isEmpty()) {
            insertRefusals(script, refused);
        }
        return hashes(done);
    }

    private static Row row(Books books, Books.CallerKey key, Kept.Success success, PackedAnswers.Packing packing) {
        return new Row(
                key.caller(),
                key.key(),
                success.requestHash(),
                success.answer().status(),
                books.now(),
                success.answer(),
                packing.pack(success.answer()),
                success.sequence());
    }

    private static void insert(Script script, List<Map.Entry<UUID, Row>> done) {
        script.add("""
                insert into idempotency_key (community_id, caller, key, request_sha256, status, packed, sequence, recorded_at)
                select * from :rows(caller, key, request_sha256, status, packed, sequence, recorded_at)
                """, columns -> {
            columns.communities(done.stream().map(Map.Entry::getKey));
            columns.texts(rows(done).map(Row::caller));
            columns.texts(rows(done).map(Row::key));
            columns.bytes(rows(done).map(row -> HexFormat.of().parseHex(row.requestHash())));
            columns.numbers(rows(done).map(row -> (long) row.status()));
            columns.bytes(rows(done).map(Row::packed));
            columns.numbers(rows(done).map(Row::sequence));
            columns.instants(rows(done).map(Row::recordedAt));
        });
    }

    private static Stream<Row> rows(List<Map.Entry<UUID, Row>> done) {
        return done.stream().map(Map.Entry::getValue);
    }

    private static Map<UUID, String> hashes(List<Map.Entry<UUID, Row>> done) {
        Map<UUID, byte[]> sums = new LinkedHashMap<>();
        for (Map.Entry<UUID, Row> entry : done) {
            combine(
                    sums.computeIfAbsent(entry.getKey(), any -> new byte[HASH_BYTES]),
                    entry.getValue().hash());
        }
        Map<UUID, String> hex = new LinkedHashMap<>();
        sums.forEach((communityId, sum) -> hex.put(communityId, HexFormat.of().formatHex(sum)));
        return hex;
    }

    private record Refused(Books books, Books.CallerKey key, Kept.Refusal refusal) {
        ProblemException problem() {
            return refusal.problem();
        }
    }

    private static void insertRefusals(Script script, List<Refused> refused) {
        script.add("""
                insert into kept_refusal (community_id, caller, key, request_hash, request_id, code, variant, arguments, errors,
                                          recorded_at)
                select * from :rows(caller, key, request_hash, request_id, code, variant, arguments, errors, recorded_at)
                """, columns -> {
            columns.communities(refused.stream().map(row -> row.books().communityId()));
            columns.texts(refused.stream().map(row -> row.key().caller()));
            columns.texts(refused.stream().map(row -> row.key().key()));
            columns.bytes(refused.stream()
                    .map(row -> HexFormat.of().parseHex(row.refusal().requestHash())));
            columns.texts(refused.stream().map(row -> row.refusal().requestId()));
            columns.texts(refused.stream().map(row -> row.problem().code().code()));
            columns.texts(refused.stream().map(row -> row.problem().variant()));
            columns.texts(refused.stream()
                    .map(row -> write(plain(Arrays.asList(row.problem().arguments())))));
            columns.texts(refused.stream().map(row -> errors(row.problem().violations())));
            columns.instants(refused.stream().map(row -> row.books().now()));
        });
    }

    private static String errors(List<Violation> violations) {
        return violations.isEmpty()
                ? null
                : write(violations.stream()
                        .map(violation -> new Violation(
                                violation.field(), violation.code(), violation.text(), plain(violation.arguments())))
                        .toList());
    }

    /** Days and similar values are written as text. */
    private static List<Object> plain(List<Object> arguments) {
        return arguments.stream()
                .map(argument -> argument instanceof Number ? argument : String.valueOf(argument))
                .toList();
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always writable", e);
        }
    }

    private static <T> List<T> read(String written, Class<T[]> type) {
        try {
            return List.of(JSON.readValue(written, type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written is readable", e);
        }
    }

    /** Forgets some of what a community was refused before some moment, the oldest first; answers how many. */
    public static int forgetRefusals(Connection connection, UUID communityId, Instant before, int most)
            throws SQLException {
        return SqlQuery.of(communityId, """
                delete from kept_refusal where community_id = :community and ctid = any(array(
                    select ctid from kept_refusal where community_id = :community and recorded_at < ? order by recorded_at limit ?))
                """, OffsetDateTime.ofInstant(before, ZoneOffset.UTC), most)
                .update(connection);
    }
}

package org.weijifen.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.BitSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.weijifen.ledger.KeptAnswers;
import org.weijifen.platform.SqlQuery;

/**
 * Compares the answers kept under idempotency keys with the books, in one pass. The hash in the book row must match all
 * rows together, and each row must agree with its transaction. Answers that are older than this hash are only compared
 * with their transaction.
 */
final class KeptAnswersAudit {
    /** In old rows the number of the transaction is in the answer itself. */
    private static final String ALL = """
            select k.*, t.sequence as known, t.actor, t.recorded_at as posted_at, m.points, m.members
            from (select k.*, coalesce(k.sequence,
                                       substring(k.location from '/transactions/([0-9]{1,18})$')::bigint,
                                       substring(k.answer from '"transactions":[{][^}]*:([0-9]{1,18})[}]')::bigint) as named
                  from idempotency_key k where k.community_id = :community) k
            left join ledger_transaction t on t.community_id = :community and t.sequence = k.named
            left join lateral (
                select sum(p.amount) as points, min(p.owner::text) as members
                from posting p
                join account f on f.community_id = :community and f.number = p.from_account
                where p.community_id = :community and p.sequence = k.named and k.status = 201
                  and ((t.kind = 'credit' and f.type = 'earned') or (t.kind = 'reservation' and f.type = 'available'))) m on true
            """;

    private static final String TWICE = """
            select exists (
                select from kept_refusal r
                join idempotency_key k on k.community_id = :community and k.caller = r.caller and k.key = r.key
                where r.community_id = :community)
            """;

    private static final Pattern POINTS = Pattern.compile("\"points\":([0-9]{1,18})[,}]");
    private static final Pattern MEMBER = Pattern.compile("\"memberId\":\"([0-9a-f-]{36})\"");

    private final Connection connection;
    private final UUID communityId;
    private final Findings findings;
    private final byte[] hashes = new byte[KeptAnswers.HASH_BYTES];
    private final BitSet named = new BitSet();
    private boolean changed;

    KeptAnswersAudit(Connection connection, UUID communityId, Findings findings) {
        this.connection = connection;
        this.communityId = communityId;
        this.findings = findings;
    }

    void run() throws SQLException {
        forEach(ALL, this::check);
        forEach(TWICE, row -> changed |= row.getBoolean(1));
        forEach(
                "select kept_answers::text from book where community_id = :community",
                row -> changed |= !row.getString(1).equals(bits(hashes)));
        if (changed) {
            findings.onBooks(FindingCode.KEPT_ANSWERS_CHANGED);
        }
    }

    private void check(ResultSet row) throws SQLException {
        long sequence = row.getLong("named");
        boolean posted = !row.wasNull();
        KeptAnswers.Row kept;
        try {
            kept = KeptAnswers.read(row);
        } catch (IllegalStateException e) {
            changed = true; // The bytes are not a packed answer.
            return;
        }
        if (kept.packed() != null) {
            KeptAnswers.combine(hashes, kept.hash());
        }
        if (posted && !(isOf(kept, row) && saysSo(kept, row) && isOnlyOne(sequence))) {
            findings.atTransaction(FindingCode.KEPT_ANSWER_MISMATCH, sequence);
        }
    }

    /**
     * A transaction has at most one key. A row that does not agree with its transaction doesn't count, whatever the
     * order of the rows.
     */
    private boolean isOnlyOne(long sequence) {
        if (sequence > Integer.MAX_VALUE || named.get((int) sequence)) {
            return sequence > Integer.MAX_VALUE;
        }
        named.set((int) sequence);
        return true;
    }

    /** The caller of the key made the transaction, at the time when the answer was kept. */
    private static boolean isOf(KeptAnswers.Row kept, ResultSet row) throws SQLException {
        return row.getObject("known") != null
                && isBy(kept.caller(), row.getString("actor"))
                && kept.recordedAt()
                        .equals(row.getObject("posted_at", OffsetDateTime.class).toInstant());
    }

    /** A member's token names who got it for them, which differs from one token to the next. */
    private static boolean isBy(String caller, String actor) {
        return actor.equals(caller) || actor.startsWith("member/" + caller + " by ");
    }

    /** The member and the points, as far as the answer of a credit or a reservation has them. */
    private static boolean saysSo(KeptAnswers.Row kept, ResultSet row) throws SQLException {
        String points = row.getString("points");
        if (points == null) {
            return true;
        }
        Matcher said = POINTS.matcher(kept.answer().json());
        Matcher member = MEMBER.matcher(kept.answer().json());
        return (!said.find() || said.group(1).equals(points))
                && (!member.find() || member.group(1).equals(row.getString("members")));
    }

    private static String bits(byte[] bytes) {
        StringBuilder bits = new StringBuilder();
        for (byte one : bytes) {
            bits.append(Integer.toBinaryString((one & 0xff) | 0x100), 1, 9);
        }
        return bits.toString();
    }

    private void forEach(String sql, SqlQuery.RowWork<RuntimeException> work) throws SQLException {
        SqlQuery.of(communityId, sql).stream(connection, work);
    }
}

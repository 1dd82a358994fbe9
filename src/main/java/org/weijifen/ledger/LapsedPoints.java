package org.weijifen.ledger;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.MemberId;

/**
 * The points of a member that have expired unused and have not been taken back since, by their last day. A reversed
 * credit, or a collection that is recorded late, takes back points of its own last day only. Points that lapsed on
 * another day do not count for it.
 */
@Singleton
public final class LapsedPoints implements Table<MemberId, Map<LocalDate, Long>> {
    private static final Call JOB = Call.internal("points-expiry");

    /** A reversal takes from the expired points without naming their last day. It is that of the reversed credit. */
    private static final String LAPSED = """
            select n.community_id, n.owner, coalesce(a.expires_on, c.expires_on),
                   sum(case when p.to_account = x.number then p.amount else -p.amount end)::bigint
            from :rows(owner)
            cross join lateral (select x.number from account x
                where x.community_id = n.community_id and x.owner = n.owner and x.type between 'expired' and 'expired'
                order by x.type) x
            cross join lateral (select p.* from posting p
                where p.community_id = n.community_id and p.owner between n.owner and n.owner order by p.owner) p
            cross join lateral (values (case when p.to_account = x.number then p.from_account else p.to_account end)) as o(number)
            cross join lateral (select a.type, a.expires_on from account a
                where a.community_id = n.community_id and a.number between o.number and o.number order by a.number) a
            left join lateral (select c.expires_on
                from (select t.reverses from ledger_transaction t
                    where t.community_id = n.community_id and t.sequence between p.sequence and p.sequence
                    order by t.sequence) t
                cross join lateral (select q.to_account from posting q
                    where q.community_id = n.community_id and q.sequence = t.reverses order by q.position) q
                cross join lateral (select c.type, c.expires_on from account c
                    where c.community_id = n.community_id and c.number between q.to_account and q.to_account
                    order by c.number) c
                where a.type = 'earned' and c.type = 'available' limit 1) c on true
            where x.number in (p.from_account, p.to_account) and coalesce(a.expires_on, c.expires_on) is not null
            group by 1, 2, 3
            """;

    /** Names what {@link #of} looks at. */
    public void needs(Needs needs, MemberId memberId) {
        needs.row(this, memberId);
    }

    /** The number as of now: what was there before this batch, and what the batch has posted since. */
    public long of(Books books, MemberId memberId, LocalDate expiresOn) {
        AccountKey own = AccountKey.expiring(AccountType.AVAILABLE, memberId, expiresOn);
        AccountKey expired = AccountKey.of(AccountType.EXPIRED, memberId);
        long lapsed = books.row(this, memberId).orElse(Map.of()).getOrDefault(expiresOn, 0L);
        for (Transaction transaction : books.posted()) {
            for (Posting posting : transaction.postings()) {
                if (posting.from().equals(own) && posting.to().equals(expired)) {
                    lapsed += posting.amount();
                } else if (posting.from().equals(expired)
                        && (posting.to().equals(own) || takesBack(books, transaction, own))) {
                    lapsed -= posting.amount();
                }
            }
        }
        return lapsed;
    }

    private static boolean takesBack(Books books, Transaction reversal, AccountKey own) {
        return reversal.reverses() != null
                && books.transaction(reversal.reverses()).stream()
                        .flatMap(original -> original.transaction().postings().stream())
                        .anyMatch(posting -> posting.to().equals(own));
    }

    /**
     * Posts the expiry of the points that a transaction put on accounts of a type, as {@link #expire(Books, MemberId, LocalDate,
     * long, LocalDate)}. Whoever takes such points back expires them first, so that no month depends on whether the
     * expiry job ran before. Other points of their day are left to the job, which may be paused.
     */
    public static void expire(Books books, Transaction transaction, AccountType type, LocalDate today) {
        for (Posting posting : transaction.postings()) {
            AccountKey account = posting.to();
            if (account.type() == type) {
                expire(books, (MemberId) account.owner(), account.expiresOn(), posting.amount(), today);
            }
        }
    }

    /**
     * Posts the expiry of a member's points of one last day, if that day is over and points are left. The expiry takes
     * effect on that day, or on the first open day when its period is closed.
     *
     * @param the largest number of points to expire; the job expires the others
     */
    public static void expire(Books books, MemberId memberId, LocalDate expiresOn, long most, LocalDate today) {
        if (expiresOn == null || !expiresOn.isBefore(today)) {
            return;
        }
        if (books.balance(AccountKey.expiring(AccountType.AVAILABLE, memberId, expiresOn)) == 0) {
            return;
        }
        LocalDate closedThrough = books.closedThrough();
        LocalDate effectiveOn =
                closedThrough == null || expiresOn.isAfter(closedThrough) ? expiresOn : closedThrough.plusDays(1);
        Entry entry = books.begin(TransactionKind.POINTS_EXPIRY, effectiveOn, JOB)
                .occurredOn(effectiveOn.equals(expiresOn) ? null : expiresOn);
        new Wallet(books, memberId, today).expire(entry, expiresOn, most);
        entry.post();
    }

    @Override
    public void load(
            Lookups lookups, Set<RowKey<MemberId>> keys, BiConsumer<RowKey<MemberId>, Map<LocalDate, Long>> found) {
        lookups.add(
                LAPSED,
                columns -> {
                    columns.communities(keys.stream().map(RowKey::communityId));
                    columns.uuids(keys.stream().map(RowKey::key));
                },
                rows -> {
                    Map<RowKey<MemberId>, Map<LocalDate, Long>> members = new HashMap<>();
                    while (rows.next()) {
                        RowKey<MemberId> member = new RowKey<>(
                                rows.getObject(1, UUID.class), new MemberId(rows.getObject(2, UUID.class)));
                        members.computeIfAbsent(member, any -> new HashMap<>())
                                .put(rows.getObject(3, LocalDate.class), rows.getLong(4));
                    }
                    members.forEach(found);
                });
    }
}

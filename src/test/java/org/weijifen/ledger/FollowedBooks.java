package org.weijifen.ledger;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A projection of the tests: follows the books of those communities only that a test names, in a table that it makes. */
@Singleton
final class FollowedBooks implements Projection {
    static final String TABLE = """
            create table followed_transaction (
                community_id uuid not null, sequence bigint not null, kind text not null, subject text,
                points bigint not null check (points < 1000), primary key (community_id, sequence))
            """;

    private final Set<UUID> communities = ConcurrentHashMap.newKeySet();

    void follow(UUID communityId) {
        communities.add(communityId);
    }

    @Override
    public void posted(List<Transaction> transactions, Script script) {
        List<Transaction> followed = transactions.stream()
                .filter(transaction -> communities.contains(transaction.communityId()))
                .toList();
        if (followed.isEmpty()) {
            return;
        }
        script.add("""
                insert into followed_transaction (community_id, sequence, kind, subject, points)
                select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                """, columns -> {
            columns.uuids(followed.stream().map(Transaction::communityId));
            columns.numbers(followed.stream().map(Transaction::sequence));
            columns.texts(
                    followed.stream().map(transaction -> transaction.kind().code()));
            columns.texts(followed.stream().map(Transaction::subject));
            columns.numbers(followed.stream().map(transaction -> transaction.postings().stream()
                    .mapToLong(Posting::amount)
                    .sum()));
        });
    }
}

package org.weijifen.books;

import java.time.LocalDate;
import java.util.UUID;
import org.weijifen.fixture.TestBooks;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.Transaction;
import org.weijifen.platform.id.TaskId;

/**
 * A small community with something of everything. Its transactions: 1 credit of 100, 2 receipt of 10 units, 3 credit of 50
 * that expire, 4 reservation of 120 points and a unit, 5 its collection, 6 credit of 40, 7 deduction of 90 (20 of them owed),
 * 8 credit of 30 that pays arrears first, 9 reversal of transaction 6.
 */
record SampleBooks(TestBooks.Community community, UUID member, UUID reward) {
    static final long LAST = 9;
    static final Cause.Task PATROL =
            new Cause.Task(new TaskId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057")));

    static SampleBooks in(TestBooks.Community community) throws Exception {
        UUID member = community.member();
        UUID reward = UUID.randomUUID();
        LocalDate today = community.today();
        community.credit(member, 100, null, today, new TestBooks.Words(PATROL, 2L, "Night patrol", "A-1"));
        community.receive(reward, 10);
        community.credit(member, 50, today.plusDays(30), today, TestBooks.Words.reason("Phone class"));
        Transaction reservation = community.reserve(member, 120, reward, today);
        community.collect(member, reward, reservation, today);
        Transaction mistake = community.credit(member, 40);
        community.deduct(member, 90, today);
        community.credit(member, 30);
        community.reverse(member, mistake, today);
        return new SampleBooks(community, member, reward);
    }
}

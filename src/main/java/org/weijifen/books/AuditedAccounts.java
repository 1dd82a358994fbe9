package org.weijifen.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.weijifen.ledger.AccountKey;
import org.weijifen.ledger.AccountType;
import org.weijifen.ledger.BookHead;
import org.weijifen.platform.id.Id;

/** The accounts of a community, to be compared with the replayed postings. */
final class AuditedAccounts {

    /** One account. Its key is null when its row is missing or invalid. */
    private static final class Audited {
        private final AccountKey key;
        private final Long stored;
        private long sum;
        private long last;

        Audited(AccountKey key, Long stored) {
            this.key = key;
            this.stored = stored;
        }
    }

    private final Findings findings;
    private final Map<Long, Audited> accounts = new LinkedHashMap<>();
    private long rows;
    private long lastNumber;
    private long issued;

    AuditedAccounts(Findings findings) {
        this.findings = findings;
    }

    /** Reads the current accounts. */
    void load(Connection connection, UUID communityId) throws SQLException {
        AccountRow.forEach(connection, communityId, row -> {
            rows++;
            lastNumber = row.number();
            if (row.key() == null) {
                findings.onAccount(FindingCode.ACCOUNT_UNREADABLE, row.number());
            }
            accounts.put(row.number(), new Audited(row.key(), row.balance()));
        });
    }

    /** The number of rows. */
    long count() {
        return rows;
    }

    /**
     * The key of an account.
     *
     * @throws IllegalStateException when it is not known
     */
    AccountKey requireKey(long number) {
        Audited account = accounts.get(number);
        if (account == null || account.key == null) {
            throw new IllegalStateException("account " + number + " has no readable row");
        }
        return account.key;
    }

    /** Applies a posting. */
    void apply(PostingRow posting) {
        Audited from = account(posting.fromAccount(), posting.sequence());
        Audited to = account(posting.toAccount(), posting.sequence());
        if (posting.amount() <= 0
                || from == to
                || from.key != null
                        && to.key != null
                        && from.key.type().asset() != to.key.type().asset()) {
            findings.atTransaction(FindingCode.POSTING_INVALID, posting.sequence());
        }
        if (from.key != null && from.key.type() == AccountType.EARNED) {
            issued += posting.amount();
        }
        checkOwner(posting, from, posting.fromAccount());
        checkOwner(posting, to, posting.toAccount());
        move(posting, from, posting.fromAccount(), -posting.amount(), posting.fromBalance());
        move(posting, to, posting.toAccount(), posting.amount(), posting.toBalance());
    }

    /** Compares the current accounts with the replayed balances. */
    void check(BookHead head) {
        Map<Id, Long> holdings = new HashMap<>();
        accounts.forEach((number, account) -> {
            if (account.stored == null) {
                return; // The row is missing, which is already a finding.
            }
            if (account.stored != account.sum) {
                findings.onAccount(FindingCode.BALANCE_MISMATCH, number, account.stored, account.sum);
            }
            if (account.key != null) {
                if (!account.key.type().allows(account.stored)) {
                    findings.onAccount(FindingCode.BOUND_BROKEN, number, account.stored);
                }
                holdings.merge(account.key.owner(), account.stored, Long::sum);
            }
        });
        holdings.forEach((owner, sum) -> {
            if (sum != 0) {
                findings.onBooks(FindingCode.ASSET_UNBALANCED, owner.toString(), sum);
            }
        });
        if (head != null && (rows != head.accounts() || lastNumber != head.accounts())) {
            findings.onBooks(FindingCode.ACCOUNTS_MISMATCH, head.accounts(), rows);
        }
        if (head != null && issued != head.issuedPoints()) {
            findings.onBooks(FindingCode.ISSUED_TOTAL_MISMATCH, head.issuedPoints(), issued);
        }
    }

    private Audited account(long number, long sequence) {
        Audited known = accounts.get(number);
        if (known != null) {
            return known;
        }
        findings.atAccount(FindingCode.ACCOUNT_MISSING, sequence, number);
        Audited gone = new Audited(null, null);
        accounts.put(number, gone);
        return gone;
    }

    private void checkOwner(PostingRow posting, Audited account, long number) {
        if (account.key != null && !account.key.owner().value().equals(posting.owner())) {
            findings.atAccount(FindingCode.OWNER_MISMATCH, posting.sequence(), number);
        }
    }

    private void move(PostingRow posting, Audited account, long number, long change, long balance) {
        account.sum += change;
        if (account.last + change != balance) {
            findings.atAccount(
                    FindingCode.BALANCE_DISCONTINUED, posting.sequence(), number, account.last + change, balance);
        }
        // Continues from the recorded balance, so that one wrong balance is only one finding.
        account.last = balance;
        if (account.key != null && !account.key.type().allows(balance)) {
            findings.atAccount(FindingCode.BOUND_BROKEN, posting.sequence(), number, balance);
        }
    }
}

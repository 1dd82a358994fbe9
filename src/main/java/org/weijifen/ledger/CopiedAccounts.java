package org.weijifen.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.weijifen.platform.id.Id;

/** The accounts of a working copy: those of the owners that operations named, and those that they opened. */
final class CopiedAccounts {
    private static final Comparator<Account> EARLIEST_EXPIRY_FIRST =
            Comparator.comparing(account -> account.key().expiresOn(), Comparator.nullsLast(Comparator.naturalOrder()));

    private final Journal journal;
    private final Map<Id, LocalDate> owners = new HashMap<>();
    private final Map<AccountKey, Account> accounts = new HashMap<>();
    private final Map<Id, List<Account>> byOwner = new HashMap<>();
    private final Set<Account> changed = new HashSet<>();
    private long lastNumber;

    /** @param lastNumber of the community's accounts so far */
    CopiedAccounts(Journal journal, long lastNumber) {
        this.journal = journal;
        this.lastNumber = lastNumber;
    }

    void loadOwner(Id owner, LocalDate oldestExpiry) {
        owners.merge(owner, oldestExpiry, (one, other) -> one.isBefore(other) ? one : other);
    }

    void load(Account account) {
        if (accounts.putIfAbsent(account.key(), account) == null) {
            byOwner.computeIfAbsent(account.key().owner(), any -> new ArrayList<>())
                    .add(account);
        }
    }

    long balance(AccountKey key) {
        requireNamed(key);
        Account account = accounts.get(key);
        return account == null ? 0 : account.balance();
    }

    List<Account> of(Id owner, AccountType type) {
        requireOwner(owner);
        return byOwner.getOrDefault(owner, List.of()).stream()
                .filter(account -> account.key().type() == type && account.balance() != 0)
                .sorted(EARLIEST_EXPIRY_FIRST)
                .toList();
    }

    /** An account, opened if there is none. */
    Account require(AccountKey key) {
        Account known = accounts.get(key);
        if (known != null) {
            return known;
        }
        requireNamed(key);
        lastNumber++;
        Account account = new Account(lastNumber, key, 0, true);
        load(account);
        journal.push(() -> {
            lastNumber--;
            accounts.remove(key);
            byOwner.get(key.owner()).remove(account);
        });
        return account;
    }

    void change(Account account, long balance) {
        long before = account.balance();
        boolean first = changed.add(account);
        account.setBalance(balance);
        journal.push(() -> {
            account.setBalance(before);
            if (first) {
                changed.remove(account);
            }
        });
    }

    Set<Account> changed() {
        return changed;
    }

    long lastNumber() {
        return lastNumber;
    }

    private void requireNamed(AccountKey key) {
        LocalDate oldestExpiry = requireOwner(key.owner());
        if (!accounts.containsKey(key)
                && key.expiresOn() != null
                && key.expiresOn().isBefore(oldestExpiry)) {
            throw new IllegalStateException("accounts of " + key.expiresOn() + " were not named");
        }
    }

    private LocalDate requireOwner(Id owner) {
        LocalDate oldestExpiry = owners.get(owner);
        if (oldestExpiry == null) {
            throw new IllegalStateException("accounts of " + owner + " were not named");
        }
        return oldestExpiry;
    }
}

package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.Id;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;

/**
 * Whatever happens in whatever order, the books keep their invariants. Each seed is one history of a small community, over
 * months, with several operations in a batch, refusals, and days on which points expire.
 */
class BooksPropertyTest {
    private static final int SEEDS = 400;
    private static final int STEPS = 150;
    private static final Call CALL = new Call("tester", null, false, Locale.ENGLISH, "/test", "-");

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsEveryInvariantInAnyHistory(long seed) {
        History history = new History(seed);
        int step = 0;
        try {
            for (; step < STEPS; step++) {
                history.step();
                history.checkInvariants();
            }
            history.writeBatch();
            history.checkReplay();
        } catch (RuntimeException | AssertionError e) {
            fail("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
        }
    }

    /** All that an operation can change, to be compared. */
    private record State(
            Map<AccountKey, Long> balances,
            long sequence,
            long accounts,
            List<Transaction> posted,
            Map<AccountKey, Long> changed,
            Map<Long, Long> reversedBy,
            List<Boolean> usedReferences) {}

    /** A stored account. */
    private record Row(AccountKey key, long balance) {}

    /** What can still be done with a reservation. */
    private record Reservation(
            Transaction transaction, RewardId rewardId, StationId station, long units, boolean stocked) {}

    /** One community whose history is drawn by lot, with the tables its books are kept in. */
    private static final class History {
        private static final int MEMBERS = 3;
        private static final int REWARDS = 2;
        private static final int REFERENCES = 20;

        private final Random random;
        private final UUID communityId = new UUID(0, 1);
        private final List<MemberId> members = LongStream.range(0, MEMBERS)
                .mapToObj(i -> new MemberId(new UUID(1, i)))
                .toList();
        private final List<RewardId> rewards = LongStream.range(0, REWARDS)
                .mapToObj(i -> new RewardId(new UUID(2, i)))
                .toList();

        /** Where units lie; null is the main station. */
        private final List<StationId> stations =
                Arrays.asList(null, new StationId(new UUID(3, 0)), new StationId(new UUID(3, 1)));

        private final TreeMap<Long, Row> accounts = new TreeMap<>();
        private final List<StoredTransaction> transactions = new ArrayList<>();
        private final Map<Long, Reservation> open = new HashMap<>();
        private final Map<Long, Reservation> collected = new HashMap<>();
        private Books.Head head = new Books.Head(0, HashChain.GENESIS, Instant.EPOCH, 0, null, Books.Totals.NONE);
        private LocalDate today = LocalDate.of(2026, 1, 1);
        private Instant clock = Instant.parse("2026-01-01T00:00:00Z");
        private Books books;

        History(long seed) {
            this.random = new Random(seed);
            loadBatch();
        }

        /** Does one thing, or is refused. */
        void step() {
            switch (random.nextInt(12)) {
                case 0 -> today = today.plusDays(random.nextInt(20));
                case 1 -> nextBatch();
                case 2 -> undo();
                default -> attempt();
            }
        }

        /** One operation; a refused one leaves nothing. */
        private void attempt() {
            State before = state();
            int mark = books.mark();
            try {
                act();
            } catch (ProblemException refusal) {
                books.undoTo(mark);
                assertThat(state()).as("after a refusal").isEqualTo(before);
            }
        }

        /** Several operations that are dropped leave nothing, as after a dry run or a poisoned part of a bulk. */
        private void undo() {
            State before = state();
            Map<Long, Reservation> openBefore = Map.copyOf(open);
            Map<Long, Reservation> collectedBefore = Map.copyOf(collected);

            assertThatThrownBy(() -> books.attempt(() -> {
                        attempt();
                        attempt();
                        attempt();
                        throw ProblemException.of(ErrorCode.CONFLICT);
                    }))
                    .isInstanceOf(ProblemException.class);

            assertThat(state()).as("after an undo").isEqualTo(before);
            restore(open, openBefore);
            restore(collected, collectedBefore);
        }

        private static void restore(Map<Long, Reservation> reservations, Map<Long, Reservation> before) {
            reservations.clear();
            reservations.putAll(before);
        }

        private void act() {
            switch (random.nextInt(13)) {
                case 0, 1 -> credit();
                case 2 -> deduct();
                case 3, 4 -> reserve();
                case 5 -> finish(open, TransactionKind.COLLECTION);
                case 6 -> finish(open, TransactionKind.CANCELLATION);
                case 7 -> finish(collected, TransactionKind.RETURN);
                case 8 -> expire();
                case 9 -> reverse();
                case 10 -> receive();
                case 11 -> adjust();
                case 12 -> transfer();
                default -> throw new AssertionError("no such case");
            }
        }

        private void credit() {
            MemberId member = any(members);
            String reference = random.nextInt(4) == 0 ? "R" + random.nextInt(REFERENCES) : null;
            Entry entry = begin(TransactionKind.CREDIT).reference(reference);
            wallet(member).credit(entry, amount(), expiry());
            post(entry);
        }

        private void deduct() {
            Entry entry = begin(TransactionKind.DEDUCTION);
            wallet(any(members)).deduct(entry, amount());
            post(entry);
        }

        private void reserve() {
            RewardId reward = any(rewards);
            boolean stocked = reward.equals(rewards.get(0));
            long units = 1 + random.nextInt(3);
            Entry entry = begin(TransactionKind.RESERVATION);
            wallet(any(members)).hold(entry, amount());
            StationId station = stocked ? any(stations) : null;
            new RewardUnits(books, reward, station).reserve(entry, units, stocked);
            Transaction transaction = post(entry);
            open.put(transaction.sequence(), new Reservation(transaction, reward, station, units, stocked));
        }

        private void finish(Map<Long, Reservation> from, TransactionKind kind) {
            if (from.isEmpty()) {
                return;
            }
            Reservation reservation = any(List.copyOf(new TreeMap<>(from).values()));
            MemberId member = (MemberId)
                    reservation.transaction().postings().get(0).from().owner();
            Wallet wallet = wallet(member);
            RewardUnits stock = new RewardUnits(books, reservation.rewardId(), reservation.station());
            Entry entry = begin(kind);
            if (kind == TransactionKind.COLLECTION) {
                wallet.spend(entry, reservation.transaction());
                stock.handOut(entry, reservation.units());
                collected.put(reservation.transaction().sequence(), reservation);
            } else if (kind == TransactionKind.CANCELLATION) {
                wallet.release(entry, reservation.transaction());
                stock.release(entry, reservation.units(), reservation.stocked());
            } else {
                wallet.refund(entry, reservation.transaction());
                stock.takeBack(entry, reservation.units(), reservation.stocked());
            }
            post(entry);
            from.remove(reservation.transaction().sequence());
        }

        private void expire() {
            MemberId member = any(members);
            List<LocalDate> lapsed = books.accounts(member, AccountType.AVAILABLE).stream()
                    .map(account -> account.key().expiresOn())
                    .filter(day -> day != null && day.isBefore(today))
                    .toList();
            if (!lapsed.isEmpty()) {
                Entry entry = begin(TransactionKind.POINTS_EXPIRY);
                wallet(member).expire(entry, any(lapsed), 1 + random.nextInt(50));
                post(entry);
            }
        }

        private void reverse() {
            List<Transaction> reversible = known().map(StoredTransaction::transaction)
                    .filter(transaction -> switch (transaction.kind()) {
                        case CREDIT, OPENING_BALANCE, DEDUCTION, STOCK_RECEIPT -> true;
                        case REVERSAL,
                                POINTS_EXPIRY,
                                RESERVATION,
                                COLLECTION,
                                CANCELLATION,
                                PICKUP_EXPIRY,
                                RETURN,
                                STOCK_ADJUSTMENT,
                                STOCK_TRANSFER,
                                SETTLEMENT -> false;
                    })
                    .toList();
            if (reversible.isEmpty()) {
                return;
            }
            Transaction original = any(reversible);
            Id owner = original.postings().get(0).from().owner();
            // One that has been reversed already is refused.
            Entry entry = begin(TransactionKind.REVERSAL)
                    .reverses(books.transaction(original.sequence()).orElseThrow());
            switch (original.kind()) {
                case CREDIT, OPENING_BALANCE -> reverseCredit(entry, original);
                case DEDUCTION -> wallet((MemberId) owner).reverseDeduction(entry, original, expiry());
                case STOCK_RECEIPT ->
                    new RewardUnits(
                                    books,
                                    (RewardId) owner,
                                    original.postings().get(0).to().station())
                            .reverseReceipt(entry, original.postings().get(0).amount());
                case REVERSAL,
                        POINTS_EXPIRY,
                        RESERVATION,
                        COLLECTION,
                        CANCELLATION,
                        PICKUP_EXPIRY,
                        RETURN,
                        STOCK_ADJUSTMENT,
                        STOCK_TRANSFER,
                        SETTLEMENT -> throw new AssertionError("filtered out");
            }
            post(entry);
        }

        /** Of all that has expired, only what lapsed on the credit's own last day pays for it. */
        private void reverseCredit(Entry entry, Transaction credit) {
            MemberId owner = (MemberId) credit.postings().get(0).from().owner();
            LocalDate day = credit.postings().stream()
                    .map(posting -> posting.to().expiresOn())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            long lapsed = Math.max(0, lapsed(owner, day));
            long others = books.balance(AccountKey.of(AccountType.EXPIRED, owner)) - lapsed;
            wallet(owner).reverseCredit(entry, credit, any -> lapsed(owner, any));
            assertThat(books.balance(AccountKey.of(AccountType.EXPIRED, owner)))
                    .as("what lapsed on other days")
                    .isGreaterThanOrEqualTo(others);
        }

        private long lapsed(MemberId owner, LocalDate day) {
            AccountKey own = AccountKey.expiring(AccountType.AVAILABLE, owner, day);
            AccountKey expired = AccountKey.of(AccountType.EXPIRED, owner);
            long lapsed = 0;
            for (StoredTransaction stored : known().toList()) {
                Transaction transaction = stored.transaction();
                boolean takesBack = transaction.reverses() != null
                        && books.transaction(transaction.reverses()).orElseThrow().transaction().postings().stream()
                                .anyMatch(posting -> posting.to().equals(own));
                for (Posting posting : transaction.postings()) {
                    lapsed += posting.from().equals(own) && posting.to().equals(expired) ? posting.amount() : 0;
                    lapsed -= takesBack && posting.from().equals(expired) ? posting.amount() : 0;
                }
            }
            return lapsed;
        }

        private void receive() {
            Entry entry = begin(TransactionKind.STOCK_RECEIPT);
            new RewardUnits(books, rewards.get(0), any(stations)).receive(entry, amount());
            post(entry);
        }

        /** A stocktake finds what it finds, and the shelf is what was found. */
        private void adjust() {
            StationId station = any(stations);
            RewardUnits stock = new RewardUnits(books, rewards.get(0), station);
            List<Long> others = shelvesBut(station);
            long reserved = stock.reserved();
            long counted = random.nextBoolean() ? amount() : stock.onShelf();
            Entry entry = begin(TransactionKind.STOCK_ADJUSTMENT);
            stock.adjust(entry, counted);
            if (!entry.isEmpty()) {
                post(entry);
            }
            assertThat(stock.onShelf()).as("the shelf is what was counted").isEqualTo(counted);
            assertThat(stock.reserved()).as("what is reserved stays so").isEqualTo(reserved);
            assertThat(shelvesBut(station)).as("other shelves stay as they are").isEqualTo(others);
        }

        /** What leaves one shelf comes to another. */
        private void transfer() {
            StationId from = any(stations);
            StationId to = any(stations.stream()
                    .filter(station -> !Objects.equals(station, from))
                    .toList());
            RewardUnits source = new RewardUnits(books, rewards.get(0), from);
            RewardUnits target = new RewardUnits(books, rewards.get(0), to);
            long there = source.onShelf() + target.onShelf();
            long left = source.onShelf();
            long units = 1 + random.nextInt(30);
            Entry entry = begin(TransactionKind.STOCK_TRANSFER);
            source.transfer(entry, units, to);
            post(entry);
            assertThat(source.onShelf()).as("units left").isEqualTo(left - units);
            assertThat(source.onShelf() + target.onShelf())
                    .as("units on both shelves")
                    .isEqualTo(there);
        }

        private List<Long> shelvesBut(StationId station) {
            return stations.stream()
                    .filter(other -> !Objects.equals(station, other))
                    .map(other -> new RewardUnits(books, rewards.get(0), other).onShelf())
                    .toList();
        }

        private Entry begin(TransactionKind kind) {
            return books.begin(kind, today, CALL);
        }

        private Transaction post(Entry entry) {
            Transaction transaction = entry.post();
            // As if a later batch had loaded it; its hash is not looked at before it is written.
            books.loadTransaction(new StoredTransaction(transaction, null, null));
            return transaction;
        }

        private Wallet wallet(MemberId member) {
            return new Wallet(books, member, today);
        }

        private long amount() {
            return switch (random.nextInt(300)) {
                case 0 -> Account.MAX_BALANCE;
                case 1, 2, 3, 4 -> 1_000_000;
                default -> 1 + random.nextInt(60);
            };
        }

        private LocalDate expiry() {
            return random.nextInt(3) == 0 ? null : today.plusDays(random.nextInt(40) - 3);
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private Stream<StoredTransaction> known() {
            return LongStream.range(1, books.nextSequence())
                    .mapToObj(sequence -> books.transaction(sequence).orElseThrow());
        }

        State state() {
            Map<AccountKey, Long> balances = new HashMap<>();
            Stream.concat(members.stream(), rewards.stream())
                    .forEach(owner -> Stream.of(AccountType.values()).forEach(type -> books.accounts(owner, type)
                            .forEach(account -> balances.put(account.key(), account.balance()))));
            Map<AccountKey, Long> changed = new HashMap<>();
            books.changedAccounts().forEach(account -> changed.put(account.key(), account.balance()));
            Map<Long, Long> reversedBy = new HashMap<>();
            known().filter(stored -> stored.reversedBy() != null)
                    .forEach(stored -> reversedBy.put(stored.transaction().sequence(), stored.reversedBy()));
            return new State(
                    balances,
                    books.nextSequence(),
                    books.accountNumber(),
                    List.copyOf(books.posted()),
                    changed,
                    reversedBy,
                    LongStream.range(0, REFERENCES)
                            .mapToObj(i -> books.isUsed(TransactionKind.CREDIT, "R" + i))
                            .toList());
        }

        private void nextBatch() {
            writeBatch();
            loadBatch();
        }

        /** Writes what changed, as the store does. */
        void writeBatch() {
            for (Account account : books.changedAccounts()) {
                Row before = accounts.put(account.number(), new Row(account.key(), account.balance()));
                assertThat(before == null).as("%s is new", account.key()).isEqualTo(account.created());
            }
            String hash = head.hash();
            for (Transaction transaction : books.posted()) {
                hash = HashChain.hash(hash, transaction);
                transactions.add(new StoredTransaction(transaction, hash, null));
                if (transaction.reverses() != null) {
                    int index = (int) (transaction.reverses() - 1);
                    StoredTransaction original = transactions.get(index);
                    assertThat(original.reversedBy()).as("reversed before").isNull();
                    transactions.set(
                            index,
                            new StoredTransaction(original.transaction(), original.hash(), transaction.sequence()));
                }
            }
            if (!books.posted().isEmpty()) {
                head = new Books.Head(
                        books.nextSequence() - 1,
                        hash,
                        books.now(),
                        books.accountNumber(),
                        head.closedThrough(),
                        books.totals());
            }
        }

        /** Loads all there is, as for operations that name everything. The clock may run backwards in between. */
        private void loadBatch() {
            clock = clock.plusSeconds(random.nextInt(1000) - 200);
            books = new Books(communityId, head, clock);
            Stream.concat(members.stream(), rewards.stream()).forEach(owner -> books.loadOwner(owner, LocalDate.MIN));
            accounts.forEach((number, row) -> books.loadAccount(new Account(number, row.key(), row.balance(), false)));
            transactions.forEach(books::loadTransaction);
            transactions.stream()
                    .filter(stored -> stored.transaction().reference() != null)
                    .forEach(stored -> books.loadReference(
                            new Needs.Reference(
                                    stored.transaction().kind(),
                                    stored.transaction().reference()),
                            new References.Use(stored.transaction().sequence(), stored.reversedBy())));
        }

        void checkInvariants() {
            Map<String, Long> sums = new HashMap<>();
            state().balances().forEach((key, balance) -> {
                assertThat(key.type().allows(balance))
                        .as("%s is within its bound with %d", key, balance)
                        .isTrue();
                sums.merge(key.owner() + key.asset(), balance, Long::sum);
            });
            assertThat(sums.values()).as("sums of all assets").allMatch(sum -> sum == 0);
            for (MemberId member : members) {
                Wallet wallet = wallet(member);
                assertThat(wallet.arrears() == 0 || wallet.available() == 0)
                        .as("%s owes %d beside %d", member, wallet.arrears(), wallet.available())
                        .isTrue();
            }
            checkStations();
            checkReferences();
            checkPosted();
        }

        /** What has a reference and is not reversed is the only one of its kind that has it. */
        private void checkReferences() {
            List<String> inUse = known().filter(stored -> stored.reversedBy() == null)
                    .map(stored -> stored.transaction().reference())
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(inUse).doesNotHaveDuplicates();
            assertThat(inUse).allMatch(reference -> books.isUsed(TransactionKind.CREDIT, reference));
        }

        /** What waits at a station is what its open redemptions have reserved there. */
        private void checkStations() {
            for (StationId station : stations) {
                long waiting = open.values().stream()
                        .filter(reservation -> reservation.stocked() && Objects.equals(reservation.station(), station))
                        .mapToLong(Reservation::units)
                        .sum();
                assertThat(new RewardUnits(books, rewards.get(0), station).reserved())
                        .as("units that wait at %s", station)
                        .isEqualTo(waiting);
            }
        }

        private void checkPosted() {
            Map<AccountKey, Long> running = new HashMap<>();
            accounts.values().forEach(row -> running.put(row.key(), row.balance()));
            long sequence = head.sequence();
            Instant recordedAt = head.recordedAt();
            for (Transaction transaction : books.posted()) {
                assertThat(transaction.sequence()).isEqualTo(++sequence);
                assertThat(transaction.recordedAt()).isAfterOrEqualTo(recordedAt);
                recordedAt = transaction.recordedAt();
                transaction.postings().forEach(posting -> apply(running, posting));
            }
        }

        /** From nothing but the transactions come the same balances, and the same hashes. */
        void checkReplay() {
            Map<AccountKey, Long> running = new HashMap<>();
            String hash = HashChain.GENESIS;
            for (StoredTransaction stored : transactions) {
                stored.transaction().postings().forEach(posting -> apply(running, posting));
                hash = HashChain.hash(hash, stored.transaction());
                assertThat(stored.hash()).isEqualTo(hash);
            }
            assertThat(head.hash()).isEqualTo(hash);
            assertThat(head.sequence()).isEqualTo(transactions.size());
            Map<AccountKey, Long> kept = new HashMap<>();
            accounts.values().forEach(row -> kept.put(row.key(), row.balance()));
            assertThat(running).isEqualTo(kept);
            assertThat(accounts).hasSize((int) head.accounts());
        }

        private static void apply(Map<AccountKey, Long> balances, Posting posting) {
            assertThat(posting.amount()).isPositive();
            assertThat(posting.fromBalance())
                    .as("balance of %s continues", posting.from())
                    .isEqualTo(balances.getOrDefault(posting.from(), 0L) - posting.amount());
            balances.put(posting.from(), posting.fromBalance());
            assertThat(posting.toBalance())
                    .as("balance of %s continues", posting.to())
                    .isEqualTo(balances.getOrDefault(posting.to(), 0L) + posting.amount());
            balances.put(posting.to(), posting.toBalance());
        }
    }
}

package org.weijifen.ledger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.weijifen.fixture.TestDatabase;
import org.weijifen.platform.Answer;
import org.weijifen.platform.Call;
import org.weijifen.platform.Ids;
import org.weijifen.platform.Problems;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.TransactionSettings;
import org.weijifen.platform.database.Sharding;
import org.weijifen.platform.id.MemberId;

/** A ledger of its own on the test database, for what HTTP can't bring about: batches of a size, and lost connections. */
final class TestLedger implements AutoCloseable {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    private final Ledger ledger;

    TestLedger(DataSource dataSource, Problems problems, int batchSize, int queueSize) {
        this(dataSource, problems, batchSize, queueSize, Duration.ofSeconds(20));
    }

    TestLedger(DataSource dataSource, Problems problems, int batchSize, int queueSize, Duration statementTimeout) {
        this(dataSource, problems, new Settings(batchSize, queueSize, statementTimeout), Optional.empty());
    }

    /** @param sharded whether the database is distributed; found out where that is not said */
    TestLedger(DataSource dataSource, Problems problems, int batchSize, boolean sharded) {
        this(dataSource, problems, new Settings(batchSize, batchSize, Duration.ofSeconds(20)), Optional.of(sharded));
    }

    private TestLedger(DataSource dataSource, Problems problems, Settings settings, Optional<Boolean> sharded) {
        ledger = new Ledger(
                settings,
                dataSource,
                Clock.systemUTC(),
                problems,
                new SimpleMeterRegistry(),
                List.of(),
                new Sharding(Arc.container().instance(Snapshots.class).get(), sharded));
        ledger.start(null);
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        ledger.stop(null);
    }

    /** One lane, and the rest as asked for. */
    private record Settings(int batchSize, int queueSize, Duration statementTimeout) implements LedgerConfig {
        @Override
        public OptionalInt lanes() {
            return OptionalInt.of(1);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(30);
        }
    }

    /** A community that has books and nothing else. */
    static UUID newBooks(DataSource dataSource) throws SQLException {
        UUID communityId = Ids.next();
        try (Connection connection = dataSource.getConnection()) {
            BooksWriter.open(connection, communityId);
        }
        return communityId;
    }

    /** Connections straight to the test database, or by way of another port. */
    static DataSource direct(String url) throws SQLException {
        TestDatabase.Coordinates coordinates = TestDatabase.coordinates();
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(coordinates.username());
        dataSource.setPassword(coordinates.password());
        if (TestDatabase.isDistributed()) {
            dataSource.setOptions("-c " + TransactionSettings.PLANS_OF_LOOKUPS + "=force_custom_plan");
        }
        return dataSource;
    }

    static Call call(String key) {
        return new Call("tester", key, false, Locale.ENGLISH, "/test", "test");
    }

    /** A credit of one point. */
    static Operation<Answer> credit(UUID communityId, UUID memberId, String key) {
        return operation(communityId, key, memberId, books -> {
            Entry entry = books.begin(TransactionKind.CREDIT, TODAY, call(key));
            new Wallet(books, new MemberId(memberId), TODAY).credit(entry, 1, null);
            return new Answer(201, null, "{\"sequence\":" + entry.post().sequence() + "}");
        });
    }

    /** An operation on the wallet of one member. */
    static Operation<Answer> operation(UUID communityId, String key, UUID memberId, Function<Books, Answer> decision) {
        return new Operation<>(
                communityId,
                call(key),
                HashChain.sha256(memberId.toString()),
                new Decision<>(needs -> needs.accountsOf(new MemberId(memberId)), decision),
                decided -> decided);
    }

    /** Rows whose saving ends in an Error, when accounts have been written already. */
    static final class BrokenTable implements Table<String, String> {
        @Override
        public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, String> found) {}

        @Override
        public void save(Script script, Collection<Map.Entry<RowKey<String>, String>> changed) {
            throw new StackOverflowError("as when a call goes too deep");
        }
    }

    /** Rows that the database refuses to save. */
    static final class PoisonedTable implements Table<String, String> {
        @Override
        public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, String> found) {}

        @Override
        public void save(Script script, Collection<Map.Entry<RowKey<String>, String>> changed) {
            script.add("update community set name = name where 1 / length(slug) = 1 / 0", columns -> {});
        }
    }

    /** Rows whose keys are taken. */
    static final class TakenTable implements Table<String, String> {
        @Override
        public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, String> found) {}

        @Override
        public void save(Script script, Collection<Map.Entry<RowKey<String>, String>> changed) {
            script.add(
                    "insert into book (community_id) select b.community_id from :rows() join book b on b.community_id = n.community_id",
                    columns -> columns.communities(
                            changed.stream().map(row -> row.getKey().communityId())));
        }
    }

    /** Rows that are not there to be updated. */
    static final class MissedTable implements Table<String, String> {
        @Override
        public void load(Lookups lookups, Set<RowKey<String>> keys, BiConsumer<RowKey<String>, String> found) {}

        @Override
        public void save(Script script, Collection<Map.Entry<RowKey<String>, String>> changed) {
            script.update("update community set name = name where slug = ''", changed.size(), columns -> {});
        }
    }

    /** One number out of the database. */
    static long count(DataSource dataSource, String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}

package org.weijifen.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.StationId;
import org.weijifen.platform.id.TaskId;

class HashChainTest {
    private static final UUID COMMUNITY = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final MemberId MEMBER = new MemberId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058"));

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** Books that have been written can't be changed: if this fails, no chain in use verifies any more. */
    @Test
    void staysAsItWasWhenTheFirstBooksWereWritten() {
        Transaction transaction = new Transaction(
                COMMUNITY,
                7,
                TransactionKind.STOCK_RECEIPT,
                LocalDate.of(2026, 3, 31),
                null,
                Instant.parse("2026-03-31T08:00:00Z"),
                "user-1",
                new Cause.Reward(new RewardId(MEMBER.value())),
                12L,
                null,
                null,
                "充电宝 \"to go\"",
                "R-7",
                3L,
                List.of(new Posting(
                        12,
                        AccountKey.of(AccountType.EARNED, MEMBER),
                        1,
                        -12,
                        AccountKey.expiring(AccountType.AVAILABLE, MEMBER, LocalDate.of(2027, 12, 31)),
                        2,
                        12)));

        assertThat(HashChain.exportLine(transaction, "h")).isEqualTo("""
                        {"actor":"user-1","community":"01890a5d-ac96-774b-bcce-b302099a8057","effectiveOn":"2026-03-31",\
                        "hash":"h","kind":"stock-receipt","postings":[{"amount":12,"asset":"points","from":{"account":1,\
                        "balance":-12,"owner":"01890a5d-ac96-774b-bcce-b302099a8058","type":"earned"},"to":{"account":2,\
                        "balance":12,"expiresOn":"2027-12-31","owner":"01890a5d-ac96-774b-bcce-b302099a8058",\
                        "type":"available"}}],"quantity":12,"reason":"充电宝 \\"to go\\"",\
                        "recordedAt":"2026-03-31T08:00:00.000Z","reference":"R-7","reverses":3,"sequence":7,\
                        "subject":"reward/01890a5d-ac96-774b-bcce-b302099a8058"}""");
        assertThat(HashChain.hash(HashChain.GENESIS, transaction))
                .isEqualTo("0e622403e38f22bec1d6fb096a48e63fee2efd023478afac743ea56b4f8836b6");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTakenOverCanonicalJson(long seed) throws Exception {
        Random random = new Random(seed);

        String line = HashChain.exportLine(any(random), "h");

        assertThat(line).as("seed " + seed).isEqualTo(new JsonCanonicalizer(line).getEncodedString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesManyTheHashesThatEachHasAlone(long seed) {
        Random random = new Random(seed);
        HashChain chain = new HashChain();
        String previous = HashChain.GENESIS;

        for (int i = 0; i < 20; i++) {
            Transaction transaction = any(random);
            String hash = chain.next(previous, transaction);

            assertThat(hash).as("seed " + seed).isEqualTo(HashChain.hash(previous, transaction));
            previous = hash;
        }
    }

    @Test
    void saysStationsLateFactsAndCostsOnlyWhereThereAreSome() {
        StationId station = new StationId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8059"));
        Transaction transaction = new Transaction(
                COMMUNITY,
                8,
                TransactionKind.STOCK_RECEIPT,
                LocalDate.of(2026, 4, 1),
                LocalDate.of(2026, 3, 31),
                Instant.parse("2026-04-01T08:00:00Z"),
                "user-1",
                null,
                12L,
                250L,
                1_000L,
                null,
                null,
                null,
                List.of(new Posting(
                        12,
                        AccountKey.of(AccountType.SUPPLIED, new RewardId(MEMBER.value())),
                        1,
                        -12,
                        AccountKey.at(AccountType.SHELF, new RewardId(MEMBER.value()), station),
                        2,
                        12)));

        assertThat(HashChain.exportLine(transaction, "h")).isEqualTo("""
                        {"actor":"user-1","community":"01890a5d-ac96-774b-bcce-b302099a8057","costFen":1000,"effectiveOn":"2026-04-01",\
                        "hash":"h","kind":"stock-receipt","occurredOn":"2026-03-31","postings":[{"amount":12,\
                        "asset":"units/01890a5d-ac96-774b-bcce-b302099a8058","from":{"account":1,\
                        "balance":-12,"owner":"01890a5d-ac96-774b-bcce-b302099a8058","type":"supplied"},"to":{"account":2,\
                        "balance":12,"owner":"01890a5d-ac96-774b-bcce-b302099a8058",\
                        "station":"01890a5d-ac96-774b-bcce-b302099a8059","type":"shelf"}}],"quantity":12,\
                        "recordedAt":"2026-04-01T08:00:00.000Z","sequence":8,"unitCostFen":250}""");
    }

    private static Transaction any(Random random) {
        long sequence = Math.max(2, number(random));
        return new Transaction(
                COMMUNITY,
                sequence,
                TransactionKind.CREDIT,
                LocalDate.of(2026, 1, 1).plusDays(random.nextInt(1000)),
                random.nextBoolean() ? null : LocalDate.of(2023, 1, 1).plusDays(random.nextInt(1000)),
                Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
                text(random),
                cause(random),
                Math.max(1, number(random)),
                random.nextBoolean() ? null : Long.valueOf(number(random)),
                random.nextBoolean() ? null : Long.valueOf(number(random)),
                text(random),
                text(random),
                1 + random.nextLong(sequence - 1),
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> new Posting(
                                number(random),
                                AccountKey.of(AccountType.EARNED, MEMBER),
                                number(random),
                                -number(random),
                                AccountKey.of(AccountType.AVAILABLE, MEMBER),
                                number(random),
                                number(random)))
                        .toList());
    }

    private static Cause cause(Random random) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Cause.Kind kind = Cause.Kind.values()[random.nextInt(Cause.Kind.values().length)];
        return kind == Cause.Kind.TASK ? Cause.of(null, null, new TaskId(id)) : Cause.of(kind.code(), id, null);
    }

    private static long number(Random random) {
        return Account.MAX_BALANCE >> random.nextInt(54);
    }

    /** Any characters that a text in the books can have, those below 256 more often than others. */
    private static String text(Random random) {
        return random.ints(random.nextInt(60), 1, Character.MAX_CODE_POINT + 1)
                .map(point -> random.nextBoolean() ? point % 256 : point % (Character.MAX_CODE_POINT + 1))
                .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

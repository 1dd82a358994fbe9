package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;
import org.weijifen.points.CreditRequest;
import org.weijifen.redemption.PastRedemptions;
import org.weijifen.redemption.RedemptionStatus;
import org.weijifen.reward.Reward;
import org.weijifen.reward.RewardDetails;
import org.weijifen.reward.Rewards;
import org.weijifen.tables.importing.Choices.Choice;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;

/**
 * Redemptions of the past, in the order of the file: the books take them one after the other, against the points and goods
 * that are there by then. Rows that say they were refused at the time change nothing.
 */
@Singleton
final class RedemptionRows extends FactRows {
    /** The outcome of a redemption. */
    private enum End {
        COLLECTED(RedemptionStatus.COLLECTED, RedemptionStatus.RETURNED),
        /** Nothing of it was kept in the end: cancelled, not collected in time, or returned. */
        CANCELLED(RedemptionStatus.CANCELLED, RedemptionStatus.EXPIRED, RedemptionStatus.RETURNED),
        REFUSED(RedemptionStatus.RETURNED),
        /** Nothing yet. */
        OPEN;

        /** What the books may say of it; first of all what they do once it is booked. A return is how they are put right. */
        private final List<String> statuses;

        End(RedemptionStatus... statuses) {
            this.statuses = Stream.of(statuses).map(RedemptionStatus::code).toList();
        }
    }

    private static final Column REWARD_CODE = ColumnVocabulary.REWARD_CODE;
    private static final Column REWARD = ColumnVocabulary.REWARD;
    /** In tables that this service has exported: it tells equal rows of several tables apart. */
    private static final Column REDEMPTION = ColumnVocabulary.REDEMPTION;

    private static final int MAX_REDEMPTION = 40;
    private static final Column QUANTITY = ColumnVocabulary.UNITS;
    private static final Column DAY = ColumnVocabulary.REDEEMED_ON.needed();
    private static final Column OCCURRED = ColumnVocabulary.OCCURRED_ON;
    private static final Column OUTCOME = ColumnVocabulary.OUTCOME.needed();
    private static final Column POINTS = ColumnVocabulary.PRICE.inPassing();
    private static final Choices<End> ENDS = Choices.of(List.of(
            Choice.of(End.COLLECTED, "collected", "已领取", "已领", "是"),
            Choice.of(End.CANCELLED, "cancelled", "已取消"),
            Choice.of(End.CANCELLED, "expired", "逾期未领", "已过期"),
            Choice.of(End.CANCELLED, "returned", "已退回", "已退还"),
            Choice.of(End.REFUSED, "refused-points", "积分不足"),
            Choice.of(End.REFUSED, "refused-stock", "库存不足", "未兑换"),
            Choice.of(End.OPEN, "reserved", "待领取", "未领取", "未领", "否")));
    private static final long MAX_QUANTITY = 1_000;

    /** What a row says besides: it has to be so. */
    private record Claimed(Claims member, String title, Long points) {
        static Claimed read(SheetRow row) {
            Long points = row.wholeNumber(POINTS, -CreditRequest.MAX_POINTS, CreditRequest.MAX_POINTS);
            return new Claimed(
                    Claims.read(row),
                    row.has(REWARD_CODE) ? row.text(REWARD, RewardDetails.MAX_TITLE) : null,
                    // Some write what is taken away with its sign.
                    points == null ? null : Long.valueOf(Math.abs(points)));
        }

        /** @throws ProblemException when the row says something else of the reward, or of what it takes */
        void require(Reward reward, long quantity) {
            if (title != null && !Titled.isNamed(title, reward.code(), reward.title())) {
                throw ProblemException.field(REWARD.key(), "contradictory_title", named(reward));
            }
            if (points != null && points != reward.points() * quantity) {
                throw ProblemException.field(POINTS.key(), "contradictory_points", reward.points() * quantity);
            }
        }
    }

    private static String named(Reward reward) {
        return reward.code() + " " + reward.title();
    }

    private final PastRedemptions redemptions;
    private final Rewards rewards;
    private final KnownTransactions facts;
    private final EarlierImports earlier;

    RedemptionRows(PastRedemptions redemptions, Rewards rewards, KnownTransactions facts, EarlierImports earlier) {
        this.redemptions = redemptions;
        this.rewards = rewards;
        this.facts = facts;
        this.earlier = earlier;
    }

    @Override
    ImportKind kind() {
        return ImportKind.REDEMPTIONS;
    }

    @Override
    List<Column> ownColumns() {
        return Stream.concat(
                        Stream.of(
                                MEMBER_NO,
                                REWARD_CODE,
                                REWARD,
                                QUANTITY,
                                DAY,
                                OCCURRED,
                                OUTCOME,
                                REDEMPTION,
                                Reading.REFERENCE,
                                POINTS),
                        Claims.columns().stream())
                .toList();
    }

    @Override
    Column quantity() {
        return QUANTITY;
    }

    @Override
    Optional<TransactionKind> books() {
        return Optional.of(TransactionKind.RESERVATION);
    }

    @Override
    List<Column> oneOfColumns() {
        return List.of(REWARD_CODE, REWARD);
    }

    /** Each takes points and goods that those after it can't have. */
    @Override
    boolean dependsOnRowsBefore() {
        return true;
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String memberNo = memberNo(row);
        Naming reward = Naming.read(row, REWARD_CODE, RewardRows.CODE_FORM, REWARD, RewardDetails.MAX_TITLE);
        Long given = row.wholeNumber(QUANTITY, 1, MAX_QUANTITY);
        if (leavesQuantityOut(row, given)) {
            row.fault(QUANTITY, "required");
        }
        long quantity = given == null ? 1 : given;
        LocalDate day = row.day(DAY, EarliestDay.DAY, reading.today());
        LocalDate occurredOn = row.day(OCCURRED, EarliestDay.DAY, reading.today());
        End end = ENDS.read(row, OUTCOME);
        if (end == End.OPEN) {
            row.fault(OUTCOME, "still_open");
        }
        String redemption = row.code(REDEMPTION, MAX_REDEMPTION);
        Claimed claimed = Claimed.read(row);
        if (row.isFaulty()) {
            return null;
        }
        String content = "redemption\n" + memberNo + "\n" + reward.text() + "\n" + quantity + "\n" + day + "\n" + end
                + (redemption == null ? "" : "\n" + redemption)
                + (occurredOn == null ? "" : "\n" + occurredOn);
        Reading.Reference reference = reading.reference(row, content);
        return row.isFaulty()
                ? null
                : new Row(new Said(memberNo, reward, quantity, day, occurredOn), end, claimed, reference, reading);
    }

    private final class Row extends FactRow {
        private final End end;
        private final Claimed claimed;

        Row(Said said, End end, Claimed claimed, Reading.Reference reference, Reading reading) {
            super(said, TransactionKind.RESERVATION, reference, reading);
            this.end = end;
            this.claimed = claimed;
        }

        @Override
        public void names(Directory.Names names) {
            names.members().add(memberNo);
            names.rewards().add(item);
        }

        @Override
        public void needs(Needs needs, Directory directory, Call call) {
            needs.row(facts, key);
            if (directory.member(memberNo).isPresent() && directory.rewards().has(item)) {
                PastRedemptions.Past past = past(directory);
                redemptions.needs(needs, past);
                needs.row(rewards, past.rewardId());
                needs.row(earlier, earlierKey(past));
            }
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            claimed.member().require(directory.requireMember(memberNo));
            PastRedemptions.Past past = past(directory);
            return switch (end) {
                case REFUSED, OPEN -> {
                    facts.known(books, key, fact -> isSame(fact, past));
                    requireNoOther(books, past);
                    yield Taken.notCarriedOut();
                }
                case COLLECTED, CANCELLED ->
                    facts.known(books, key, fact -> isSame(fact, past)).orElseGet(() -> post(books, past, call));
            };
        }

        /** A row must not say that nothing happened for a redemption that was collected. */
        private void requireNoOther(Books books, PastRedemptions.Past past) {
            if (isCompared()) {
                earlier.requireNone(
                        books, earlierKey(past), reading, quantity, end == End.COLLECTED ? QUANTITY : OUTCOME);
            }
        }

        private EarlierImports.Key earlierKey(PastRedemptions.Past past) {
            return new EarlierImports.Key(past.memberId(), past.rewardId().value(), day);
        }

        private boolean isSame(KnownTransactions.KnownTransaction fact, PastRedemptions.Past past) {
            return fact.amount(past.memberId()) != null
                    && Objects.equals(fact.amount(past.rewardId()), quantity)
                    && day.equals(fact.effectiveOn())
                    && Objects.equals(fact.occurredOn(), occurredOn)
                    && end.statuses.contains(fact.status());
        }

        private Taken post(Books books, PastRedemptions.Past past, Call call) {
            Reward reward = books.row(rewards, past.rewardId()).orElseThrow();
            claimed.require(reward, quantity);
            requireNoOther(books, past);
            PastRedemptions.Posted posted = take(books, past, reward, call);
            books.put(
                    facts,
                    key,
                    new KnownTransactions.KnownTransaction(
                            null,
                            null,
                            day,
                            occurredOn,
                            end.statuses.get(0),
                            null,
                            Map.of(past.memberId().value(), 0L, past.rewardId().value(), quantity)));
            earlier.add(books, earlierKey(past), EarlierImports.ImportedTransaction.added(key, quantity));
            return Taken.posted(posted.id(), posted.reservation());
        }

        /** The results of rows show goods by their codes and titles, because readers know these. */
        private PastRedemptions.Posted take(Books books, PastRedemptions.Past past, Reward row, Call call) {
            try {
                return redemptions.post(books, past, call);
            } catch (ProblemException refusal) {
                if (refusal.code() != ErrorCode.OUT_OF_STOCK) {
                    throw refusal;
                }
                Object[] arguments = refusal.arguments();
                throw ProblemException.of(refusal.code(), named(row), arguments[1], arguments[2])
                        .with(List.of(Violation.of(item.column(), "invalid_value")));
            }
        }

        private PastRedemptions.Past past(Directory directory) {
            return new PastRedemptions.Past(
                    directory.requireMember(memberNo).id(),
                    directory.requireReward(item),
                    quantity,
                    day,
                    occurredOn,
                    end == End.COLLECTED,
                    key.reference());
        }

        @Override
        public boolean books() {
            return end == End.COLLECTED || end == End.CANCELLED;
        }

        @Override
        public Optional<Told> told(Directory directory) {
            return end == End.COLLECTED && directory.rewards().has(item)
                    ? directory.member(memberNo).map(id -> told(id, directory.requireReward(item)))
                    : Optional.empty();
        }

        @Override
        public Column column(Told.Part part) {
            return part.column(item.titlesToo() ? REWARD : REWARD_CODE, DAY);
        }

        @Override
        public String content() {
            return memberNo + "\n" + item.text() + "\n" + quantity + "\n" + day + "\n" + end + "\n" + occurredOn;
        }
    }
}

package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.weijifen.importing.Choices.Choice;
import org.weijifen.importing.RowOutcome.Taken;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.redemption.PastRedemptions;
import org.weijifen.reward.RewardProfile;
import org.weijifen.sheet.Column;
import org.weijifen.sheet.SheetRow;

/**
 * Redemptions of the past, in the order of the file: the books take them one after the other, against the points and goods
 * that are there by then. Rows that say they were refused at the time change nothing.
 */
@Singleton
final class RedemptionRows extends RowType {
    /** What became of a redemption. */
    private enum End {
        COLLECTED,
        /** Nothing of it was kept in the end: cancelled, not collected in time, or returned. */
        CANCELLED,
        REFUSED,
        /** Nothing yet. */
        OPEN
    }

    private static final Column REWARD_CODE =
            Column.optional("rewardCode", "商品编号", "兑换品编号", "奖品编号", "商品代码", "兑换品代码", "奖品代码");
    private static final Column REWARD =
            Column.optional("rewardTitle", "兑换品", "商品", "奖品", "兑换品名称", "商品名称", "奖品名称", "Reward");
    /** In tables that this service has exported: it tells equal rows of several tables apart. */
    private static final Column REDEMPTION = Column.optional("redemptionId", "兑换单号", "Redemption");

    private static final int MAX_REDEMPTION = 40;
    private static final Column QUANTITY = Column.optional("quantity", "数量", "件数");
    private static final Column DAY = Column.required("requestedOn", "日期", "兑换日期", "申请日", "申请日期");
    private static final Column OCCURRED = Column.optional("occurredOn", "实际发生日", "实际日期");
    private static final Column OUTCOME = Column.required("outcome", "结果", "状态", "Status");
    private static final Choices<End> ENDS = Choices.of(List.of(
            Choice.of(End.COLLECTED, "collected", "已领取"),
            Choice.of(End.CANCELLED, "cancelled", "已取消"),
            Choice.of(End.CANCELLED, "expired", "逾期未领", "已过期"),
            Choice.of(End.CANCELLED, "returned", "已退回", "已退还"),
            Choice.of(End.REFUSED, "refused-points", "积分不足"),
            Choice.of(End.REFUSED, "refused-stock", "库存不足", "未兑换"),
            Choice.of(End.OPEN, "reserved", "待领取")));
    private static final long MAX_QUANTITY = 1_000;

    private final PastRedemptions redemptions;
    private final Facts facts;

    RedemptionRows(PastRedemptions redemptions, Facts facts) {
        this.redemptions = redemptions;
        this.facts = facts;
    }

    @Override
    ImportKind kind() {
        return ImportKind.REDEMPTIONS;
    }

    @Override
    List<Column> ownColumns() {
        return List.of(MEMBER_NO, REWARD_CODE, REWARD, QUANTITY, DAY, OCCURRED, OUTCOME, REDEMPTION, Reading.REFERENCE);
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
        Naming reward = Naming.read(row, REWARD_CODE, RewardRows.CODE_FORM, REWARD, RewardProfile.MAX_TITLE);
        Long given = row.wholeNumber(QUANTITY, 1, MAX_QUANTITY);
        long quantity = given == null ? 1 : given;
        LocalDate day = row.day(DAY, EarliestDay.DAY, reading.today());
        LocalDate occurredOn = row.day(OCCURRED, EarliestDay.DAY, reading.today());
        End end = ENDS.read(row, OUTCOME);
        if (end == End.OPEN) {
            row.fault(OUTCOME, "still_open");
        }
        String redemption = row.code(REDEMPTION, MAX_REDEMPTION);
        if (row.isFaulty()) {
            return null;
        }
        String content = "redemption\n" + memberNo + "\n" + reward.text() + "\n" + quantity + "\n" + day + "\n" + end
                + (redemption == null ? "" : "\n" + redemption)
                + (occurredOn == null ? "" : "\n" + occurredOn);
        String reference = reading.reference(row, content);
        return row.isFaulty() ? null : new Row(memberNo, reward, quantity, day, occurredOn, end, reference);
    }

    private final class Row implements FileRow {
        private final String memberNo;
        private final Naming reward;
        private final long quantity;
        private final LocalDate day;
        private final LocalDate occurredOn;
        private final End end;
        private final Facts.Key key;

        Row(
                String memberNo,
                Naming reward,
                long quantity,
                LocalDate day,
                LocalDate occurredOn,
                End end,
                String reference) {
            this.memberNo = memberNo;
            this.reward = reward;
            this.quantity = quantity;
            this.day = day;
            this.occurredOn = occurredOn;
            this.end = end;
            this.key = new Facts.Key(TransactionKind.RESERVATION, reference);
        }

        @Override
        public void names(Directory.Names names) {
            names.members().add(memberNo);
            names.rewards().add(reward);
        }

        @Override
        public void needs(Needs needs, UUID communityId, Directory directory) {
            needs.row(facts, key);
            if (directory.member(memberNo).isPresent() && directory.rewards().has(reward)) {
                redemptions.needs(needs, communityId, past(directory));
            }
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            PastRedemptions.Past past = past(directory);
            return switch (end) {
                case REFUSED, OPEN -> Taken.notCarriedOut();
                case COLLECTED, CANCELLED ->
                    facts.known(books, key, fact -> isSame(fact, past)).orElseGet(() -> post(books, past, call));
            };
        }

        private boolean isSame(Facts.Fact fact, PastRedemptions.Past past) {
            return fact.amounts().containsKey(past.memberId())
                    && Objects.equals(fact.amounts().get(past.rewardId()), quantity)
                    && day.equals(fact.effectiveOn());
        }

        private Taken post(Books books, PastRedemptions.Past past, Call call) {
            UUID id = redemptions.post(books, past, call);
            books.put(
                    facts,
                    key,
                    new Facts.Fact(null, null, day, null, Map.of(past.memberId(), 0L, past.rewardId(), quantity)));
            return Taken.posted(id, null);
        }

        private PastRedemptions.Past past(Directory directory) {
            return new PastRedemptions.Past(
                    directory.requireMember(memberNo),
                    directory.requireReward(reward),
                    quantity,
                    day,
                    occurredOn,
                    end == End.COLLECTED,
                    key.reference());
        }

        @Override
        public String identity() {
            return key.reference();
        }

        @Override
        public String content() {
            return memberNo + "\n" + reward.text() + "\n" + quantity + "\n" + day + "\n" + end + "\n" + occurredOn;
        }

        @Override
        public Taken differing() {
            throw ProblemException.of(ErrorCode.DUPLICATE_REFERENCE, key.reference());
        }
    }
}

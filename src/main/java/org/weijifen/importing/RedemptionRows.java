package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.weijifen.importing.RowOutcome.Taken;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.member.MemberProfile;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.points.CreditRequest;
import org.weijifen.redemption.PastRedemptions;
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
        CANCELLED,
        REFUSED
    }

    private static final Column NUMBER = Column.required("memberNo", "居民编号", "编号", "会员号", "会员编号", "成员编号");
    private static final Column QUANTITY = Column.optional("quantity", "数量", "件数");
    private static final Column DAY = Column.required("requestedOn", "日期", "兑换日期");
    private static final Column OCCURRED = Column.optional("occurredOn", "实际发生日", "实际日期");
    private static final Column OUTCOME = Column.required("outcome", "结果", "状态");
    private static final Map<String, End> ENDS = Map.of(
            "collected", End.COLLECTED,
            "已领取", End.COLLECTED,
            "cancelled", End.CANCELLED,
            "已取消", End.CANCELLED,
            "refused-points", End.REFUSED,
            "积分不足", End.REFUSED,
            "refused-stock", End.REFUSED,
            "库存不足", End.REFUSED,
            "未兑换", End.REFUSED);
    private static final int MAX_NUMBER = 40;
    private static final long MAX_QUANTITY = 1_000;
    private static final Pattern NUMBER_FORM = Pattern.compile(MemberProfile.NUMBER);

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
        return List.of(NUMBER, RewardRows.CODE, QUANTITY, DAY, OCCURRED, OUTCOME, Reading.REFERENCE);
    }

    /** Each takes points and goods that those after it can't have. */
    @Override
    boolean dependsOnRowsBefore() {
        return true;
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String memberNo = code(row, NUMBER, MAX_NUMBER, NUMBER_FORM);
        String reward = code(row, RewardRows.CODE, RewardRows.MAX_CODE, RewardRows.CODE_FORM);
        Long given = row.wholeNumber(QUANTITY, 1, MAX_QUANTITY);
        long quantity = given == null ? 1 : given;
        LocalDate day = row.day(DAY, CreditRequest.EARLIEST, reading.today());
        LocalDate occurredOn = row.day(OCCURRED, CreditRequest.EARLIEST, reading.today());
        End end = choice(row, OUTCOME, ENDS);
        String content = "redemption\n" + memberNo + "\n" + reward + "\n" + quantity + "\n" + day + "\n" + end
                + (occurredOn == null ? "" : "\n" + occurredOn);
        String reference = reading.reference(row, content);
        return row.isFaulty() ? null : new Row(memberNo, reward, quantity, day, occurredOn, end, reference);
    }

    private final class Row implements FileRow {
        private final String memberNo;
        private final String reward;
        private final long quantity;
        private final LocalDate day;
        private final LocalDate occurredOn;
        private final End end;
        private final Facts.Key key;

        Row(
                String memberNo,
                String reward,
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
            if (directory.member(memberNo).isPresent()
                    && directory.reward(reward).isPresent()) {
                redemptions.needs(needs, communityId, past(directory));
            }
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            PastRedemptions.Past past = past(directory);
            return switch (end) {
                case REFUSED -> Taken.notCarriedOut();
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
            return memberNo + "\n" + reward + "\n" + quantity + "\n" + day + "\n" + end + "\n" + occurredOn;
        }

        @Override
        public Taken differing() {
            throw ProblemException.of(ErrorCode.DUPLICATE_REFERENCE, key.reference());
        }
    }
}

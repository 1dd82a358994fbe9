package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.weijifen.importing.RowOutcome.Taken;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.points.CreditRequest;
import org.weijifen.points.Credits;
import org.weijifen.sheet.Column;
import org.weijifen.sheet.SheetRow;
import org.weijifen.task.TaskProfile;

/** What members did: a credit each, on its day, by the points that the task has now. It may be a retired one. */
@Singleton
final class ActivityRows extends RowType {
    private static final Column TASK_CODE = Column.optional("taskCode", "任务编号", "任务代码");
    private static final Column TASK = Column.optional("task", "任务", "任务名称");
    private static final Column QUANTITY = Column.optional("quantity", "数量", "次数", "时长");
    private static final Column DAY = Column.required("effectiveOn", "日期", "活动日期");
    private static final Column OCCURRED = Column.optional("occurredOn", "实际发生日", "实际日期");

    private final Credits credits;
    private final Facts facts;

    ActivityRows(Credits credits, Facts facts) {
        this.credits = credits;
        this.facts = facts;
    }

    @Override
    ImportKind kind() {
        return ImportKind.ACTIVITIES;
    }

    @Override
    List<Column> ownColumns() {
        return List.of(MEMBER_NO, TASK_CODE, TASK, QUANTITY, DAY, OCCURRED, Reading.REFERENCE);
    }

    @Override
    List<Column> oneOfColumns() {
        return List.of(TASK_CODE, TASK);
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String memberNo = memberNo(row);
        Naming task = Naming.read(row, TASK_CODE, TaskRows.CODE_FORM, TASK, TaskProfile.MAX_TITLE);
        Long given = row.wholeNumber(QUANTITY, 1, CreditRequest.MAX_QUANTITY);
        long quantity = given == null ? 1 : given;
        LocalDate day = row.day(DAY, EarliestDay.DAY, reading.today());
        LocalDate occurredOn = row.day(OCCURRED, EarliestDay.DAY, reading.today());
        if (row.isFaulty()) {
            return null;
        }
        String content = "activity\n" + memberNo + "\n" + task.text() + "\n" + quantity + "\n" + day
                + (occurredOn == null ? "" : "\n" + occurredOn);
        String reference = reading.reference(row, content);
        return row.isFaulty() ? null : new Row(memberNo, task, quantity, day, occurredOn, reference);
    }

    private final class Row implements FileRow {
        private final String memberNo;
        private final Naming task;
        private final long quantity;
        private final LocalDate day;
        private final LocalDate occurredOn;
        private final Facts.Key key;

        Row(String memberNo, Naming task, long quantity, LocalDate day, LocalDate occurredOn, String reference) {
            this.memberNo = memberNo;
            this.task = task;
            this.quantity = quantity;
            this.day = day;
            this.occurredOn = occurredOn;
            this.key = new Facts.Key(TransactionKind.CREDIT, reference);
        }

        @Override
        public void names(Directory.Names names) {
            names.members().add(memberNo);
            names.tasks().add(task);
        }

        @Override
        public void needs(Needs needs, UUID communityId, Directory directory) {
            needs.row(facts, key);
            if (directory.member(memberNo).isPresent() && directory.tasks().has(task)) {
                credits.needs(needs, communityId, request(directory));
            }
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            CreditRequest request = request(directory);
            String subject = "task/" + request.taskId();
            Optional<Taken> known = facts.known(
                    books,
                    key,
                    fact -> fact.amounts().containsKey(request.memberId())
                            && day.equals(fact.effectiveOn())
                            && subject.equals(fact.subject())
                            && Objects.equals(fact.quantity(), quantity));
            if (known.isPresent()) {
                return known.get();
            }
            Long sequence = credits.postPast(books, request, call);
            books.put(facts, key, new Facts.Fact(sequence, subject, day, quantity, Map.of(request.memberId(), 0L)));
            return Taken.posted(null, sequence);
        }

        private CreditRequest request(Directory directory) {
            return new CreditRequest(
                    directory.requireMember(memberNo),
                    null,
                    directory.requireTask(task),
                    quantity,
                    null,
                    key.reference(),
                    day,
                    occurredOn);
        }

        @Override
        public String identity() {
            return key.reference();
        }

        @Override
        public String content() {
            return memberNo + "\n" + task.text() + "\n" + quantity + "\n" + day + "\n" + occurredOn;
        }

        @Override
        public Taken differing() {
            throw ProblemException.of(ErrorCode.DUPLICATE_REFERENCE, key.reference());
        }
    }
}

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
import org.weijifen.platform.ProblemException;
import org.weijifen.points.CreditRequest;
import org.weijifen.points.Credits;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;
import org.weijifen.task.Task;
import org.weijifen.task.TaskDetails;
import org.weijifen.task.TaskUnit;
import org.weijifen.task.Tasks;

/**
 * Activities of members. Each row becomes a credit on its day, by the current points of its task. The task may be
 * retired.
 */
@Singleton
final class ActivityRows extends FactRows {
    private static final Column TASK_CODE = ColumnVocabulary.TASK_CODE;
    private static final Column TASK = ColumnVocabulary.TASK;
    private static final Column QUANTITY = ColumnVocabulary.QUANTITY;
    private static final Column DAY = ColumnVocabulary.EFFECTIVE_ON.needed();
    private static final Column OCCURRED = ColumnVocabulary.OCCURRED_ON;
    private static final Column POINTS = ColumnVocabulary.EARNED_POINTS.inPassing();
    private static final Column UNIT = ColumnVocabulary.UNIT.inPassing();

    /**
     * What a row says besides: it has to be so. A heading such as 小时 says the unit of its figures.
     *
     * @param blank whether the table has a column of quantities, and this row nothing in it
     */
    private record Claimed(
            Claims member, String title, Long points, TaskUnit unit, TaskUnit unitOfHeading, boolean blank) {
        static Claimed read(SheetRow row, boolean blank) {
            return new Claimed(
                    Claims.read(row),
                    row.has(TASK_CODE) && ColumnVocabulary.isOwn(TASK, row.heading(TASK))
                            ? row.text(TASK, TaskDetails.MAX_TITLE)
                            : null,
                    row.wholeNumber(POINTS, 1, CreditRequest.MAX_POINTS),
                    TaskRows.UNITS.read(row, UNIT),
                    row.has(QUANTITY)
                            ? ColumnVocabulary.unitOf(row.heading(QUANTITY))
                                    .map(Claimed::unit)
                                    .orElse(null)
                            : null,
                    blank);
        }

        private static TaskUnit unit(ColumnVocabulary.Unit unit) {
            return switch (unit) {
                case HOURS -> TaskUnit.HOUR;
                case TIMES -> TaskUnit.OCCURRENCE;
            };
        }

        /** @throws ProblemException when the row says something else of the task, or of what it earns */
        void require(Task task, long quantity) {
            if (title != null && !Titled.isNamed(title, task.code(), task.title())) {
                throw ProblemException.field(TASK.key(), "contradictory_title", task.code() + " " + task.title());
            }
            if (unit != null && unit != task.per()) {
                throw ProblemException.field(UNIT.key(), "other_unit", shown(task));
            }
            if (blank && task.per() == TaskUnit.HOUR) {
                throw ProblemException.field(QUANTITY.key(), "required");
            }
            // One hour of what is counted by times is once, and so is none said.
            boolean isOnce = task.per() == TaskUnit.OCCURRENCE && quantity == 1;
            if (unitOfHeading != null && unitOfHeading != task.per() && !isOnce) {
                throw ProblemException.field(QUANTITY.key(), "other_unit", shown(task));
            }
            if (points != null && points != task.points() * quantity) {
                throw ProblemException.field(POINTS.key(), "contradictory_points", task.points() * quantity);
            }
        }

        private static String shown(Task task) {
            return TaskRows.UNITS.shown(task.per());
        }
    }

    private final Credits credits;
    private final Tasks tasks;
    private final KnownTransactions facts;
    private final EarlierImports earlier;

    ActivityRows(Credits credits, Tasks tasks, KnownTransactions facts, EarlierImports earlier) {
        this.credits = credits;
        this.tasks = tasks;
        this.facts = facts;
        this.earlier = earlier;
    }

    @Override
    ImportKind kind() {
        return ImportKind.ACTIVITIES;
    }

    @Override
    List<Column> ownColumns() {
        return Stream.concat(
                        Stream.of(MEMBER_NO, TASK_CODE, TASK, QUANTITY, DAY, OCCURRED, Reading.REFERENCE, POINTS, UNIT),
                        Claims.columns().stream())
                .toList();
    }

    @Override
    Column quantity() {
        return QUANTITY;
    }

    @Override
    Optional<TransactionKind> books() {
        return Optional.of(TransactionKind.CREDIT);
    }

    @Override
    List<Column> oneOfColumns() {
        return List.of(TASK_CODE, TASK);
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String memberNo = memberNo(row);
        Naming task = Naming.read(row, TASK_CODE, TaskRows.CODE_FORM, TASK, TaskDetails.MAX_TITLE);
        Long given = row.wholeNumber(QUANTITY, 1, CreditRequest.MAX_QUANTITY);
        long quantity = given == null ? 1 : given;
        LocalDate day = row.day(DAY, EarliestDay.DAY, reading.today());
        LocalDate occurredOn = row.day(OCCURRED, EarliestDay.DAY, reading.today());
        boolean blank = leavesQuantityOut(row, given);
        Claimed claimed = Claimed.read(row, blank);
        if (blank && claimed.unitOfHeading() != TaskUnit.HOUR) {
            row.fault(QUANTITY, "required");
        }
        if (row.isFaulty()) {
            return null;
        }
        String content = "activity\n" + memberNo + "\n" + task.text() + "\n" + quantity + "\n" + day
                + (occurredOn == null ? "" : "\n" + occurredOn);
        Reading.Reference reference = reading.reference(row, content);
        return row.isFaulty()
                ? null
                : new Row(new Said(memberNo, task, quantity, day, occurredOn), claimed, reference, reading);
    }

    private final class Row extends FactRow {
        private final Claimed claimed;

        Row(Said said, Claimed claimed, Reading.Reference reference, Reading reading) {
            super(said, TransactionKind.CREDIT, reference, reading);
            this.claimed = claimed;
        }

        @Override
        public void names(Directory.Names names) {
            names.members().add(memberNo);
            names.tasks().add(item);
        }

        @Override
        public void needs(Needs needs, Directory directory, Call call) {
            needs.row(facts, key);
            if (directory.member(memberNo).isPresent() && directory.tasks().has(item)) {
                CreditRequest request = request(directory);
                credits.decision(request, true, call).needs(needs);
                needs.row(tasks, request.taskId());
                needs.row(earlier, earlierKey(request));
            }
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            claimed.member().require(directory.requireMember(memberNo));
            CreditRequest request = request(directory);
            Optional<Taken> known = facts.known(
                    books,
                    key,
                    fact -> fact.amount(request.memberId()) != null
                            && day.equals(fact.effectiveOn())
                            && Objects.equals(fact.occurredOn(), occurredOn)
                            && request.taskId().equals(fact.taskId())
                            && Objects.equals(fact.quantity(), quantity));
            if (known.isPresent()) {
                return known.get();
            }
            claimed.require(books.row(tasks, request.taskId()).orElseThrow(), quantity);
            if (isCompared()) {
                earlier.requireNone(books, earlierKey(request), reading, quantity, QUANTITY);
            }
            Long sequence = credits.decision(request, true, call).decide(books).sequence();
            books.put(
                    facts,
                    key,
                    new KnownTransactions.KnownTransaction(
                            sequence,
                            request.taskId(),
                            day,
                            occurredOn,
                            null,
                            quantity,
                            Map.of(request.memberId().value(), 0L)));
            earlier.add(books, earlierKey(request), EarlierImports.ImportedTransaction.added(key, quantity));
            return Taken.posted(null, sequence);
        }

        private EarlierImports.Key earlierKey(CreditRequest request) {
            return new EarlierImports.Key(request.memberId(), request.taskId().value(), day);
        }

        private CreditRequest request(Directory directory) {
            return new CreditRequest(
                    directory.requireMember(memberNo).id(),
                    null,
                    directory.requireTask(item),
                    quantity,
                    null,
                    key.reference(),
                    day,
                    occurredOn);
        }

        @Override
        public Optional<Told> told(Directory directory) {
            return directory.tasks().has(item)
                    ? directory.member(memberNo).map(id -> told(id, directory.requireTask(item)))
                    : Optional.empty();
        }

        @Override
        public Column column(Told.Part part) {
            return part.column(item.titlesToo() ? TASK : TASK_CODE, DAY);
        }

        @Override
        public String content() {
            return memberNo + "\n" + item.text() + "\n" + quantity + "\n" + day + "\n" + occurredOn;
        }
    }
}

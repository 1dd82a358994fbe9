package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Needs;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.TaskId;
import org.weijifen.tables.importing.Choices.Choice;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;
import org.weijifen.tables.vocabulary.ColumnVocabulary.Unit;
import org.weijifen.task.Task;
import org.weijifen.task.TaskDetails;
import org.weijifen.task.TaskStatus;
import org.weijifen.task.TaskUnit;
import org.weijifen.task.Tasks;

/** Tasks. New codes are added, known ones are updated. The unit of a task can't change. */
@Singleton
final class TaskRows extends RowType {
    private static final Column CODE =
            ColumnVocabulary.TASK_CODE.or("任务", "编号", "代码", "项目编号", "活动编号").needed();
    private static final Column TITLE = ColumnVocabulary.TASK_TITLE.needed();
    private static final Column POINTS = ColumnVocabulary.TASK_POINTS.needed();
    private static final Column PER = ColumnVocabulary.UNIT.needed();
    static final Choices<TaskUnit> UNITS = Choices.of(List.of(
            new Choice<>(TaskUnit.OCCURRENCE, Unit.TIMES.code(), Unit.TIMES.words()),
            new Choice<>(TaskUnit.HOUR, Unit.HOURS.code(), Unit.HOURS.words())));
    static final Pattern CODE_FORM = Pattern.compile(Task.CODE);

    private final Tasks tasks;

    TaskRows(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    ImportKind kind() {
        return ImportKind.TASKS;
    }

    @Override
    List<Column> ownColumns() {
        return List.of(CODE, TITLE, POINTS, PER);
    }

    @Override
    Column identified() {
        return CODE;
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String code = code(row, CODE, MAX_CODE, CODE_FORM);
        String title = row.text(TITLE, TaskDetails.MAX_TITLE);
        Long points = row.wholeNumber(POINTS, 1, TaskDetails.MAX_POINTS);
        TaskUnit per = UNITS.read(row, PER);
        return row.isFaulty() ? null : new Row(tasks, code, title, points, per);
    }

    private record Row(Tasks tasks, String code, String title, long points, TaskUnit per) implements FileRow {
        @Override
        public void needs(Needs needs, Directory directory, Call call) {
            needs.row(tasks.byCode(), code);
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            Optional<Task> known = books.row(tasks.byCode(), code);
            if (known.isPresent() && known.get().per() != per) {
                throw ProblemException.field(PER.key(), "stands_for_ever");
            }
            TaskStatus status = known.map(task -> task.details().status()).orElse(TaskStatus.ACTIVE);
            TaskDetails details = new TaskDetails(title, points, status);
            Task after = known.map(task -> task.with(details))
                    .orElseGet(() -> new Task(TaskId.next(), code, per, details, books.now()));
            if (known.filter(after::equals).isPresent()) {
                return Taken.alreadyThere(after.id(), null);
            }
            tasks.put(books, known.orElse(null), after, call);
            return known.map(before -> Taken.updated(after.id(), null, changed(before, after)))
                    .orElseGet(() -> Taken.created(after.id()));
        }

        private static List<String> changed(Task before, Task after) {
            Changes changes = new Changes();
            changes.add(TITLE, before.title(), after.title());
            changes.add(POINTS, before.points(), after.points());
            return changes.names();
        }

        @Override
        public String identity() {
            return code;
        }

        @Override
        public String content() {
            return String.join("\n", code, title, Long.toString(points), per.name());
        }
    }
}

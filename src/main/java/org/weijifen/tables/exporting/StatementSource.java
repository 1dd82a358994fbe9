package org.weijifen.tables.exporting;

import static org.weijifen.tables.exporting.ExportColumn.number;
import static org.weijifen.tables.exporting.ExportColumn.text;
import static org.weijifen.tables.exporting.ExportColumn.word;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.weijifen.statement.MonthStatement;
import org.weijifen.statement.MonthStatements;

/**
 * A month's statement as a table: one row for each figure, so that people can sort, filter and arrange it. A figure
 * that doesn't apply, such as the shelf of a service, has no row.
 */
final class StatementSource implements Source {
    private static final String POINTS = "points";
    private static final String UNITS = "units";
    private static final String FEN = "fen";
    private static final String PEOPLE = "people";
    private static final String TIMES = "times";

    @Override
    public List<ExportColumn> columns() {
        return List.of(
                text("month"),
                word("section", "section"),
                text("code"),
                text("title"),
                word("figure", "figure"),
                number("amount"),
                word("unit", "unit"));
    }

    @Override
    public void read(Connection connection, Scope scope, Taker taker) throws SQLException, IOException {
        MonthStatement statement = MonthStatements.read(connection, scope.community(), scope.month(), scope.today());
        List<List<Object>> rows = new ArrayList<>();
        points(new Section(rows, scope, "points", null, null), statement.points());
        for (MonthStatement.TaskLine task : statement.points().tasks()) {
            new Section(rows, scope, "tasks", task.code(), task.title())
                    .add("credits", task.credits(), TIMES)
                    .add("quantity", task.quantity(), TIMES)
                    .add("issued", task.points(), POINTS);
        }
        for (MonthStatement.ReasonLine reason : statement.points().reasons()) {
            boolean others = Boolean.TRUE.equals(reason.others());
            new Section(rows, scope, others ? "other-reasons" : "reasons", null, reason.reason())
                    .add("credits", reason.credits(), TIMES)
                    .add("issued", reason.points(), POINTS);
        }
        statement.goods().forEach(goods -> goods(rows, scope, goods));
        for (MonthStatement.StatementDues dues : statement.dues()) {
            new Section(rows, scope, "dues", dues.code(), dues.title())
                    .add("opening", dues.opening(), FEN)
                    .add("earned", dues.earned(), FEN)
                    .add("returned", dues.returned(), FEN)
                    .add("settled", dues.settled(), FEN)
                    .add("closing", dues.closing(), FEN);
        }
        new Section(rows, scope, "cost", null, null)
                .add("cost", statement.cost().costFen(), FEN);
        new Section(rows, scope, "people", null, null)
                .add("members-credited", statement.people().membersCredited(), PEOPLE)
                .add("households-credited", statement.people().householdsCredited(), PEOPLE)
                .add("members-served", statement.people().membersServed(), PEOPLE)
                .add("households-served", statement.people().householdsServed(), PEOPLE);
        for (List<Object> row : rows) {
            taker.take(row);
        }
    }

    private static void points(Section section, MonthStatement.StatementPoints points) {
        section.add("opening", points.opening(), POINTS)
                .add("brought-forward", points.broughtForward(), POINTS)
                .add("issued", points.issued(), POINTS)
                .add("deducted", points.deducted(), POINTS)
                .add("redeemed", points.redeemed(), POINTS)
                .add("returned", points.returned(), POINTS)
                .add("expired", points.expired(), POINTS)
                .add("reversed", points.reversed(), POINTS)
                .add("closing", points.closing(), POINTS)
                .add("available", points.outstanding().available(), POINTS)
                .add("held", points.outstanding().held(), POINTS)
                .add("arrears", points.outstanding().arrears(), POINTS)
                .add("redeemed-before-earned", points.outstanding().redeemedBeforeEarned(), POINTS);
    }

    private static void goods(List<List<Object>> rows, Scope scope, MonthStatement.StatementGoods goods) {
        new Section(rows, scope, goods.kind(), goods.code(), goods.title())
                .add("opening", goods.opening(), UNITS)
                .add("received", goods.received(), UNITS)
                .add("handed-out", goods.handedOut(), UNITS)
                .add("returned", goods.returned(), UNITS)
                .add("adjusted", goods.adjusted(), UNITS)
                .add("reversed", goods.reversed(), UNITS)
                .add("closing", goods.closing(), UNITS)
                .add("counted", goods.counted(), UNITS)
                .add("reserved", goods.reserved(), UNITS);
    }

    /** A group of rows. */
    private record Section(List<List<Object>> rows, Scope scope, String section, String code, String title) {

        Section add(String figure, Long amount, String unit) {
            if (amount != null) {
                rows.add(Arrays.asList(scope.month().toString(), section, code, title, figure, amount, unit));
            }
            return this;
        }
    }
}

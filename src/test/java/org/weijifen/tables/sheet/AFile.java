package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/** A file that somebody uploads, with the columns of a table of activities. Deleted with the process. */
record AFile(Path path) {
    static final Column MEMBER_NO = Column.required("memberNo", "会员号", "编号");
    static final Column TITLE = Column.optional("title", "活动名称");
    static final Column POINTS = Column.optional("points", "积分");
    static final Column DAY = Column.optional("effectiveOn", "日期");
    static final List<Column> COLUMNS = List.of(MEMBER_NO, TITLE, POINTS, DAY);

    static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    static AFile of(byte[] bytes) {
        try {
            Path path = Files.createTempFile("weijifen-test-", null);
            path.toFile().deleteOnExit();
            return new AFile(Files.write(path, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the tables that were read wrongly once. */
    static AFile resource(String name) {
        try (InputStream in = AFile.class.getResourceAsStream("/tables/" + name)) {
            return of(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AFile csv(String text) {
        return csv(text, StandardCharsets.UTF_8);
    }

    static AFile csv(String text, Charset charset) {
        return of(text.getBytes(charset));
    }

    /** A table of one column beside the member number, with one value. */
    static AFile csvWith(Column column, String value) {
        return csv("会员号;%s\n1;%s\n".formatted(column.headings().get(0), value));
    }

    Sheet open() {
        return Sheet.open(path, COLUMNS);
    }

    /** All rows, each by what is read from it. */
    <V> List<V> rows(Function<SheetRow, V> value) {
        List<V> rows = new ArrayList<>();
        try (Sheet sheet = open()) {
            sheet.forEachRemaining(row -> rows.add(value.apply(row)));
        }
        return rows;
    }

    SheetRow onlyRow() {
        List<SheetRow> rows = rows(row -> row);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows instead of one");
        }
        return rows.get(0);
    }

    List<String> titles() {
        return rows(row -> row.text(TITLE, 2000));
    }

    List<String> memberNumbers() {
        return rows(row -> row.code(MEMBER_NO, 60));
    }

    /** Why the file is refused, when it is opened or read to its end; null when it isn't. */
    ProblemException refusal() {
        return refusal(SheetLimits.DEFAULT);
    }

    ProblemException refusal(SheetLimits limits) {
        return catchThrowableOfType(ProblemException.class, () -> {
            try (Sheet sheet = Sheet.open(path, COLUMNS, limits)) {
                sheet.forEachRemaining(row -> row.text(TITLE, 2000));
            }
        });
    }

    /** The codes of what is wrong with the file. */
    static List<String> codes(ProblemException refusal) {
        return refusal.violations().stream().map(Violation::code).toList();
    }

    static List<String> codes(SheetRow row) {
        return row.faults().stream().map(RowFault::code).toList();
    }
}

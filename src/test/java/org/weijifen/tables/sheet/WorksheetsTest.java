package org.weijifen.tables.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.weijifen.tables.sheet.AFile.COLUMNS;
import static org.weijifen.tables.sheet.AFile.DAY;
import static org.weijifen.tables.sheet.AFile.EARLIEST;
import static org.weijifen.tables.sheet.AFile.LATEST;
import static org.weijifen.tables.sheet.AFile.MEMBER_NO;
import static org.weijifen.tables.sheet.AFile.TITLE;
import static org.weijifen.tables.sheet.AFile.codes;
import static org.weijifen.tables.sheet.AWorkbook.cell;
import static org.weijifen.tables.sheet.AWorkbook.headings;
import static org.weijifen.tables.sheet.AWorkbook.withRows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.Violation;

/** Which worksheet of a workbook is read, and where its table begins. */
class WorksheetsTest {
    private static final String SECOND = "xl/worksheets/sheet2.xml";
    private static final String TWO_SHEETS =
            "<sheet name=\"3月\" sheetId=\"1\" r:id=\"rId1\"/>" + "<sheet name=\"4月 Ｂ\" sheetId=\"2\" r:id=\"rId4\"/>";

    private static AWorkbook twoSheets(String first, String second) {
        return withRows(first).sheet(SECOND, second).book("", TWO_SHEETS);
    }

    private static String table(String memberNo) {
        return headings() + "<row r=\"2\">" + cell("A2", memberNo) + "</row>";
    }

    private static String words(String text) {
        return "<row r=\"1\">" + cell("A1", text) + "</row>";
    }

    private static TableChoice choice(String sheet) {
        return new TableChoice(COLUMNS, List.of(List.of(TITLE, DAY)), sheet);
    }

    private static Sheet open(AWorkbook workbook, String sheet) {
        return Sheet.open(workbook.file().path(), choice(sheet), SheetLimits.DEFAULT);
    }

    private static List<String> memberNumbers(Sheet sheet) {
        List<String> numbers = new ArrayList<>();
        sheet.forEachRemaining(row -> numbers.add(row.code(MEMBER_NO, 60)));
        return numbers;
    }

    private static Violation refusal(AWorkbook workbook, String sheet) {
        ProblemException refusal = Assertions.catchThrowableOfType(
                ProblemException.class, () -> open(workbook, sheet).close());
        assertThat(refusal.violations()).hasSize(1);
        return refusal.violations().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"填表说明", "Export Summary", ""})
    void theFirstThatHasTheColumnsIsRead(String before) {
        try (Sheet sheet = open(twoSheets(before.isEmpty() ? "" : words(before), table("7")), null)) {
            assertThat(memberNumbers(sheet)).containsExactly("7");
            assertThat(sheet.name()).isEqualTo("4月 Ｂ");
            assertThat(sheet.otherSheets()).hasSize(before.isEmpty() ? 0 : 1);
        }
    }

    @Test
    void othersThatAreNotReadAreNamed() {
        try (Sheet sheet = open(twoSheets(table("7"), words("备注")), null)) {
            assertThat(sheet.name()).isEqualTo("3月");
            assertThat(sheet.otherSheets()).containsExactly("4月 Ｂ");
        }
    }

    @Test
    void theFirstOfSeveralIsReadAndTheOthersAreNamed() {
        try (Sheet sheet = open(twoSheets(table("7"), table("8")), null)) {
            assertThat(memberNumbers(sheet)).containsExactly("7");
            assertThat(sheet.name()).isEqualTo("3月");
            assertThat(sheet.otherSheets()).containsExactly("4月 Ｂ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4月 Ｂ", " 4月 Ｂ "})
    void theOneThatIsAskedForIsRead(String name) {
        try (Sheet sheet = open(twoSheets(table("7"), table("8")), name)) {
            assertThat(memberNumbers(sheet)).containsExactly("8");
            assertThat(sheet.otherSheets()).containsExactly("3月");
        }
    }

    @Test
    void theOneThatIsAskedForMayBeHidden() {
        AWorkbook workbook =
                twoSheets(table("7"), table("8")).book("", TWO_SHEETS.replace("Id=\"2\"", "Id=\"2\" state=\"hidden\""));

        try (Sheet sheet = open(workbook, null)) {
            assertThat(memberNumbers(sheet)).containsExactly("7");
            assertThat(sheet.otherSheets()).isEmpty();
        }
        try (Sheet sheet = open(workbook, "4月 ｂ")) {
            assertThat(memberNumbers(sheet)).containsExactly("8");
        }
    }

    @Test
    void oneWithHeadingsAloneIsNotMeant() {
        try (Sheet sheet = open(twoSheets(headings(), table("8")), null)) {
            assertThat(memberNumbers(sheet)).containsExactly("8");
        }
        try (Sheet sheet = open(twoSheets(headings(), headings()), null)) {
            assertThat(sheet.name()).isEqualTo("3月");
        }
    }

    @Test
    void aNameThatIsNotThereIsRefused() {
        Violation refusal = refusal(twoSheets(table("7"), table("8")), "5月");

        assertThat(refusal.field()).isEqualTo("sheet");
        assertThat(refusal.arguments()).containsExactly("3月, 4月 Ｂ");
    }

    @Test
    void aCsvFileHasNone() {
        ProblemException refusal = Assertions.catchThrowableOfType(
                ProblemException.class,
                () -> Sheet.open(AFile.csv("会员号,日期\n7,\n").path(), choice("3月"), SheetLimits.DEFAULT));

        assertThat(codes(refusal)).containsExactly("no_sheets");
    }

    @Test
    void theOneThatComesClosestIsSaidToLackColumns() {
        Violation refusal = refusal(
                twoSheets(
                        words("请按要求填写"),
                        "<row r=\"1\">" + cell("A1", "活动名称") + cell("B1", "备注") + "</row>" + "<row r=\"2\">"
                                + cell("A2", "植树") + "</row>"),
                null);

        assertThat(refusal.code()).isEqualTo("missing_column");
        assertThat(refusal.arguments()).containsExactly("会员号 / memberNo", "活动名称, 备注", "4月 Ｂ");
    }

    @Test
    void columnsOfWhichOneWouldDoAreLookedForToo() {
        String without = "<row r=\"1\">" + cell("A1", "会员号") + "</row><row r=\"2\">" + cell("A2", "9") + "</row>";

        try (Sheet sheet = open(twoSheets(without, table("8")), null)) {
            assertThat(memberNumbers(sheet)).containsExactly("8");
        }
    }

    @Test
    void headingsMayStandFarDown() {
        String titles = IntStream.range(1, 29)
                .mapToObj(i -> "<row r=\"%d\">%s</row>".formatted(i, cell("A" + i, "说明" + i)))
                .collect(Collectors.joining());
        String table = "<row r=\"40\">" + cell("A40", "会员号") + cell("B40", "活动名称") + "</row><row r=\"41\">"
                + cell("A41", "7") + "</row>";

        assertThat(withRows(titles + table).file().memberNumbers()).containsExactly("7");
    }

    @Test
    void twoRowsMayBeOneHeading() {
        AFile file = AFile.csv("登记表\n会员号,服务,,备注\n,活动名称,日期,\n7,植树,2025-10-01,x\n");

        assertThat(file.memberNumbers()).containsExactly("7");
        assertThat(file.titles()).containsExactly("植树");
        assertThat(file.rows(row -> row.day(DAY, EARLIEST, LATEST).toString())).containsExactly("2025-10-01");
    }

    @Test
    void aRowOfTheTableIsNoHeadingWhateverItSays() {
        AFile file = AFile.csv("会员号,备注,日期\n7,积分,2025-10-01\n8,x,2025-10-02\n");

        assertThat(file.memberNumbers()).containsExactly("7", "8");
    }

    @Test
    void aWideSheetBesideTheTableDoesNotMatter() {
        String wide = "<row r=\"1\">"
                + IntStream.range(0, 300)
                        .mapToObj(i -> "<c t=\"str\"><v>列" + i + "</v></c>")
                        .collect(Collectors.joining())
                + "</row>";

        try (Sheet sheet = open(twoSheets(wide, table("8")), null)) {
            assertThat(memberNumbers(sheet)).containsExactly("8");
        }
    }

    @Test
    void mergedHeadingsAndCellsCountForEachRow() {
        AFile file = AFile.resource("two-header-rows-merged.xlsx");
        Column no = Column.required("memberNo", "居民编号");
        Column task = Column.required("task", "任务");
        Column day = Column.required("day", "日期");

        try (Sheet sheet = Sheet.open(file.path(), List.of(no, task, day))) {
            assertThat(sheet.ignoredHeadings()).containsExactly("姓名", "数量", "备注");
            List<String> rows = new ArrayList<>();
            sheet.forEachRemaining(row -> rows.add(row.line() + " " + row.code(no, 60) + " " + row.text(task, 60) + " "
                    + row.day(day, EARLIEST, LATEST)));

            assertThat(rows).containsExactly("5 001 平安巡逻 2026-03-05", "6 002 平安巡逻 2026-03-05", "7 合计 null null");
        }
    }

    @Test
    void mergedCellsShowWhatTheirFirstOneSays() {
        String rows = headings() + "<row r=\"2\">" + cell("A2", "1") + cell("B2", "植树") + cell("C2", "5") + "</row>"
                + "<row r=\"3\">" + cell("A3", "2") + cell("B3", "hidden") + "</row><row r=\"4\"/><row r=\"5\">"
                + cell("A5", "3") + cell("B5", "巡逻") + "</row>";
        AWorkbook workbook = withRows(rows)
                .part(
                        "xl/worksheets/sheet1.xml",
                        withRows(rows)
                                .text("xl/worksheets/sheet1.xml")
                                .replace(
                                        "<autoFilter",
                                        "<mergeCells><mergeCell ref=\"B2:C4\"/></mergeCells><autoFilter"));

        assertThat(workbook.file().titles()).containsExactly("植树", "植树", "巡逻");
        assertThat(workbook.file().rows(row -> row.wholeNumber(AFile.POINTS, 1, 9)))
                .containsOnlyNulls();
    }

    @Test
    void cellsBeyondTheHeadingsAreAtFault() {
        String rows = headings() + "<row r=\"2\">" + cell("A2", "1") + cell("E2", "x") + "</row><row r=\"3\">"
                + cell("A3", "2") + cell("XFD3", "x") + "</row>";

        assertThat(withRows(rows).file().rows(AFile::codes))
                .containsExactly(List.of("cell_without_heading"), List.of("cell_without_heading"));
    }
}

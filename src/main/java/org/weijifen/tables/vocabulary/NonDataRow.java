package org.weijifen.tables.vocabulary;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.HeadedCell;
import org.weijifen.tables.sheet.SheetRow;

/** Rows of a table that contain no data: sums, signature lines, and repeated headings on the next page. */
public enum NonDataRow {
    TOTAL,
    SIGNATURE,
    REPEATED_HEADINGS;

    private static final Pattern SUM =
            Pattern.compile("(\\d{4}年)?((\\d{1,2}|十?[一二三四五六七八九十])月份?|[一二三四]季度|(本|当|全|上|下|每)?(页|月|季度?|年度?|半年|周|日)|以上)?"
                    + "((合计|小计(?!划)|总计|共计).{0,20}|累计|页计)|(sub|grand)?-?totals?:?");

    private static final Pattern SIGNED =
            Pattern.compile("(制表|填表|审核|复核|审批|批准|经办|经手|负责|记录|登记|统计|填报|单位负责|社区负责)(人|员|者)?(签字|签名|签章)?(:.*)?|"
                    + "(单位|社区|居委会)?(负责人|公章|盖章|签字|签名|签章)(\\(.*\\))?(:.*)?|(制表|填表|审核|填报)(日期|时间|单位):.*|"
                    + "(prepared|checked|approved|signed) ?by(:.*)?");

    /**
     * The kind of such a row; empty for a data row, and for a row with another text in its number or name. Remarks of a
     * data row may contain such words too, so only the first cell and the cells of read columns count.
     *
     * @param who the columns that identify the member, task or reward of a row
     */
    public static Optional<NonDataRow> of(SheetRow row, List<Column> who) {
        List<HeadedCell> cells = row.cells();
        if (repeatsHeadings(cells)) {
            return Optional.of(REPEATED_HEADINGS);
        }
        boolean named = cells.stream()
                .filter(cell -> who.stream().anyMatch(column -> cell.heading().equals(row.heading(column))))
                .anyMatch(cell -> kind(cell).isEmpty());
        return named
                ? Optional.empty()
                : cells.stream()
                        .filter(cell -> cell.read() || cell == cells.get(0))
                        .flatMap(cell -> kind(cell).stream())
                        .findFirst();
    }

    /** Its stable code, which is also the name of the text that says why the row is skipped. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean repeatsHeadings(List<HeadedCell> cells) {
        return cells.size() > 1
                && cells.stream()
                        .allMatch(cell -> PlainNames.plain(cell.text()).equals(PlainNames.plain(cell.heading())));
    }

    private static Optional<NonDataRow> kind(HeadedCell cell) {
        String text = PlainNames.plain(cell.text());
        if (SUM.matcher(text).matches()) {
            return Optional.of(TOTAL);
        }
        return SIGNED.matcher(text).matches() ? Optional.of(SIGNATURE) : Optional.empty();
    }
}

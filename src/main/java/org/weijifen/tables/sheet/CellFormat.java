package org.weijifen.tables.sheet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a workbook shows a number (ECMA-376, part 1, 18.8.30 and 18.8.31). Only formats that can be applied exactly are
 * supported. Any other format is reported as unsupported, so that no number is read wrongly.
 */
final class CellFormat {
    static final CellFormat GENERAL = of("General");

    /** For positive and negative numbers, for zero, and for texts. */
    private static final int MOST_SECTIONS = 4;

    /** The formats that every workbook has without saying so; those from 27 on as Chinese versions use them. */
    private static final Map<Integer, CellFormat> BUILT_IN = Map.ofEntries(
            Map.entry(1, of("0")),
            Map.entry(2, of("0.00")),
            Map.entry(3, of("#,##0")),
            Map.entry(4, of("#,##0.00")),
            Map.entry(5, of("¥#,##0;¥-#,##0")),
            Map.entry(6, of("¥#,##0;¥-#,##0")),
            Map.entry(7, of("¥#,##0.00;¥-#,##0.00")),
            Map.entry(8, of("¥#,##0.00;¥-#,##0.00")),
            Map.entry(9, of("0%")),
            Map.entry(10, of("0.00%")),
            Map.entry(11, of("0.00E+00")),
            Map.entry(12, of("# ?/?")),
            Map.entry(13, of("# ??/??")),
            Map.entry(37, of("#,##0_);(#,##0)")),
            Map.entry(38, of("#,##0_);(#,##0)")),
            Map.entry(39, of("#,##0.00_);(#,##0.00)")),
            Map.entry(40, of("#,##0.00_);(#,##0.00)")),
            Map.entry(41, of("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ")),
            Map.entry(42, of("_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* \"-\"_ ;_ @_ ")),
            Map.entry(43, of("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ")),
            Map.entry(44, of("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ")),
            Map.entry(46, of("[h]:mm:ss")),
            Map.entry(48, of("##0.0E+0")),
            Map.entry(49, of("@")));

    private static final CellFormat DAY = of("yyyy-mm-dd");
    private static final CellFormat TIME = of("h:mm");

    private final List<FormatSection> sections;

    private CellFormat(List<FormatSection> sections) {
        this.sections = sections;
    }

    /** A format that has no code in the workbook. */
    static CellFormat builtIn(int id) {
        if (id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57) {
            return DAY;
        }
        if (id >= 18 && id <= 21 || id >= 32 && id <= 35 || id == 45 || id == 47 || id == 55 || id == 56) {
            return TIME;
        }
        return id == 58 ? DAY : BUILT_IN.getOrDefault(id, GENERAL);
    }

    /** A format by its code, such as {@code yyyy"年"m"月"d"日"} or {@code 000000;@}. */
    static CellFormat of(String code) {
        List<FormatSection> sections = new ArrayList<>();
        int at = 0;
        while (at <= code.length()) {
            FormatSection section = FormatSection.read(code, at);
            sections.add(section);
            at = section.end() + 1;
        }
        boolean isLastForTexts = sections.get(sections.size() - 1).isForTexts();
        if (sections.size() == 1 && isLastForTexts) {
            return GENERAL;
        }
        boolean hasTextSection = sections.size() == MOST_SECTIONS || isLastForTexts;
        return new CellFormat(List.copyOf(hasTextSection ? sections.subList(0, sections.size() - 1) : sections));
    }

    /** A cell with a number that is shown in this way. */
    Cell show(BigDecimal number, boolean from1904) {
        FormatSection section = section(number);
        if (section == null) {
            return new Cell(Cell.Kind.OTHERWISE, "");
        }
        // A section of its own for negative numbers says itself how they are told from others.
        return section.show(number, section == sections.get(0), from1904);
    }

    /** The section that shows a number; null when that can't be told, or Excel would show hash signs. */
    private FormatSection section(BigDecimal number) {
        if (sections.size() >= MOST_SECTIONS) {
            return null;
        }
        if (sections.stream().anyMatch(FormatSection::hasCondition)) {
            return byCondition(number);
        }
        int index = number.signum() < 0 ? 1 : number.signum() == 0 ? 2 : 0;
        return sections.get(index < sections.size() ? index : 0);
    }

    /** What Excel does with negative numbers then is told nowhere, nor which condition a section has that says none. */
    private FormatSection byCondition(BigDecimal number) {
        for (FormatSection section : sections) {
            boolean isLast = section == sections.get(sections.size() - 1);
            if (number.signum() < 0 || !section.hasCondition() && !isLast) {
                return null;
            }
            if (!section.hasCondition() || section.holdsFor(number)) {
                return section;
            }
        }
        return null;
    }
}

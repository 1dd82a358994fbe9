package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.weijifen.platform.ProblemException;
import org.weijifen.tables.sheet.Workbook.Worksheet;

/** The worksheets of a workbook, of which one is the table that is looked for. */
final class Worksheets {
    /**
     * The name of the worksheet that is read, and those of the others.
     *
     * @param name null for a file that has no worksheets
     * @param others visible ones with something on them
     */
    record Names(String name, List<String> others) {
        static final Names NONE = new Names(null, List.of());

        Names {
            others = List.copyOf(others);
        }

        /** The name, where there is something to tell it from; else null. */
        String nameAmongOthers() {
            return others.isEmpty() ? null : name;
        }
    }

    /** A worksheet that has been looked into. */
    private record Begun(Worksheet worksheet, RowSource rows, Headings headings) {}

    private final XlsxFile file;
    private final ColumnNames names;
    private final TableChoice choice;
    private final SheetLimits limits;

    Worksheets(XlsxFile file, ColumnNames names, TableChoice choice, SheetLimits limits) {
        this.file = file;
        this.names = names;
        this.choice = choice;
        this.limits = limits;
    }

    /**
     * Opens the worksheet with the name that is asked for; where none is, the first one that has the columns, and rows below
     * them. When none has, the refusal speaks of the one that comes closest.
     *
     * @throws ProblemException as of {@link Sheet}
     */
    Sheet open() throws IOException, XMLStreamException {
        List<Begun> begun = new ArrayList<>();
        for (Worksheet worksheet : candidates()) {
            RowSource rows = XlsxRows.open(file, worksheet.part(), limits);
            Headings headings = Headings.read(rows, names);
            if (headings.isEmpty()) {
                rows.close();
            } else {
                begun.add(new Begun(worksheet, rows, headings));
            }
        }
        Begun chosen = choice.sheet() == null ? first(begun) : named(begun);
        List<String> others = new ArrayList<>();
        for (Begun other : begun) {
            if (other != chosen) {
                other.rows().close();
                others.add(other.worksheet().name());
            }
        }
        return new Sheet(
                file,
                chosen.rows(),
                chosen.headings(),
                new Names(chosen.worksheet().name(), others),
                choice,
                limits);
    }

    /** The worksheets that people see, and the one that was asked for. */
    private List<Worksheet> candidates() {
        List<Worksheet> candidates = new ArrayList<>(file.workbook().visibleSheets());
        if (choice.sheet() != null) {
            Worksheet named = file.workbook().sheets().stream()
                    .filter(this::isNamed)
                    .findFirst()
                    .orElseThrow(() -> Refusals.noSuchSheet(
                            candidates.stream().map(Worksheet::name).toList()));
            if (!candidates.contains(named)) {
                candidates.add(named);
            }
        }
        return candidates;
    }

    private boolean isNamed(Worksheet worksheet) {
        return worksheet.name().equalsIgnoreCase(CellText.strip(choice.sheet()));
    }

    private Begun named(List<Begun> begun) {
        return begun.stream()
                .filter(one -> isNamed(one.worksheet()))
                .findFirst()
                .orElseThrow(Refusals::empty);
    }

    private Begun first(List<Begun> begun) {
        List<Begun> complete = begun.stream().filter(this::isComplete).toList();
        return complete.stream()
                .filter(one -> !one.headings().following().isEmpty())
                .findFirst()
                .or(() -> complete.stream().findFirst())
                .or(() -> closest(begun))
                .orElseThrow(Refusals::empty);
    }

    private boolean isComplete(Begun begun) {
        Headings headings = begun.headings();
        return new Header(headings.row(), headings.following(), names)
                .faults(choice, null).stream().noneMatch(fault -> fault.code().equals("missing_column"));
    }

    private static Optional<Begun> closest(List<Begun> begun) {
        Begun closest = null;
        for (Begun one : begun) {
            if (closest == null
                    || one.headings().recognised() > closest.headings().recognised()) {
                closest = one;
            }
        }
        return Optional.ofNullable(closest);
    }
}

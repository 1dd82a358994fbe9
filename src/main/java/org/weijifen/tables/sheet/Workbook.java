package org.weijifen.tables.sheet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * Where the parts of a workbook are that matter to a table (ECMA-376, parts 1 and 2).
 *
 * @param sheets its worksheets, in their order; at least one
 * @param strings texts that cells share, null when there are none
 * @param styles how cells are shown, null when that is not said
 * @param from1904 whether days count from 1904
 */
record Workbook(List<Worksheet> sheets, String strings, String styles, boolean from1904) {
    private static final int LONGEST_LIST = 10_000;
    private static final int LONGEST_REFERENCE = 2_000;
    private static final String PACKAGE = "";

    /** A worksheet. */
    record Worksheet(String name, String part, boolean isVisible) {}

    /** A part that another one refers to. */
    private record Target(String type, String part) {}

    static Workbook read(ZipParts parts) throws IOException, XMLStreamException {
        String book = ofType(targets(parts, PACKAGE, "_rels/.rels"), "officeDocument");
        if (book == null || !parts.has(book)) {
            throw Refusals.unreadable();
        }
        String folder = book.substring(0, book.lastIndexOf('/') + 1);
        Map<String, Target> targets =
                targets(parts, folder, folder + "_rels/" + book.substring(folder.length()) + ".rels");
        try (XmlReader xml = new XmlReader(parts.open(book))) {
            return read(xml, targets);
        }
    }

    private static Workbook read(XmlReader xml, Map<String, Target> targets) throws XMLStreamException {
        List<Worksheet> sheets = new ArrayList<>();
        boolean from1904 = false;
        while (xml.toStart()) {
            if (xml.name().equals("workbookPr")) {
                from1904 = isTrue(xml.attribute("date1904"));
            } else if (xml.name().equals("sheet")) {
                Target target = targets.get(xml.attribute("id"));
                if (target != null && target.type().equals("worksheet") && sheets.size() < LONGEST_LIST) {
                    sheets.add(new Worksheet(name(xml), target.part(), isVisible(xml.attribute("state"))));
                }
            }
        }
        if (sheets.isEmpty()) {
            throw Refusals.unreadable();
        }
        return new Workbook(List.copyOf(sheets), ofType(targets, "sharedStrings"), ofType(targets, "styles"), from1904);
    }

    private static String name(XmlReader xml) {
        String name = xml.attribute("name");
        if (name != null && name.length() > LONGEST_REFERENCE) {
            throw Refusals.unreadable();
        }
        return name == null ? "" : CellText.strip(CellText.oneLine(name));
    }

    /** The worksheets that people see: all that are not hidden, or the first one when all are hidden. */
    List<Worksheet> visibleSheets() {
        List<Worksheet> visible = sheets.stream().filter(Worksheet::isVisible).toList();
        return visible.isEmpty() ? sheets.subList(0, 1) : visible;
    }

    /** The parts that one part refers to, by the ids it uses for them. */
    private static Map<String, Target> targets(ZipParts parts, String folder, String relationships)
            throws IOException, XMLStreamException {
        Map<String, Target> targets = new HashMap<>();
        if (!parts.has(relationships)) {
            return targets;
        }
        try (XmlReader xml = new XmlReader(parts.open(relationships))) {
            while (xml.toStart("Relationship") && targets.size() < LONGEST_LIST) {
                String id = xml.attribute("Id");
                String type = xml.attribute("Type");
                String target = xml.attribute("Target");
                if (id != null && type != null && target != null) {
                    if (id.length() + type.length() + target.length() > LONGEST_REFERENCE) {
                        throw Refusals.unreadable();
                    }
                    // The types of the two editions of the standard differ in all but their last word.
                    targets.put(id, new Target(type.substring(type.lastIndexOf('/') + 1), resolve(folder, target)));
                }
            }
        }
        return targets;
    }

    private static String ofType(Map<String, Target> targets, String type) {
        return targets.values().stream()
                .filter(target -> target.type().equals(type))
                .map(Target::part)
                .findFirst()
                .orElse(null);
    }

    private static String resolve(String folder, String target) {
        Deque<String> path = new ArrayDeque<>();
        String whole = target.startsWith("/") ? target : folder + target;
        for (String step : whole.replace('\\', '/').split("/")) {
            if (step.equals("..")) {
                path.pollLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                path.addLast(step);
            }
        }
        return String.join("/", path);
    }

    private static boolean isVisible(String state) {
        return state == null || state.equals("visible");
    }

    private static boolean isTrue(String flag) {
        return "1".equals(flag) || "true".equals(flag);
    }
}

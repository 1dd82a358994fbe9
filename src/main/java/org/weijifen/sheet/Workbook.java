package org.weijifen.sheet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * Where the parts of a workbook are that matter to a table (ECMA-376, parts 1 and 2).
 *
 * @param sheet the first worksheet that is not hidden, or the first of all
 * @param strings texts that cells share, null when there are none
 * @param styles how cells are shown, null when that is not said
 * @param from1904 whether days count from 1904
 */
record Workbook(String sheet, String strings, String styles, boolean from1904) {
    private static final int LONGEST_LIST = 10_000;
    private static final int LONGEST_REFERENCE = 2_000;
    private static final String PACKAGE = "";

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
        String visible = null;
        String hidden = null;
        boolean from1904 = false;
        while (xml.toStart()) {
            if (xml.name().equals("workbookPr")) {
                from1904 = isTrue(xml.attribute("date1904"));
            } else if (xml.name().equals("sheet")) {
                Target target = targets.get(xml.attribute("id"));
                boolean isTable = target != null && target.type().equals("worksheet");
                if (isTable && visible == null && isVisible(xml.attribute("state"))) {
                    visible = target.part();
                } else if (isTable && hidden == null) {
                    hidden = target.part();
                }
            }
        }
        if (visible == null && hidden == null) {
            throw Refusals.unreadable();
        }
        return new Workbook(
                visible == null ? hidden : visible,
                ofType(targets, "sharedStrings"),
                ofType(targets, "styles"),
                from1904);
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

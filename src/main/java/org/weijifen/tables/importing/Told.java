package org.weijifen.tables.importing;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.sheet.Column;

/**
 * What a row tells of a fact. One of a file that was corrected agrees with the row which stood for it before in all parts but
 * one.
 *
 * @param memberId whose it is
 * @param itemId the task or reward; null for points that were brought along
 * @param day null where it is not among what tells the fact
 * @param quantity times, hours, units or points
 * @param number the document's own number, or null
 */
record Told(MemberId memberId, UUID itemId, LocalDate day, long quantity, String number) {
    /** What a correction may have changed. Another quantity of the same thing on the same day is found by {@link EarlierImports}. */
    enum Part {
        MEMBER,
        ITEM,
        DAY,
        NUMBER;

        /** The column that says it. */
        Column column(Column item, Column day) {
            return switch (this) {
                case MEMBER -> RowType.MEMBER_NO;
                case ITEM -> item;
                case DAY -> day;
                case NUMBER -> Reading.REFERENCE;
            };
        }
    }

    private Map<Part, Object> parts() {
        Map<Part, Object> parts = new EnumMap<>(Part.class);
        parts.put(Part.MEMBER, memberId);
        parts.put(Part.ITEM, itemId);
        parts.put(Part.DAY, day);
        parts.put(Part.NUMBER, number);
        return parts;
    }

    /** All but one of its parts, each as a text that other facts have in common which differ in that one at most. */
    List<String> allButOne() {
        Map<Part, Object> parts = parts();
        return Stream.of(Part.values())
                .map(one -> quantity + "\n"
                        + parts.entrySet().stream()
                                .map(part -> part.getKey() == one ? "*" : String.valueOf(part.getValue()))
                                .collect(Collectors.joining("\n")))
                .toList();
    }

    /** The parts that another one tells otherwise. */
    Set<Part> differences(Told other) {
        Map<Part, Object> parts = parts();
        Map<Part, Object> others = other.parts();
        Set<Part> differences = EnumSet.noneOf(Part.class);
        Stream.of(Part.values())
                .filter(part -> !Objects.equals(parts.get(part), others.get(part)))
                .forEach(differences::add);
        return differences;
    }
}

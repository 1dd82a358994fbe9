package org.weijifen.tables.comparison;

import java.util.List;
import java.util.stream.Stream;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.vocabulary.ColumnVocabulary;
import org.weijifen.tables.vocabulary.Contacts;

/** The columns that a table may have. A table that was exported here has the same headings. */
final class TableColumns {
    /** Whoever has no number has a name: a heading of which it is unclear is passed over. */
    static final Column MEMBER_NO = ColumnVocabulary.MEMBER_NO.notSurelyBy();

    static final Column DISPLAY_NAME = ColumnVocabulary.DISPLAY_NAME.or();
    static final Column MEMBER = ColumnVocabulary.MEMBER;
    static final Column REFERENCE = ColumnVocabulary.REFERENCE.or("兑换单号", "redemptionId", "Redemption");

    private static final Column HOURS = ColumnVocabulary.QUANTITY;
    private static final Column UNITS = ColumnVocabulary.UNITS;
    private static final Column CREDITED = ColumnVocabulary.EARNED_POINTS;
    private static final Column PRICE = ColumnVocabulary.PRICE;
    private static final Column TASK_CODE = ColumnVocabulary.TASK_CODE;
    private static final Column TASK = ColumnVocabulary.TASK;
    private static final Column REASON = ColumnVocabulary.REASON;
    private static final Column REWARD_CODE = ColumnVocabulary.REWARD_CODE;
    private static final Column REWARD = ColumnVocabulary.REWARD.called("名称").as("reward");

    private static final Column UNIT = ColumnVocabulary.UNIT.inPassing();

    private static final Column EFFECTIVE_ON =
            ColumnVocabulary.EFFECTIVE_ON.as("day").called("effectiveOn");
    private static final Column COLLECTED_ON =
            ColumnVocabulary.COLLECTED_ON.as("day").called("collectedOn", "effectiveOn");
    private static final Column OCCURRED_ON = ColumnVocabulary.OCCURRED_ON;
    private static final Column REQUESTED_ON = ColumnVocabulary.REQUESTED_ON;

    private final MatchingKind kind;
    private final RowsThatCount rowsThatCount;

    TableColumns(MatchingKind kind) {
        this.kind = kind;
        this.rowsThatCount = new RowsThatCount(kind);
    }

    /** All there are. */
    List<Column> all() {
        Stream<Column> common = Stream.of(
                MEMBER_NO, DISPLAY_NAME, MEMBER, quantity(), day(), REFERENCE, Contacts.PHONE, Contacts.HOUSEHOLD);
        Stream<Column> own =
                switch (kind) {
                    case CREDITS -> Stream.of(CREDITED, TASK_CODE, TASK, REASON, OCCURRED_ON, UNIT);
                    case REDEMPTIONS -> Stream.of(PRICE, REWARD_CODE, REWARD, REQUESTED_ON);
                };
        return Stream.of(common, own, rowsThatCount.columns().stream())
                .flatMap(columns -> columns)
                .toList();
    }

    /** Of each of these a table has one. */
    List<List<Column>> oneOf() {
        return List.of(who(), List.of(quantity(), points()), List.of(day()));
    }

    /**
     * The columns of the day of a row, in the order of the search: for a fact that was recorded late, the day it
     * happened; of goods that still wait, the day they were requested.
     */
    List<Column> days() {
        return switch (kind) {
            case CREDITS -> List.of(OCCURRED_ON, EFFECTIVE_ON);
            case REDEMPTIONS -> List.of(COLLECTED_ON, REQUESTED_ON);
        };
    }

    /** The day of a row, in a table that says only one. */
    Column day() {
        return switch (kind) {
            case CREDITS -> EFFECTIVE_ON;
            case REDEMPTIONS -> COLLECTED_ON;
        };
    }

    /** The day on which it was booked, where that may be another; null where a table has no such day. */
    Column bookedOn() {
        return switch (kind) {
            case CREDITS -> EFFECTIVE_ON;
            case REDEMPTIONS -> null;
        };
    }

    /** What a task is counted by; null where there is no such thing. */
    Column unit() {
        return switch (kind) {
            case CREDITS -> UNIT;
            case REDEMPTIONS -> null;
        };
    }

    /** Times or hours, or units. */
    Column quantity() {
        return switch (kind) {
            case CREDITS -> HOURS;
            case REDEMPTIONS -> UNITS;
        };
    }

    /** Whom a row is about. */
    static List<Column> who() {
        return List.of(MEMBER_NO, DISPLAY_NAME, MEMBER);
    }

    /** Which rows count. */
    RowsThatCount rowsThatCount() {
        return rowsThatCount;
    }

    /** Points earned, or the price of all units together. */
    Column points() {
        return switch (kind) {
            case CREDITS -> CREDITED;
            case REDEMPTIONS -> PRICE;
        };
    }

    /** Code of a task or reward. */
    Column itemCode() {
        return switch (kind) {
            case CREDITS -> TASK_CODE;
            case REDEMPTIONS -> REWARD_CODE;
        };
    }

    /** Title of a task or reward, or its code. */
    Column item() {
        return switch (kind) {
            case CREDITS -> TASK;
            case REDEMPTIONS -> REWARD;
        };
    }

    /** The same in words where it is no task; null where there is no such thing. */
    Column words() {
        return switch (kind) {
            case CREDITS -> REASON;
            case REDEMPTIONS -> null;
        };
    }
}

package org.weijifen.tables.comparison;

import java.time.LocalDate;
import java.util.List;
import org.weijifen.platform.id.MemberId;

/**
 * An entry of the books: a credit, or a line of a redemption.
 *
 * @param sequence of the transaction
 * @param memberId whose it is
 * @param memberNo the same, for people
 * @param item what it is for: see {@link Items}
 * @param itemName the same, for people; may be null
 * @param quantity how many units, or times or hours of a task; null for points without a task
 * @param points earned, or the price of the line
 * @param day it happened, in the community's time zone
 * @param references by which a row may name it: that of the credit or reservation, and the id of a redemption
 * @param withdrawnAs null when it counts; else how it was taken back: reversed, cancelled, expired or returned
 */
record BookEntry(
        long sequence,
        MemberId memberId,
        String memberNo,
        String item,
        String itemName,
        Long quantity,
        long points,
        LocalDate day,
        List<String> references,
        String withdrawnAs) {

    BookEntry {
        references = List.copyOf(references);
    }

    boolean counts() {
        return withdrawnAs == null;
    }
}

package org.weijifen.tables.comparison;

import java.util.UUID;
import org.weijifen.tables.vocabulary.PlainNames;

/** What a row or an entry is for, as one text that is the same exactly when it is the same thing. */
final class Items {
    private Items() {}

    /** A task or a reward. */
    static String of(UUID id) {
        return id.toString();
    }

    /** Something said in words; also nothing at all. */
    static String saying(String words) {
        return "=" + (words == null ? "" : PlainNames.plain(words));
    }
}

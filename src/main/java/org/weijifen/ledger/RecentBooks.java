package org.weijifen.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a lane has loaded of the books that it wrote last. Only the thread of the lane uses it.
 *
 * <p>A batch takes the books of its communities out, and puts them back once it is committed. So nothing is left here of
 * a batch that failed or whose commit was not answered.
 */
final class RecentBooks {
    private final Map<UUID, LoadedBooks> books = new LinkedHashMap<>();
    private final long mostEntries;
    private long entries;

    /** @param mostEntries most accounts and rows; beyond it, the books that were not written for longest are forgotten */
    RecentBooks(long mostEntries) {
        this.mostEntries = mostEntries;
    }

    /** Takes out what is here of these communities. */
    Map<UUID, LoadedBooks> take(Collection<UUID> communityIds) {
        Map<UUID, LoadedBooks> taken = new HashMap<>();
        for (UUID communityId : communityIds) {
            LoadedBooks known = books.remove(communityId);
            if (known != null) {
                entries -= known.size();
                taken.put(communityId, known);
            }
        }
        return taken;
    }

    /** Puts back what a committed batch has loaded and changed. */
    void put(UUID communityId, LoadedBooks committed) {
        if (committed.size() > mostEntries) {
            return;
        }
        committed.committed();
        books.put(communityId, committed);
        entries += committed.size();
        Iterator<LoadedBooks> oldest = books.values().iterator();
        while (entries > mostEntries) {
            entries -= oldest.next().size();
            oldest.remove();
        }
    }
}

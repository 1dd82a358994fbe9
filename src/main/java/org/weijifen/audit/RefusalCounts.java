package org.weijifen.audit;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.weijifen.access.SecurityEvent;

/** Counts refusals that are alike, until they become lines. However many there are, they take little memory and few lines. */
@Singleton
final class RefusalCounts {
    /** Different ones in a minute; the others become one line for each kind, about nobody and nothing. */
    private static final int MOST = 1_000;

    private final Map<SecurityEvent, Counted> counts = new HashMap<>();

    /** The first of some that are alike, and their number. */
    private static final class Counted {
        private final SecurityEvent first;
        private long number;

        Counted(SecurityEvent first) {
            this.first = first;
        }
    }

    synchronized void add(SecurityEvent event) {
        SecurityEvent alike = alike(event);
        if (!counts.containsKey(alike) && counts.size() >= MOST) {
            alike = SecurityEvent.of(event.kind(), null, null).refuse();
        }
        counts.computeIfAbsent(alike, any -> new Counted(event)).number += event.occurrences();
    }

    /** The counted ones, to become lines; the counting begins anew. */
    synchronized List<SecurityEvent> take() {
        List<SecurityEvent> taken = new ArrayList<>();
        counts.forEach((alike, counted) -> taken.add(
                (alike.actor() == null && alike.subjectKind() == null ? alike : counted.first).times(counted.number)));
        counts.clear();
        return taken;
    }

    /** The event without what differs between requests. */
    private static SecurityEvent alike(SecurityEvent event) {
        SecurityEvent of = SecurityEvent.of(event.kind(), event.actor(), null)
                .in(event.communityId())
                .about(event.subjectKind(), event.subjectId())
                .with(event.changes());
        return event.refused() ? of.refuse() : of;
    }
}

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
    /** Different ones of one actor in a minute. Its others become one line about nothing, so that they hide nobody else's. */
    private static final int MOST_OF_ONE = 100;

    /** Different ones of all actors in a minute. The others become one line about nobody. */
    private static final int MOST = 5_000;

    private final Map<SecurityEvent, Counted> counts = new HashMap<>();
    private final Map<String, Integer> ofActors = new HashMap<>();

    /** The number of some that are alike, with what the first of them says. */
    private static final class Counted {
        private final SecurityEvent event;
        private long number;

        Counted(SecurityEvent event) {
            this.event = event;
        }
    }

    synchronized void add(SecurityEvent event) {
        SecurityEvent alike = alike(event);
        Counted counted = counts.get(alike);
        if (counted == null && ofActors.getOrDefault(event.actor(), 0) >= MOST_OF_ONE) {
            alike = SecurityEvent.of(event.kind(), event.actor(), null).refuse();
            counted = counts.computeIfAbsent(alike, Counted::new);
        } else if (counted == null && counts.size() >= MOST) {
            alike = SecurityEvent.of(event.kind(), null, null).refuse();
            counted = counts.computeIfAbsent(alike, Counted::new);
        } else if (counted == null) {
            counted = new Counted(event);
            counts.put(alike, counted);
            if (event.actor() != null) {
                ofActors.merge(event.actor(), 1, Integer::sum);
            }
        }
        counted.number += event.occurrences();
    }

    /** The counted ones, to become lines; the counting begins anew. */
    synchronized List<SecurityEvent> take() {
        List<SecurityEvent> taken = new ArrayList<>();
        counts.values().forEach(counted -> taken.add(counted.event.times(counted.number)));
        counts.clear();
        ofActors.clear();
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

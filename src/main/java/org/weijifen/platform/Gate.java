package org.weijifen.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lets a few in at once, and shares the places out among owners, such as communities: nobody holds more than half of them, nor
 * takes the last one while holding another, so that somebody else always gets in. Whoever has to wait is let in after others
 * who were not the last to be let in. Each instance counts for itself.
 */
public final class Gate {

    /** A place inside, given back once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** What is done inside; {@code E} is what it may throw. */
    public interface Turn<R, E extends Exception> {
        R run() throws E;
    }

    /** Somebody who waits, until there is a place. */
    private static final class Waiting {
        private final Object owner;
        private Place place;

        private Waiting(Object owner) {
            this.owner = owner;
        }
    }

    private final int places;
    private final int mostWaiting;
    private final Duration patience;
    private final Map<Object, Integer> inside = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private int taken;
    private Object last;

    /** A gate at which nobody waits. */
    public Gate(int places) {
        this(places, 0, Duration.ZERO);
    }

    /**
     * A gate at which some wait.
     *
     * @param mostWaiting how many wait at most; of one owner half of them
     * @param patience the longest that somebody waits
     */
    public Gate(int places, int mostWaiting, Duration patience) {
        this.places = places;
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /**
     * Takes a place, and gives it back when all is done.
     *
     * @throws ProblemException as of {@link #enter}
     */
    public <R, E extends Exception> R take(Object owner, Turn<R, E> turn) throws E {
        Place place = enter(owner);
        try {
            return turn.run();
        } finally {
            place.close();
        }
    }

    /**
     * Takes a place, and waits for it where that is allowed.
     *
     * @throws ProblemException {@code overloaded} when there is none
     */
    public synchronized Place enter(Object owner) {
        Optional<Place> place = tryEnter(owner);
        if (place.isPresent()) {
            return place.get();
        }
        long others =
                waiting.stream().filter(other -> other.owner.equals(owner)).count();
        if (waiting.size() >= mostWaiting || others >= half(mostWaiting)) {
            throw ProblemException.of(ErrorCode.OVERLOADED);
        }
        return await(new Waiting(owner));
    }

    /** Takes a place if there is one now. */
    public synchronized Optional<Place> tryEnter(Object owner) {
        return mayEnter(owner) ? Optional.of(admit(owner)) : Optional.empty();
    }

    /** How many wait for a place. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private Place await(Waiting one) {
        waiting.add(one);
        long start = System.nanoTime();
        try {
            long left = patience.toMillis();
            while (one.place == null && left > 0) {
                wait(left);
                left = patience.minusNanos(System.nanoTime() - start).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.remove(one);
        if (one.place == null) {
            throw ProblemException.of(ErrorCode.OVERLOADED);
        }
        return one.place;
    }

    private boolean mayEnter(Object owner) {
        int own = inside.getOrDefault(owner, 0);
        int free = places - taken;
        return own == 0 ? free > 0 : free > 1 && own < half(places);
    }

    private static int half(int places) {
        return (places + 1) / 2;
    }

    private Place admit(Object owner) {
        taken++;
        last = owner;
        inside.merge(owner, 1, Integer::sum);
        return new Place() {
            private boolean given;

            @Override
            public void close() {
                if (!given) {
                    given = true;
                    leave(owner);
                }
            }
        };
    }

    private synchronized void leave(Object owner) {
        taken--;
        inside.computeIfPresent(owner, (same, own) -> own == 1 ? null : own - 1);
        Waiting next = next();
        while (next != null) {
            next.place = admit(next.owner);
            next = next();
        }
        notifyAll();
    }

    private Waiting next() {
        Predicate<Waiting> mayEnter = one -> one.place == null && mayEnter(one.owner);
        return Stream.concat(waiting.stream().filter(one -> !one.owner.equals(last)), waiting.stream())
                .filter(mayEnter)
                .findFirst()
                .orElse(null);
    }
}

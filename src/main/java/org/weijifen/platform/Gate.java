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
 * Limits how many pieces of work run at once, and shares the places among owners, such as communities. An owner holds
 * at most half of the places, and cannot take the last one while it holds another. So another owner can always enter. A
 * waiting owner that entered last lets the others enter first. Each instance counts for itself.
 */
public final class Gate {

    /** A place, which is given back once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** The work that is done inside; {@code E} is the exception it may throw. */
    public interface Turn<R, E extends Exception> {
        R run() throws E;
    }

    /** An owner that waits for a place. */
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

    /** A gate that refuses at once when there is no place. */
    public Gate(int places) {
        this(places, 0, Duration.ZERO);
    }

    /**
     * A gate at which owners may wait.
     *
     * @param mostWaiting the largest number of waits, and half of it for one owner
     * @param patience the longest wait
     */
    public Gate(int places, int mostWaiting, Duration patience) {
        this.places = places;
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /**
     * Takes a place, does the work, and gives the place back.
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
     * Takes a place, and waits for it if the gate allows waiting.
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

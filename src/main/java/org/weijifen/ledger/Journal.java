package org.weijifen.ledger;

import java.util.ArrayDeque;
import java.util.Deque;

/** The undo steps of a working copy, the last change first. */
final class Journal {
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    /** Adds the undo step of a change that was just made. */
    void push(Runnable undo) {
        undoing.push(undo);
    }

    /** The current position, for {@link #undoTo}. */
    int mark() {
        return undoing.size();
    }

    void undoTo(int mark) {
        while (undoing.size() > mark) {
            undoing.pop().run();
        }
    }
}

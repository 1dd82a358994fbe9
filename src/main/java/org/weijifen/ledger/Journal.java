package org.weijifen.ledger;

import java.util.ArrayDeque;
import java.util.Deque;

/** How to undo what was changed in a working copy, the last change first. */
final class Journal {
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    /** Takes in how to undo a change that was made just now. */
    void push(Runnable undo) {
        undoing.push(undo);
    }

    /** Where it stands, for {@link #undoTo}. */
    int mark() {
        return undoing.size();
    }

    void undoTo(int mark) {
        while (undoing.size() > mark) {
            undoing.pop().run();
        }
    }
}

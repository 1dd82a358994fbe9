package org.weijifen.tables.importing;

import java.nio.ByteBuffer;

/**
 * Numbers of very many texts, in memory that a map of objects would fill three times over. A text is known by 64 bits of its
 * SHA-256.
 */
final class Fingerprints {
    private static final int PAIR = 2;

    /** A fingerprint and its number by turns; zeros where nothing is. */
    private long[] pairs = new long[1 << 11];

    private int size;

    /** The number of a text; 0 when it has none. */
    long get(String text) {
        return pairs[place(fingerprint(text)) + 1];
    }

    void put(String text, long number) {
        long key = fingerprint(text);
        if (pairs[place(key)] == 0) {
            size++;
            growIfFull();
        }
        put(key, number);
    }

    /** Stands for a text; never 0. */
    static long fingerprint(String text) {
        long bits = ByteBuffer.wrap(Reading.sha256(text)).getLong();
        return bits == 0 ? 1 : bits;
    }

    private void put(long key, long number) {
        int place = place(key);
        pairs[place] = key;
        pairs[place + 1] = number;
    }

    /** Where a fingerprint is, or belongs. */
    private int place(long key) {
        int place = PAIR * (int) key & pairs.length - 1;
        while (pairs[place] != 0 && pairs[place] != key) {
            place = place + PAIR & pairs.length - 1;
        }
        return place;
    }

    /** Beyond four fifths looking takes long. */
    private void growIfFull() {
        if (5L * PAIR * size > 4L * pairs.length) {
            long[] full = pairs;
            pairs = new long[2 * full.length];
            for (int i = 0; i < full.length; i += PAIR) {
                if (full[i] != 0) {
                    put(full[i], full[i + 1]);
                }
            }
        }
    }
}

package org.weijifen.tables.importing;

import java.nio.ByteBuffer;

/**
 * Remembers a number for each of very many texts, in 16 bytes each: a text is known by 64 bits of its SHA-256. That two of a
 * million texts are taken for one happens once in tens of millions of files.
 */
final class Fingerprints {
    private static final int FIRST_CAPACITY = 1 << 10;

    /** Zero where nothing is. */
    private long[] keys = new long[FIRST_CAPACITY];

    private long[] values = new long[FIRST_CAPACITY];
    private int size;

    /** Adds one to the number of a text, and answers it; 1 the first time. */
    long increment(String text) {
        int slot = slot(fingerprint(text));
        values[slot]++;
        return values[slot];
    }

    /** The number of a text; 0 when it has none. */
    long get(String text) {
        long key = fingerprint(text);
        int slot = find(key);
        return keys[slot] == key ? values[slot] : 0;
    }

    void put(String text, long value) {
        int slot = slot(fingerprint(text));
        values[slot] = value;
    }

    /** 64 bits that stand for a text; never 0. */
    static long fingerprint(String text) {
        long bits = ByteBuffer.wrap(Reading.sha256(text)).getLong();
        return bits == 0 ? 1 : bits;
    }

    /** Where a key is, or where it belongs. */
    private int find(long key) {
        int slot = (int) key & keys.length - 1;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private int slot(long key) {
        int slot = find(key);
        if (keys[slot] == key) {
            return slot;
        }
        if (2 * (size + 1) > keys.length) {
            grow();
            slot = find(key);
        }
        keys[slot] = key;
        size++;
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = find(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}

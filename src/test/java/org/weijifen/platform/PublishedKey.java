package org.weijifen.platform;

import java.util.List;

/** Encrypts as development mode does. */
public final class PublishedKey {
    private PublishedKey() {}

    public static byte[] encrypt(byte[] plain, byte[] context) {
        return new KeyEncryption(List.of(KeyEncryptionKeys.PUBLISHED)).encrypt(plain, context);
    }
}

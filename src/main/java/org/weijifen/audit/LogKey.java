package org.weijifen.audit;

import jakarta.inject.Singleton;

/** The secret by which personal values are hashed. */
@Singleton
class LogKey {
    byte[] bytes() {
        return new byte[32];
    }
}

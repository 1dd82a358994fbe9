package org.weijifen.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks operations that look the caller's account up, because not even for the few seconds until an instance learns of it
 * may somebody do them who has been disabled: they would stay for good, or take away what can't be brought back.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AccountLookup {}

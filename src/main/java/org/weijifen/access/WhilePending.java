package org.weijifen.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An operation that is open to a token whose next pending step is one of these. Without it an operation waits for the step. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface WhilePending {
    PendingStep[] value() default {PendingStep.PASSWORD_CHANGE, PendingStep.SECOND_FACTOR};
}

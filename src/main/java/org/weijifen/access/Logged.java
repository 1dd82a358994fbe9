package org.weijifen.access;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation that hands out personal data or exports: it answers only after a line of the {@link SecurityLog} is
 * committed. What members, and users of merchants, read of their own adds none.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Logged {
    @Nonbinding
    SecurityEventKind value() default SecurityEventKind.READ;

    /** What is read or exported. */
    @Nonbinding
    String what() default "";

    /** Name of the path parameter that says of which one; empty for lists and for new ones. */
    @Nonbinding
    String id() default "";
}

package org.weijifen.platform.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest size of an operation's body, and the longest time for it to arrive. The size is computed from the bounds
 * of its fields, because the body decides the cost of a request. The default is enough for one record with a few texts,
 * or for a list of some dozen short items.
 *
 * <p>Both values may name a setting, such as {@code ${weijifen.importing.max-file-size}}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BodyLimit {
    /** The size when an operation states none. */
    String USUAL_SIZE = "16K";

    /** The patience when an operation states none. */
    String USUAL_PATIENCE = "10s";

    /** The longest body; a longer one is answered 413. */
    String size() default USUAL_SIZE;

    /** The longest time to arrive. A later body is answered 408, and its connection is closed. */
    String patience() default USUAL_PATIENCE;
}

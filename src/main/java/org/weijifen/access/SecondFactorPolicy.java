package org.weijifen.access;

import java.util.Collection;

/** Which communities ask for a second factor. The community feature implements it, because access knows no feature. */
public interface SecondFactorPolicy {
    /** Whether one of these communities, by their slugs, asks for it. */
    boolean isRequiredInOneOf(Collection<String> communities);

    /** Whether any community at all asks for it. */
    boolean isRequiredAnywhere();
}

package org.weijifen.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where an account has worked before. Its name stays known there, because the books still have its id as the actor of what
 * it did.
 */
final class FormerCommunities {
    private FormerCommunities() {}

    /** Those before, and those that are left now; without those where it works again. */
    static String[] after(String[] former, String[] before, Collection<String> now) {
        Set<String> all = new LinkedHashSet<>(Arrays.asList(former));
        all.addAll(Arrays.asList(before));
        all.removeAll(now);
        return all.toArray(String[]::new);
    }
}

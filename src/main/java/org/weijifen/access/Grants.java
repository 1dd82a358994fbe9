package org.weijifen.access;

import jakarta.json.JsonString;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a token permits, and where.
 *
 * @param role decides what {@code permissions} mean
 * @param communities slugs; without meaning for an admin, who works in all
 * @param permissions of staff: {@code fuxi/counter} for each permission in a community where somebody has not all of them;
 *     of a client: its scopes, in all of its communities
 */
record Grants(String role, Set<String> communities, Set<String> permissions) {
    /** Between a community's slug, which has none of it, and a permission. */
    static final String SEPARATOR = "/";

    /** Reads the claims of a token. */
    static Grants of(String role, Object communities, Object permissions) {
        return new Grants(role, texts(communities), texts(permissions));
    }

    static Set<String> texts(Object claim) {
        return claim instanceof Collection<?> values
                ? values.stream()
                        .map(value -> value instanceof JsonString text ? text.getString() : String.valueOf(value))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** The permissions in a community; none where the caller does not work. */
    Set<String> in(String community) {
        return worksIn(community) ? permissionsOf(narrowedIn(community)) : Set.of();
    }

    /** The permissions in some community or other, and what users and clients are who work nowhere. */
    Set<String> anywhere() {
        Set<String> all = new HashSet<>(
                switch (role) {
                    case Role.ADMIN -> union(permissionsOf(Set.of()), Permission.USER);
                    case Role.COMMITTEE -> Set.of(Permission.STAFF, Permission.USER);
                    case Role.MERCHANT -> Set.of(Permission.USER);
                    case Role.INTEGRATOR -> Set.of(Permission.CLIENT);
                    default -> Set.of();
                });
        communities.forEach(community -> all.addAll(in(community)));
        return all;
    }

    boolean worksIn(String community) {
        return role.equals(Role.ADMIN) || communities.contains(community);
    }

    private Set<String> narrowedIn(String community) {
        return ofCommunity(permissions, community).collect(Collectors.toSet());
    }

    /** The permissions that are given in one community; none where somebody has all of their role. */
    static Stream<String> ofCommunity(Collection<String> permissions, String community) {
        String prefix = community + SEPARATOR;
        return permissions.stream()
                .filter(permission -> permission.startsWith(prefix))
                .map(permission -> permission.substring(prefix.length()));
    }

    private Set<String> permissionsOf(Set<String> narrowed) {
        return switch (role) {
            case Role.ADMIN -> union(Permission.OF_STAFF, Permission.STAFF, Permission.ADMINISTRATOR);
            case Role.COMMITTEE -> union(narrowed.isEmpty() ? Permission.OF_STAFF : narrowed, Permission.STAFF);
            case Role.INTEGRATOR -> union(permissions, Permission.CLIENT);
            case Role.MERCHANT -> Set.of(Permission.MERCHANT);
            case Role.MEMBER -> Set.of(Permission.MEMBER);
            default -> Set.of();
        };
    }

    private static Set<String> union(Collection<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }
}

package org.weijifen.tables.comparison;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.weijifen.platform.SqlQuery;
import org.weijifen.tables.vocabulary.PlainNames;

/** What people and things of one community are called: by codes, of which each has its own, and by names, which several may share. */
final class KnownNames {
    private final Map<String, UUID> byCode = new HashMap<>();
    /** Only of codes that are not plain themselves: large communities have many members, and their names take memory. */
    private final Map<String, Set<UUID>> byPlainCode = new HashMap<>();

    private final Map<String, Set<UUID>> byName = new HashMap<>();

    private KnownNames() {}

    /** The members, by their numbers and names. */
    static KnownNames ofMembers(Connection connection, UUID communityId) throws SQLException {
        return read(connection, communityId, "select m.id, m.member_no, m.display_name from member m");
    }

    /** The tasks, or the rewards, by their codes and titles. */
    static KnownNames ofItems(Connection connection, UUID communityId, MatchingKind kind) throws SQLException {
        return switch (kind) {
            case CREDITS -> read(connection, communityId, "select k.id, k.code, k.title from task k");
            case REDEMPTIONS -> read(connection, communityId, "select w.id, w.code, w.title from reward w");
        };
    }

    private static KnownNames read(Connection connection, UUID communityId, String select) throws SQLException {
        KnownNames known = new KnownNames();
        SqlQuery.of(communityId, select + " where community_id = :community").stream(
                connection, row -> known.add(row.getObject(1, UUID.class), row.getString(2), row.getString(3)));
        return known;
    }

    private void add(UUID id, String code, String name) {
        byCode.put(code, id);
        String plainCode = PlainNames.plain(code);
        if (!plainCode.equals(code)) {
            byPlainCode.merge(plainCode, Set.of(id), KnownNames::both);
        }
        byName.merge(PlainNames.plain(name), Set.of(id), KnownNames::both);
    }

    /** Most names are one's own, and take a small set that never changes; those of several go on growing. */
    private static Set<UUID> both(Set<UUID> some, Set<UUID> more) {
        Set<UUID> all = some.size() == 1 ? new HashSet<>(some) : some;
        all.addAll(more);
        return all;
    }

    /** Who or what has this code, or null. */
    UUID withCode(String code) {
        return byCode.get(code);
    }

    /** A known name in its plain form. */
    String nameOf(UUID id) {
        return byName.entrySet().stream()
                .filter(named -> named.getValue().contains(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** All that are called by this name or have it as their code, written exactly so or else in another form. */
    Set<UUID> called(String name) {
        String plain = PlainNames.plain(name);
        Set<UUID> named = byName.getOrDefault(plain, Set.of());
        Set<UUID> coded = coded(name, plain);
        if (named.isEmpty() || coded.isEmpty()) {
            return named.isEmpty() ? coded : named;
        }
        Set<UUID> all = new HashSet<>(named);
        all.addAll(coded);
        return all;
    }

    private Set<UUID> coded(String name, String plain) {
        UUID exactly = byCode.get(name);
        if (exactly != null) {
            return Set.of(exactly);
        }
        Set<UUID> inAnotherForm = byPlainCode.getOrDefault(plain, Set.of());
        UUID plainly = byCode.get(plain);
        if (plainly == null) {
            return inAnotherForm;
        }
        Set<UUID> all = new HashSet<>(inAnotherForm);
        all.add(plainly);
        return all;
    }
}

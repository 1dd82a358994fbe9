package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.weijifen.ledger.Lookups;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.Violation;

/** The ids behind the numbers, codes and titles that some rows speak of. */
record Directory(Map<String, UUID> members, Titled tasks, Titled rewards, Titled merchants) {
    static final Directory EMPTY = new Directory(Map.of(), Titled.NONE, Titled.NONE, Titled.NONE);

    /** What is to be looked up. */
    record Names(Set<String> members, Set<Naming> tasks, Set<Naming> rewards, Set<Naming> merchants) {
        Names() {
            this(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        }
    }

    Optional<UUID> member(String memberNo) {
        return Optional.ofNullable(members.get(memberNo));
    }

    /** @throws ProblemException {@code not_found} */
    UUID requireMember(String memberNo) {
        return member(memberNo).orElseThrow(() -> ProblemException.variant(ErrorCode.NOT_FOUND, "member-no", memberNo)
                .with(List.of(Violation.of("memberNo", "invalid_value"))));
    }

    /** @throws ProblemException as of {@link Titled#require} */
    UUID requireTask(Naming task) {
        return tasks.require(task, "task");
    }

    /** @throws ProblemException as of {@link Titled#require} */
    UUID requireReward(Naming reward) {
        return rewards.require(reward, "reward");
    }

    /** Looks names up. */
    @Singleton
    static final class Directories {
        private final Snapshots snapshots;
        private final ReadingConfig config;

        Directories(Snapshots snapshots, ReadingConfig config) {
            this.snapshots = snapshots;
            this.config = config;
        }

        /**
         * All of them by two statements for each kind at most.
         *
         * @throws ProblemException as of {@link Snapshots#read}
         */
        Directory of(UUID communityId, Names names) {
            Lookups lookups = new Lookups(config.statementTimeout());
            Map<String, UUID> members = members(lookups, communityId, names.members());
            Titled tasks = titled(lookups, communityId, names.tasks(), "task");
            Titled rewards = titled(lookups, communityId, names.rewards(), "reward");
            Titled merchants = titled(lookups, communityId, names.merchants(), "merchant");
            return snapshots.read(connection -> {
                lookups.run(connection);
                return new Directory(members, tasks, rewards, merchants);
            });
        }

        private static Map<String, UUID> members(Lookups lookups, UUID communityId, Set<String> numbers) {
            Map<String, UUID> found = new HashMap<>();
            find(lookups, communityId, numbers, """
                    select m.member_no, m.id from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                    cross join lateral (select m.* from member m
                        where m.community_id = n.community_id and m.member_no between n.code and n.code
                        order by m.member_no) m
                    """, row -> found.put(row.getString(1), row.getObject(2, UUID.class)));
            return found;
        }

        private static Titled titled(Lookups lookups, UUID communityId, Set<Naming> names, String table) {
            Titled found = new Titled(new HashMap<>(), new HashMap<>());
            find(
                    lookups,
                    communityId,
                    names.stream().map(Naming::text).collect(Collectors.toSet()),
                    """
                    select t.code, t.id from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                    cross join lateral (select t.* from %s t
                        where t.community_id = n.community_id and t.code between n.code and n.code order by t.code) t
                    """.formatted(table),
                    row -> found.ids().put(row.getString(1), row.getObject(2, UUID.class)));
            find(
                    lookups,
                    communityId,
                    names.stream().filter(Naming::titlesToo).map(Naming::text).collect(Collectors.toSet()),
                    """
                    select t.code, t.id, t.title from unnest(?::uuid[], ?::text[]) as n(community_id, title)
                    join %s t on t.community_id = n.community_id and t.title = n.title
                    """.formatted(table),
                    row -> {
                        found.ids().put(row.getString(1), row.getObject(2, UUID.class));
                        found.codes()
                                .computeIfAbsent(row.getString(3), any -> new HashSet<>())
                                .add(row.getString(1));
                    });
            return found;
        }

        private static void find(
                Lookups lookups, UUID communityId, Set<String> texts, String sql, Lookups.Reading eachRow) {
            if (texts.isEmpty()) {
                return;
            }
            lookups.add(
                    sql,
                    columns -> {
                        columns.uuids(texts.stream().map(text -> communityId));
                        columns.texts(texts.stream());
                    },
                    rows -> {
                        while (rows.next()) {
                            eachRow.read(rows);
                        }
                    });
        }
    }
}

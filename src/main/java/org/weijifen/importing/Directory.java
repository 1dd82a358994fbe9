package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.weijifen.ledger.Lookups;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.Violation;

/** The ids behind the numbers and codes that some rows speak of. */
record Directory(Map<String, UUID> members, Map<String, UUID> tasks, Map<String, UUID> rewards) {
    static final Directory EMPTY = new Directory(Map.of(), Map.of(), Map.of());

    /** What is to be looked up. */
    record Names(Set<String> members, Set<String> tasks, Set<String> rewards) {
        Names() {
            this(new HashSet<>(), new HashSet<>(), new HashSet<>());
        }
    }

    Optional<UUID> member(String memberNo) {
        return Optional.ofNullable(members.get(memberNo));
    }

    Optional<UUID> task(String code) {
        return Optional.ofNullable(tasks.get(code));
    }

    Optional<UUID> reward(String code) {
        return Optional.ofNullable(rewards.get(code));
    }

    /** @throws ProblemException {@code not_found} */
    UUID requireMember(String memberNo) {
        return member(memberNo).orElseThrow(() -> missing("member-no", "memberNo", memberNo));
    }

    /** @throws ProblemException {@code not_found} */
    UUID requireTask(String code) {
        return task(code).orElseThrow(() -> missing("task-code", "taskCode", code));
    }

    /** @throws ProblemException {@code not_found} */
    UUID requireReward(String code) {
        return reward(code).orElseThrow(() -> missing("reward-code", "rewardCode", code));
    }

    private static ProblemException missing(String variant, String column, String value) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, variant, value)
                .with(List.of(Violation.of(column, "invalid_value")));
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
         * All of them by one statement for each kind.
         *
         * @throws ProblemException as of {@link Snapshots#read}
         */
        Directory of(UUID communityId, Names names) {
            Map<String, UUID> members = new HashMap<>();
            Map<String, UUID> tasks = new HashMap<>();
            Map<String, UUID> rewards = new HashMap<>();
            Lookups lookups = new Lookups(config.statementTimeout());
            find(lookups, communityId, names.members(), members, """
                    select m.member_no, m.id from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                    join member m on m.community_id = n.community_id and m.member_no = n.code collate "C"
                    """);
            find(lookups, communityId, names.tasks(), tasks, """
                    select t.code, t.id from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                    join task t on t.community_id = n.community_id and t.code = n.code collate "C"
                    """);
            find(lookups, communityId, names.rewards(), rewards, """
                    select r.code, r.id from unnest(?::uuid[], ?::text[]) as n(community_id, code)
                    join reward r on r.community_id = n.community_id and r.code = n.code collate "C"
                    """);
            return snapshots.read(connection -> {
                lookups.run(connection);
                return new Directory(members, tasks, rewards);
            });
        }

        private static void find(
                Lookups lookups, UUID communityId, Set<String> codes, Map<String, UUID> found, String sql) {
            if (codes.isEmpty()) {
                return;
            }
            lookups.add(
                    sql,
                    columns -> {
                        columns.uuids(codes.stream().map(code -> communityId));
                        columns.texts(codes.stream());
                    },
                    rows -> {
                        while (rows.next()) {
                            found.put(rows.getString(1), rows.getObject(2, UUID.class));
                        }
                    });
        }
    }
}

package org.weijifen.importing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
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

        Directories(Snapshots snapshots) {
            this.snapshots = snapshots;
        }

        /** All of them by one statement for each kind. */
        Directory of(UUID communityId, Names names) {
            return snapshots.lookUp(connection -> new Directory(
                    find(connection, communityId, names.members(), """
                            select m.member_no, m.id from unnest(?::text[]) as n(code)
                            join member m on m.community_id = ? and m.member_no = n.code collate "C"
                            """),
                    find(connection, communityId, names.tasks(), """
                            select t.code, t.id from unnest(?::text[]) as n(code)
                            join task t on t.community_id = ? and t.code = n.code collate "C"
                            """),
                    find(connection, communityId, names.rewards(), """
                            select r.code, r.id from unnest(?::text[]) as n(code)
                            join reward r on r.community_id = ? and r.code = n.code collate "C"
                            """)));
        }

        private static Map<String, UUID> find(Connection connection, UUID communityId, Set<String> codes, String sql)
                throws SQLException {
            Map<String, UUID> found = new HashMap<>();
            if (codes.isEmpty()) {
                return found;
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("text", codes.toArray()));
                statement.setObject(2, communityId);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.put(rows.getString(1), rows.getObject(2, UUID.class));
                    }
                }
            }
            return found;
        }
    }
}

package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.weijifen.ledger.Lookups;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.Violation;
import org.weijifen.platform.id.MemberId;
import org.weijifen.platform.id.RewardId;
import org.weijifen.platform.id.TaskId;

/** The ids for the numbers, codes and titles in some rows. */
record Directory(
        Map<String, Member> members,
        Map<String, String> likelyNumbers,
        Titled tasks,
        Titled rewards,
        Titled merchants) {
    static final Directory EMPTY = new Directory(Map.of(), Map.of(), Titled.NONE, Titled.NONE, Titled.NONE);

    /** The largest number of unknown member numbers for which similar ones are searched. */
    private static final int MOST_UNKNOWN = 1_000;

    /** How far zeros are filled up. */
    private static final int DIGITS = 12;

    private static final Pattern ALL_DIGITS = Pattern.compile("\\d{1," + DIGITS + "}");

    /** A member of the community. */
    record Member(MemberId id, String memberNo, String displayName, String phone, String household) {}

    /** The names to look up. */
    record Names(Set<String> members, Set<Naming> tasks, Set<Naming> rewards, Set<Naming> merchants) {
        Names() {
            this(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        }
    }

    Optional<MemberId> member(String memberNo) {
        return Optional.ofNullable(members.get(memberNo)).map(Member::id);
    }

    /** @throws ProblemException {@code not_found} */
    Member requireMember(String memberNo) {
        Member member = members.get(memberNo);
        if (member == null) {
            String likely = likelyNumbers.get(memberNo);
            throw (likely == null
                            ? ProblemException.variant(ErrorCode.NOT_FOUND, "member-no", memberNo)
                            : ProblemException.variant(ErrorCode.NOT_FOUND, "member-no-zeros", memberNo, likely))
                    .with(List.of(Violation.of(RowType.MEMBER_NO.key(), "invalid_value")));
        }
        return member;
    }

    /** @throws ProblemException as of {@link Titled#require} */
    TaskId requireTask(Naming task) {
        return new TaskId(tasks.require(task, "task"));
    }

    /** @throws ProblemException as of {@link Titled#require} */
    RewardId requireReward(Naming reward) {
        return new RewardId(rewards.require(reward, "reward"));
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
            Map<String, Member> members = members(lookups, communityId, names.members());
            Titled tasks = titled(lookups, communityId, names.tasks(), "task");
            Titled rewards = titled(lookups, communityId, names.rewards(), "reward");
            Titled merchants = titled(lookups, communityId, names.merchants(), "merchant");
            return snapshots.read(connection -> {
                lookups.run(connection);
                Set<String> unknown = new HashSet<>(names.members());
                unknown.removeAll(members.keySet());
                return new Directory(members, likely(connection, communityId, unknown), tasks, rewards, merchants);
            });
        }

        private static Map<String, Member> members(Lookups lookups, UUID communityId, Set<String> numbers) {
            Map<String, Member> found = new HashMap<>();
            find(
                    lookups,
                    communityId,
                    numbers,
                    """
                    select m.member_no, m.id, m.display_name, m.phone, m.household
                    from :rows(code)
                    cross join lateral (select m.* from member m
                        where m.community_id = n.community_id and m.member_no between n.code and n.code
                        order by m.member_no) m
                    """,
                    row -> found.put(
                            row.getString(1),
                            new Member(
                                    new MemberId(row.getObject(2, UUID.class)),
                                    row.getString(1),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5))));
            return found;
        }

        /** Finds the existing number that differs only in leading zeros, which spreadsheets drop. */
        private static Map<String, String> likely(Connection connection, UUID communityId, Set<String> unknown)
                throws SQLException {
            record Variant(String number, String other) {}

            List<Variant> variants = unknown.stream()
                    .filter(number -> ALL_DIGITS.matcher(number).matches())
                    .limit(MOST_UNKNOWN)
                    .flatMap(number -> withOtherZeros(number).map(other -> new Variant(number, other)))
                    .toList();
            if (variants.isEmpty()) {
                return Map.of();
            }
            Map<String, Set<String>> found = new HashMap<>();
            Lookups lookups = new Lookups();
            lookups.add(
                    """
                    select n.number, m.member_no from :rows(number, other)
                    cross join lateral (select m.* from member m
                        where m.community_id = n.community_id and m.member_no between n.other and n.other
                        order by m.member_no) m
                    """,
                    columns -> {
                        columns.communities(variants.stream().map(variant -> communityId));
                        columns.texts(variants.stream().map(Variant::number));
                        columns.texts(variants.stream().map(Variant::other));
                    },
                    rows -> {
                        while (rows.next()) {
                            found.computeIfAbsent(rows.getString(1), any -> new HashSet<>())
                                    .add(rows.getString(2));
                        }
                    });
            lookups.run(connection);
            return found.entrySet().stream()
                    .filter(entry -> entry.getValue().size() == 1)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> entry.getValue().iterator().next()));
        }

        private static Stream<String> withOtherZeros(String number) {
            String significant = number.replaceFirst("^0+(?=.)", "");
            return IntStream.rangeClosed(0, DIGITS - significant.length())
                    .mapToObj(zeros -> "0".repeat(zeros) + significant)
                    .filter(other -> !other.equals(number));
        }

        private static Titled titled(Lookups lookups, UUID communityId, Set<Naming> names, String table) {
            Titled found = new Titled(new HashMap<>(), new HashMap<>());
            find(
                    lookups,
                    communityId,
                    names.stream().map(Naming::text).collect(Collectors.toSet()),
                    """
                    select t.code, t.id from :rows(code)
                    cross join lateral (select t.* from %s t
                        where t.community_id = n.community_id and t.code between n.code and n.code order by t.code) t
                    """.formatted(table),
                    row -> found.ids().put(row.getString(1), row.getObject(2, UUID.class)));
            find(
                    lookups,
                    communityId,
                    names.stream().filter(Naming::titlesToo).map(Naming::text).collect(Collectors.toSet()),
                    """
                    select t.code, t.id, t.title from :rows(title)
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
                        columns.communities(texts.stream().map(text -> communityId));
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

package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.weijifen.ledger.Columns;
import org.weijifen.ledger.Lookups;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.platform.ReadingConfig;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.id.MemberId;
import org.weijifen.tables.importing.Told.Part;

/** Reads which rows earlier imports had, and what those told. All of it in sets, and none that was taken back since. */
@Singleton
final class EarlierRows {
    private static final String STANDING = """
            select t.sequence from :rows(kind, reference)
            cross join lateral (select t.* from ledger_transaction t
                where t.community_id = n.community_id and t.kind = n.kind and t.reference between n.reference and n.reference
                order by t.reference) t
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = n.community_id and r.reverses between t.sequence and t.sequence
                order by r.reverses) r on true
            where r.sequence is null
            """;

    /** Of those that had a row the newest five: a list that grows may be sent again each day. */
    private static final String IMPORTS = """
            select distinct i.id
            from :rows(own, kind, sequence)
            cross join lateral (select i.id
                from (select w.* from import_row w
                    where w.community_id = n.community_id and w.sequence between n.sequence and n.sequence
                    order by w.sequence desc, w.import_id desc) w
                cross join lateral (select i.* from import i
                    where i.community_id = n.community_id and i.id between w.import_id and w.import_id order by i.id) i
                where i.id <> n.own and i.kind = n.kind and not i.dry_run
                order by i.id desc limit 5) i
            """;

    private static final String ROWS = """
            select t.sequence, t.effective_on
            from (select w.* from import_row w
                where w.community_id = :community and w.import_id = ? and w.sequence is not null order by w.line) w
            cross join lateral (select t.* from ledger_transaction t
                where t.community_id = :community and t.sequence between w.sequence and w.sequence
                order by t.sequence) t
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = :community and r.reverses between t.sequence and t.sequence
                order by r.reverses) r on true
            where r.sequence is null
            """;

    /** An opening balance is identified by its member and points, because a member has only one. */
    private static final String TOLD = """
            select t.sequence, coalesce(d.member_id, p.owner), coalesce(l.reward_id, t.task_id),
                   case when t.kind <> 'opening-balance' then t.effective_on end,
                   coalesce(l.quantity, t.quantity, p.amount), t.reference, m.member_no, coalesce(l.title, k.title)
            from :rows(sequence)
            cross join lateral (select t.* from ledger_transaction t
                where t.community_id = n.community_id and t.sequence between n.sequence and n.sequence
                order by t.sequence) t
            cross join lateral (select p.owner, sum(p.amount)::bigint as amount
                from (select p.owner, p.amount from posting p
                    where p.community_id = n.community_id and p.sequence = t.sequence order by p.position) p
                group by p.owner order by p.owner limit 1) p
            left join lateral (select d.id, d.member_id, d.status from redemption d
                where d.community_id = n.community_id and d.id between t.cause_id and t.cause_id and t.kind = 'reservation'
                order by d.id) d on true
            left join lateral (select l.reward_id, l.title, l.quantity from redemption_line l
                where l.community_id = n.community_id and l.redemption_id = d.id order by l.position limit 1) l on true
            left join lateral (select m.member_no from member m
                where m.community_id = n.community_id
                  and m.id between coalesce(d.member_id, p.owner) and coalesce(d.member_id, p.owner)
                order by m.id) m on true
            left join lateral (select k.title from task k
                where k.community_id = n.community_id and k.id between t.task_id and t.task_id
                order by k.id) k on true
            left join lateral (select r.sequence from ledger_transaction r
                where r.community_id = n.community_id and r.reverses between t.sequence and t.sequence
                order by r.reverses) r on true
            where r.sequence is null and coalesce(d.status, 'collected') in ('reserved', 'collected')
            """;

    private static final String PLACES = """
            select w.sequence, w.import_id, w.line from :rows(sequence)
            cross join lateral (select w.* from import_row w
                where w.community_id = n.community_id and w.sequence between n.sequence and n.sequence
                  and w.import_id = any(?::uuid[])
                order by w.sequence desc, w.import_id desc limit 1) w
            """;

    /**
     * The transactions of an import that are in the books.
     *
     * @param days from which to which it reaches, as numbers of days
     */
    record Standing(long[] sequences, LongSummaryStatistics days) {}

    /** A line of an import's file. */
    record Place(UUID importId, long line) {}

    /**
     * A row whose transaction is in the books.
     *
     * @param memberNo for people
     * @param title of the task or reward, for people
     */
    record EarlierRow(long sequence, Told told, String memberNo, String title) {
        /** A part of it, for people. */
        String shown(Part part) {
            return switch (part) {
                case MEMBER -> memberNo;
                case ITEM -> title;
                case DAY -> told.day().toString();
                case NUMBER -> told.number() == null ? "-" : told.number();
            };
        }
    }

    private final Snapshots snapshots;
    private final ReadingConfig config;

    EarlierRows(Snapshots snapshots, ReadingConfig config) {
        this.snapshots = snapshots;
        this.config = config;
    }

    /** The transactions that stand in the books under some references. */
    List<Long> standing(UUID communityId, TransactionKind kind, List<String> references) {
        List<Long> found = new ArrayList<>();
        read(
                STANDING,
                columns -> {
                    columns.communities(references.stream().map(any -> communityId));
                    columns.texts(references.stream().map(any -> kind.code()));
                    columns.texts(references.stream());
                },
                rows -> found.add(rows.getLong(1)));
        return found;
    }

    /** The earlier imports of the same kind that had rows of some transactions. */
    Set<UUID> imports(Import subject, Collection<Long> sequences) {
        Set<UUID> found = new HashSet<>();
        read(
                IMPORTS,
                columns -> {
                    columns.communities(sequences.stream().map(any -> subject.communityId()));
                    columns.uuids(sequences.stream().map(any -> subject.id()));
                    columns.texts(sequences.stream().map(any -> subject.kind().code()));
                    columns.numbers(sequences.stream());
                },
                rows -> found.add(rows.getObject(1, UUID.class)));
        return found;
    }

    /** The transactions of all rows of an import. */
    Standing standing(UUID communityId, UUID importId) {
        LongStream.Builder found = LongStream.builder();
        LongSummaryStatistics days = new LongSummaryStatistics();
        snapshots.read(connection -> {
            SqlQuery.of(communityId, ROWS, importId).stream(connection, row -> {
                found.add(row.getLong(1));
                days.accept(row.getObject(2, LocalDate.class).toEpochDay());
            });
            return found;
        });
        return new Standing(found.build().toArray(), days);
    }

    /** What the rows of some transactions told, by those. */
    Map<Long, EarlierRow> told(UUID communityId, Collection<Long> sequences) {
        Map<Long, EarlierRow> found = new HashMap<>();
        read(
                TOLD,
                columns -> {
                    columns.communities(sequences.stream().map(any -> communityId));
                    columns.numbers(sequences.stream());
                },
                rows -> {
                    Told told = new Told(
                            new MemberId(rows.getObject(2, UUID.class)),
                            rows.getObject(3, UUID.class),
                            rows.getObject(4, LocalDate.class),
                            rows.getLong(5),
                            Reading.given(rows.getString(6)));
                    found.put(
                            rows.getLong(1),
                            new EarlierRow(rows.getLong(1), told, rows.getString(7), rows.getString(8)));
                });
        return found;
    }

    /** Where the rows of some transactions stand, by those: in the newest of some imports that has them. */
    Map<Long, Place> places(UUID communityId, Collection<UUID> importIds, Collection<Long> sequences) {
        Map<Long, Place> found = new HashMap<>();
        read(
                PLACES,
                columns -> {
                    columns.communities(sequences.stream().map(any -> communityId));
                    columns.numbers(sequences.stream());
                    columns.uuids(importIds.stream());
                },
                rows -> found.put(rows.getLong(1), new Place(rows.getObject(2, UUID.class), rows.getLong(3))));
        return found;
    }

    private void read(String sql, Consumer<Columns> filling, Lookups.Reading eachRow) {
        snapshots.read(connection -> {
            Lookups lookups = new Lookups(config.statementTimeout());
            lookups.add(sql, filling, rows -> {
                while (rows.next()) {
                    eachRow.read(rows);
                }
            });
            lookups.run(connection);
            return sql;
        });
    }
}

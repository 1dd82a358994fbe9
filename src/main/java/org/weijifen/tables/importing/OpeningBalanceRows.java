package org.weijifen.tables.importing;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.weijifen.community.Communities;
import org.weijifen.community.CommunityPolicy;
import org.weijifen.ledger.Books;
import org.weijifen.ledger.Cause;
import org.weijifen.ledger.EarliestDay;
import org.weijifen.ledger.Entry;
import org.weijifen.ledger.Needs;
import org.weijifen.ledger.TransactionKind;
import org.weijifen.ledger.Wallet;
import org.weijifen.member.Members;
import org.weijifen.platform.Call;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;
import org.weijifen.points.CreditRequest;
import org.weijifen.tables.importing.RowReport.Taken;
import org.weijifen.tables.sheet.Column;
import org.weijifen.tables.sheet.SheetRow;
import org.weijifen.tables.vocabulary.ColumnVocabulary;

/** Points that members bring along: earned on the day they are brought, and valid from then by the community's policy. */
@Singleton
final class OpeningBalanceRows extends RowType {
    private static final Column POINTS = ColumnVocabulary.OPENING_POINTS.needed();
    private static final Column DAY = ColumnVocabulary.VALID_FROM;

    private final Communities communities;
    private final Members members;
    private final KnownTransactions facts;

    OpeningBalanceRows(Communities communities, Members members, KnownTransactions facts) {
        this.communities = communities;
        this.members = members;
        this.facts = facts;
    }

    @Override
    ImportKind kind() {
        return ImportKind.OPENING_BALANCES;
    }

    @Override
    List<Column> ownColumns() {
        return Stream.concat(Stream.of(MEMBER_NO, POINTS, DAY, Reading.REFERENCE), Claims.columns().stream())
                .toList();
    }

    @Override
    Column identified() {
        return MEMBER_NO;
    }

    @Override
    Optional<TransactionKind> books() {
        return Optional.of(TransactionKind.OPENING_BALANCE);
    }

    @Override
    FileRow read(SheetRow row, Reading reading) {
        String memberNo = memberNo(row);
        Long points = row.wholeNumber(POINTS, 0, CreditRequest.MAX_POINTS);
        LocalDate day = row.day(DAY, EarliestDay.DAY, reading.today());
        // One for each member, so that a file with a corrected number is refused and doesn't count on top.
        String given = row.text(Reading.REFERENCE, Reading.MAX_REFERENCE);
        Reading.Reference reference = given == null
                ? new Reading.Reference("opening-balance/" + memberNo, false)
                : new Reading.Reference(given, true);
        Claims claims = Claims.read(row);
        return row.isFaulty() ? null : new Row(memberNo, claims, points, day, reference);
    }

    private final class Row implements FileRow {
        private final String memberNo;
        private final Claims claims;
        private final long points;
        private final LocalDate day;
        private final boolean numbered;
        private final KnownTransactions.Key key;

        Row(String memberNo, Claims claims, long points, LocalDate day, Reading.Reference reference) {
            this.memberNo = memberNo;
            this.claims = claims;
            this.points = points;
            this.day = day;
            this.numbered = reference.given();
            this.key = new KnownTransactions.Key(TransactionKind.OPENING_BALANCE, reference.text());
        }

        @Override
        public void names(Directory.Names names) {
            names.members().add(memberNo);
        }

        @Override
        public void needs(Needs needs, Directory directory, Call call) {
            needs.row(communities, needs.communityId());
            needs.row(facts, key);
            needs.reference(key.kind(), key.reference());
            directory.member(memberNo).ifPresent(memberId -> {
                needs.row(members, memberId);
                needs.accountsOf(memberId, day == null ? LocalDate.MAX : day);
            });
        }

        @Override
        public Taken decide(Books books, Directory directory, Call call) {
            Directory.Member member = directory.requireMember(memberNo);
            claims.require(member);
            MemberId memberId = member.id();
            Predicate<KnownTransactions.KnownTransaction> same = fact ->
                    Objects.equals(fact.amount(memberId), points) && (day == null || day.equals(fact.effectiveOn()));
            if (!numbered) {
                facts.find(books, key).filter(same.negate()).ifPresent(fact -> {
                    throw differs(fact, memberId);
                });
            }
            Optional<Taken> known = facts.known(books, key, same);
            if (known.isPresent()) {
                return known.get();
            }
            if (points == 0) {
                return Taken.notCarriedOut();
            }
            books.row(members, memberId)
                    .orElseThrow(() -> Members.notFound(memberId))
                    .requireEarning();
            CommunityPolicy policy = books.row(communities, books.communityId()).orElseThrow();
            LocalDate today = policy.today(books.now());
            LocalDate effectiveOn = day == null ? today : day;
            Entry entry = books.begin(key.kind(), effectiveOn, call)
                    .about(new Cause.Member(memberId))
                    .reference(key.reference());
            new Wallet(books, memberId, today)
                    .credit(entry, points, policy.expiry().expiresOn(effectiveOn));
            long sequence = entry.post().sequence();
            books.put(
                    facts,
                    key,
                    new KnownTransactions.KnownTransaction(
                            sequence, null, effectiveOn, null, null, null, Map.of(memberId.value(), points)));
            return Taken.posted(null, sequence);
        }

        private ProblemException differs(KnownTransactions.KnownTransaction fact, MemberId memberId) {
            boolean otherDay = Objects.equals(fact.amount(memberId), points);
            return ProblemException.field(
                    otherDay ? DAY.key() : POINTS.key(),
                    "differs_from_opening",
                    String.valueOf(fact.sequence()),
                    String.valueOf(otherDay ? fact.effectiveOn() : fact.amount(memberId)),
                    String.valueOf(otherDay ? day : points));
        }

        @Override
        public boolean books() {
            return points != 0;
        }

        @Override
        public Optional<Told> told(Directory directory) {
            return directory
                    .member(memberNo)
                    .map(id -> new Told(id, null, null, points, numbered ? key.reference() : null));
        }

        @Override
        public Column column(Told.Part part) {
            return part.column(MEMBER_NO, DAY);
        }

        @Override
        public String identity() {
            return key.reference();
        }

        @Override
        public String content() {
            return memberNo + "\n" + points + "\n" + day;
        }
    }
}

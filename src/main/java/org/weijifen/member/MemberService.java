package org.weijifen.member;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import org.weijifen.community.Communities;
import org.weijifen.ledger.Ledger;
import org.weijifen.ledger.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.RequestHash;
import org.weijifen.platform.http.Answers;
import org.weijifen.platform.http.Paths;
import org.weijifen.platform.id.MemberId;

/** Adds, lists and edits members. They are edited in the order of the books, and read without their lock. */
@Singleton
class MemberService {
    private final Communities communities;
    private final Members members;
    private final MemberRepository repository;
    private final Ledger ledger;
    private final Answers answers;
    private final MergePatch mergePatch;

    MemberService(
            Communities communities,
            Members members,
            MemberRepository repository,
            Ledger ledger,
            Answers answers,
            MergePatch mergePatch) {
        this.communities = communities;
        this.members = members;
        this.repository = repository;
        this.ledger = ledger;
        this.answers = answers;
        this.mergePatch = mergePatch;
    }

    /** Adds a member. */
    Outcome<Member> add(String community, String memberNo, MemberDetails details, Call call) {
        MemberId id = MemberId.next();
        return ledger.execute(new Operation<>(
                communities.idOf(community),
                call,
                // The hash is kept for ever, so it leaves out personal data.
                RequestHash.of(
                        "add-member", "memberNo", memberNo, "group", details.group(), "status", details.status()),
                members.adding(memberNo, books -> new Member(id, memberNo, details, books.now()), call),
                member -> answers.added(Paths.of(community, "members", id))));
    }

    /** One member. */
    @Transactional
    Member find(String community, MemberId memberId) {
        return repository.require(communities.idOf(community), memberId);
    }

    /** Members in order of their numbers after {@code after}, one more than {@code limit} if there are. */
    @Transactional
    List<Member> list(String community, MemberRepository.Filter filter, String after, int limit) {
        return repository.list(communities.idOf(community), filter, after, limit);
    }

    /**
     * Edits a member by a merge patch of its details.
     *
     * @param keepsStatus whether the caller may not change the status
     */
    Member change(
            String community, MemberId memberId, JsonNode patch, IfMatch ifMatch, boolean keepsStatus, Call call) {
        return ledger.execute(new Operation<>(
                        communities.idOf(community),
                        call,
                        members.editing(
                                memberId,
                                (books, member) -> {
                                    MemberDetails wanted = mergePatch.apply(member.details(), patch, ifMatch);
                                    if (keepsStatus
                                            && wanted.status()
                                                    != member.details().status()) {
                                        throw ProblemException.variant(ErrorCode.FORBIDDEN, "status");
                                    }
                                    return member.with(wanted);
                                },
                                call)))
                .result()
                .orElseThrow();
    }
}

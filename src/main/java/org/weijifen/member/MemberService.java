package org.weijifen.member;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.weijifen.community.Communities;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.ScopedId;

/** Keeps the members of communities. */
@Singleton
class MemberService {
    private final Communities communities;
    private final MemberRepository members;
    private final MergePatch mergePatch;
    private final Clock clock;

    MemberService(Communities communities, MemberRepository members, MergePatch mergePatch, Clock clock) {
        this.communities = communities;
        this.members = members;
        this.mergePatch = mergePatch;
        this.clock = clock;
    }

    /** Adds a member. */
    @Transactional
    Member add(String community, String memberNo, MemberDetails details) {
        Member member = new Member(
                ScopedId.next(communities.idOf(community)),
                memberNo,
                details,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        members.insert(member);
        return member;
    }

    /** One member. */
    @Transactional
    Member find(String community, UUID memberId) {
        return members.require(communities.idOf(community), memberId);
    }

    /** Members in order of their numbers after {@code after}, one more than {@code limit} if there are. */
    @Transactional
    List<Member> list(String community, MemberRepository.Filter filter, String after, int limit) {
        return members.list(communities.idOf(community), filter, after, limit);
    }

    /** Edits a member by a merge patch of its details. */
    @Transactional
    Member change(String community, UUID memberId, JsonNode patch, IfMatch ifMatch) {
        Member member = members.requireForChange(communities.idOf(community), memberId);
        member.change(mergePatch.apply(member.details(), patch, ifMatch));
        return member;
    }
}

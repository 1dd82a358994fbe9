package org.weijifen.member;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.UniqueRows;

/** The rows of members. */
@Singleton
class MemberRepository implements PanacheRepositoryBase<Member, ScopedId> {

    /**
     * What a list is narrowed to; null narrows nothing.
     *
     * @param query part of the number, name or phone
     */
    record Filter(String query, String group, String household, MemberStatus status) {}

    /** Adds a member; {@code member_no_taken} when the number is taken. */
    void insert(Member member) {
        UniqueRows.insert(
                getEntityManager(),
                member,
                "member_no",
                ProblemException.of(ErrorCode.MEMBER_NO_TAKEN, member.memberNo()));
    }

    Member require(UUID communityId, UUID memberId) {
        return required(memberId, findById(new ScopedId(communityId, memberId)));
    }

    /** The member, kept from other edits until the transaction ends. */
    Member requireForChange(UUID communityId, UUID memberId) {
        return required(memberId, findById(new ScopedId(communityId, memberId), LockModeType.PESSIMISTIC_WRITE));
    }

    /** Members in order of their numbers after {@code after}, one more than {@code limit} if there are. */
    List<Member> list(UUID communityId, Filter filter, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("groupCode = :group", "group", filter.group())
                .and("household = :household", "household", filter.household())
                .and("status = :status", "status", filter.status())
                .andContains("part", filter.query(), "memberNo", "displayName", "phone")
                .and("memberNo > :after", "after", after);
        return find(where.text(), Sort.by("memberNo"), where.values())
                .range(0, limit)
                .list();
    }

    private static Member required(UUID memberId, Member member) {
        if (member == null) {
            throw Members.notFound(memberId);
        }
        return member;
    }
}

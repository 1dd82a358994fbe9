package org.weijifen.member;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.weijifen.platform.Conditions;
import org.weijifen.platform.ScopedId;
import org.weijifen.platform.id.MemberId;

/** The rows of members, read without the lock of the books. */
@Singleton
class MemberRepository implements PanacheRepositoryBase<ListedMember, ScopedId> {

    /**
     * The filter of a list; a null field matches all members.
     *
     * @param query part of the number, name or phone
     */
    record Filter(String query, String group, String household, MemberStatus status) {}

    Member require(UUID communityId, MemberId memberId) {
        return findByIdOptional(new ScopedId(communityId, memberId.value()))
                .map(ListedMember::row)
                .orElseThrow(() -> Members.notFound(memberId));
    }

    /** Members in order of their numbers after {@code after}, one more than {@code limit} if there are. */
    List<Member> list(UUID communityId, Filter filter, String after, int limit) {
        Conditions where = new Conditions()
                .and("id.communityId = :community", "community", communityId)
                .and("row.details.group = :group", "group", filter.group())
                .and("row.details.household = :household", "household", filter.household())
                .and("row.details.status = :status", "status", filter.status())
                .andContains("part", filter.query(), "row.memberNo", "row.details.displayName", "row.details.phone")
                .and("row.memberNo > :after", "after", after);
        return find(where.text(), Sort.by("row.memberNo"), where.values()).range(0, limit).list().stream()
                .map(ListedMember::row)
                .toList();
    }
}

package org.weijifen.member;

import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/**
 * What operations know of a member.
 *
 * @param memberNo the community's own number, unique in it
 * @param group code of the group of the member, or null
 */
public record MemberRow(UUID id, String memberNo, MemberStatus status, String group) {

    /**
     * Refuses unless the member can earn. A frozen one still does, since the work was done.
     *
     * @throws ProblemException {@code member_frozen}
     */
    public void requireEarning() {
        if (status == MemberStatus.LEFT) {
            throw inactive();
        }
    }

    /**
     * Refuses unless the member can redeem and collect.
     *
     * @throws ProblemException {@code member_frozen}
     */
    public void requireActive() {
        if (status != MemberStatus.ACTIVE) {
            throw inactive();
        }
    }

    private ProblemException inactive() {
        return ProblemException.of(ErrorCode.MEMBER_FROZEN, memberNo, status.code());
    }
}

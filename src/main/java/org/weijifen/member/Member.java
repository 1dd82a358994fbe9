package org.weijifen.member;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;

/**
 * The row of a member, which lists, operations and imports read.
 *
 * @param memberNo the community's own number, as {@link #NUMBER}; unique in the community; never changes
 * @param details the editable details
 */
@Embeddable
public record Member(
        @Column(insertable = false, updatable = false) MemberId id,

        String memberNo,
        @Embedded MemberDetails details,
        Instant createdAt) {
    /** The form of member numbers. */
    public static final String NUMBER = "^[A-Za-z0-9._-]{1,40}$";

    /** Code of the group of the member, or null. */
    public String group() {
        return details.group();
    }

    /**
     * The same member with other details.
     *
     * @throws ProblemException {@code member_left} when the member has left and is to be frozen
     */
    public Member with(MemberDetails edited) {
        if (!details.status().mayBecome(edited.status())) {
            throw ProblemException.of(ErrorCode.MEMBER_LEFT, memberNo);
        }
        return new Member(id, memberNo, edited, createdAt);
    }

    /**
     * Refuses unless the member can earn. A frozen member can, because the work was done.
     *
     * @throws ProblemException {@code member_frozen}
     */
    public void requireEarning() {
        if (details.status() == MemberStatus.LEFT) {
            throw inactive();
        }
    }

    /**
     * Refuses unless the member can redeem and collect.
     *
     * @throws ProblemException {@code member_frozen}
     */
    public void requireActive() {
        if (details.status() != MemberStatus.ACTIVE) {
            throw inactive();
        }
    }

    private ProblemException inactive() {
        return ProblemException.of(
                ErrorCode.MEMBER_FROZEN, memberNo, details.status().code());
    }
}

package org.weijifen.member;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.ScopedId;

/** A member of a community. The number stands for ever, everything else can be edited. */
@Entity
class Member {
    @EmbeddedId
    private ScopedId id;

    private String memberNo;
    private String displayName;
    private String phone;
    private String groupCode;
    private String household;

    @Enumerated(EnumType.STRING)
    private MemberStatus status;

    private Instant createdAt;

    /** For Hibernate. */
    protected Member() {}

    Member(ScopedId id, String memberNo, MemberDetails details, Instant createdAt) {
        this.id = id;
        this.memberNo = memberNo;
        this.status = details.status();
        this.createdAt = createdAt;
        edit(details);
    }

    UUID id() {
        return id.id();
    }

    String memberNo() {
        return memberNo;
    }

    Instant createdAt() {
        return createdAt;
    }

    MemberDetails details() {
        return new MemberDetails(displayName, phone, groupCode, household, status);
    }

    /**
     * Takes edited details over.
     *
     * @throws ProblemException {@code member_left} when one who left is to be frozen
     */
    void change(MemberDetails details) {
        if (!status.mayBecome(details.status())) {
            throw ProblemException.of(ErrorCode.MEMBER_LEFT, memberNo);
        }
        this.status = details.status();
        edit(details);
    }

    private void edit(MemberDetails details) {
        this.displayName = details.displayName();
        this.phone = details.phone();
        this.groupCode = details.group();
        this.household = details.household();
    }
}

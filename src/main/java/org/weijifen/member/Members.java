package org.weijifen.member;

import jakarta.inject.Singleton;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;
import org.weijifen.platform.id.MemberId;

/** The members, for operations to read and edit. */
@Singleton
public final class Members extends RowTable<MemberId, Member> {
    Members() {
        super(Member.class, "member", "member_no", ErrorCode.MEMBER_NO_TAKEN);
    }

    /** The refusal when the community has no such member. */
    public static ProblemException notFound(MemberId memberId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "member", memberId.toString());
    }

    @Override
    protected ProblemException absent(MemberId memberId) {
        return notFound(memberId);
    }
}

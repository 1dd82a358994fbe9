package org.weijifen.member;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The members as operations read and edit them. */
@Singleton
public final class Members extends RowTable<Member> {
    Members() {
        super(Member.class, "member", "member_no", ErrorCode.MEMBER_NO_TAKEN);
    }

    /** The refusal where there is no such member in the community. */
    public static ProblemException notFound(UUID memberId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "member", memberId.toString());
    }

    @Override
    protected ProblemException absent(UUID memberId) {
        return notFound(memberId);
    }
}

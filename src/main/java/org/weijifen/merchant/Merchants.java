package org.weijifen.merchant;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.weijifen.ledger.RowTable;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** The merchants as operations read and edit them. */
@Singleton
public final class Merchants extends RowTable<Merchant> {
    Merchants() {
        super(Merchant.class, "merchant", "code", ErrorCode.CODE_TAKEN);
    }

    /** The refusal where there is no such merchant in the community. */
    public static ProblemException notFound(UUID merchantId) {
        return ProblemException.variant(ErrorCode.NOT_FOUND, "merchant", merchantId.toString());
    }

    @Override
    protected ProblemException absent(UUID merchantId) {
        return notFound(merchantId);
    }
}
